using System.Globalization;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every answer of the resource.</summary>
internal static class ResourceChecks
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>What holds for answers and refusals alike.</summary>
    public static void CheckAny(CheckLog checks, WireResponse response)
    {
        if (response.Header("x-fapi-interaction-id") is { } id)
        {
            checks.Expect(Guid.TryParseExact(id, "D", out _), "FAPI1-BASE-6.2.1-11", "x-fapi-interaction-id is a UUID", id);
        }
    }

    public static void CheckSuccess(ModuleContext context, WireResponse response)
    {
        var checks = context.Checks;
        checks.Require(response.Status is 200 or 201, context.Traits.Demands.Resource, "The resource takes the access token", response.Describe());
        var isDate = DateTimeOffset.TryParse(response.Header("Date"), CultureInfo.InvariantCulture, out var date);
        checks.Expect(
            isDate && date > context.Now - Skew && date < context.Now + Skew, "RFC9110-6.6.1", "Date is within five minutes of now",
            response.Header("Date") ?? "(absent)");
        checks.Expect(
            response.MediaType == "application/json", "RFC9110-8.3", "The content type is application/json", response.Header("Content-Type") ?? "(absent)");
    }
}
