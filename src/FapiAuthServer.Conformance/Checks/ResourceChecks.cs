using System.Globalization;
using FapiAuthServer.Conformance.Flows;
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
        if (response.Header(ResourceHeaders.InteractionId) is { } id)
        {
            checks.Expect(Guid.TryParseExact(id, "D", out _), "FAPI1-BASE-6.2.1-11", $"{ResourceHeaders.InteractionId} is a UUID", id);
        }
    }

    /// <param name="sent">The x-fapi-interaction-id of the request; null when it had none.</param>
    public static void CheckInteraction(ModuleContext context, WireResponse response, string? sent)
    {
        if (context.Traits.Demands.InteractionId is not { } demand)
        {
            return;
        }
        var received = response.Header(ResourceHeaders.InteractionId);
        // Compared as UUIDs are, whatever the case of their letters.
        context.Checks.Expect(
            received is not null && (sent is null || string.Equals(received, sent, StringComparison.OrdinalIgnoreCase)), demand,
            $"{ResourceHeaders.InteractionId} {(sent is null ? "comes, though none was sent" : "is the one that was sent")}",
            $"sent {sent ?? "none"}, received {received ?? "none"}");
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
        if (context.Traits.Demands.Utf8 is { } demand && response.Header("Content-Type") is { } type && type.Contains("charset", StringComparison.OrdinalIgnoreCase))
        {
            checks.Expect(type.Contains("utf-8", StringComparison.OrdinalIgnoreCase), demand, "The charset, as it is given, is UTF-8", type);
        }
    }
}
