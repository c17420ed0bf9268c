using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureClientIdInTokenEndpoint : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-client-id-in-token-endpoint", "The first client, with its own key or certificate, cannot say that it is the second.") with
    {
        Clients = 2,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectTokenRequestRefusedAsync(
        new TokenRefusal(
            context.Traits.UsesAssertion ? "RFC7521-4.2" : "RFC8705-2", "A token request with another client's client_id", "invalid_client", "invalid_grant"),
        call =>
        {
            var second = context.Second.Client.ClientId;
            call.Form!["client_id"] = second;
            if (call.Assertion is { } assertion)
            {
                (assertion.Claims["iss"], assertion.Claims["sub"]) = (second, second); // signed by the first client's key still
            }
        });
}
