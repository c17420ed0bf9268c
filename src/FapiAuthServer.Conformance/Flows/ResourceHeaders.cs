using System.Globalization;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>Headers that clients of banks send with every call, and that no resource may stumble over.</summary>
internal static class ResourceHeaders
{
    /// <summary>The name of the header that ties a request to its answer, and both to what either side logs.</summary>
    public const string InteractionId = "x-fapi-interaction-id";

    public static void AddTo(Call call, DateTimeOffset now, bool ofFapi)
    {
        call.Headers.Add(new("Accept", "application/json"));
        if (!ofFapi)
        {
            return;
        }
        // In mixed case, as a resource that echoes it must compare without regard to case.
        call.Headers.Add(new(InteractionId, MixedCase(Guid.NewGuid())));
        call.Headers.Add(new("x-fapi-auth-date", now.ToString("R", CultureInfo.InvariantCulture)));
        call.Headers.Add(new("x-fapi-customer-ip-address", "198.51.100.119"));
    }

    private static string MixedCase(Guid id) =>
        string.Concat(id.ToString().Select((character, index) => index % 2 == 0 ? char.ToUpperInvariant(character) : character));
}
