using FapiAuthServer.Conformance.Flows;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

/// <summary>Addresses of the client's own host that it never registered.</summary>
internal static class UnregisteredAddresses
{
    public static Uri Beside(Uri registered) => new($"{registered.GetLeftPart(UriPartial.Path)}/{RandomText.Of(10)}");
}
