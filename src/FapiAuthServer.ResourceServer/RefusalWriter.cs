using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FapiAuthServer.ResourceServer;

/// <summary>Writes a refusal as challenge (RFC 6750 §3, RFC 9449 §7.1) and JSON body.</summary>
internal static class RefusalWriter
{
    public static Task WriteAsync(HttpContext context, FapiResourceServerOptions options, Refusal refusal)
    {
        var response = context.Response;
        response.StatusCode = refusal.Status;
        response.Headers.CacheControl = "no-store";
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = "5";
        else if (refusal.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (refusal.IsChallenge)
            response.Headers.WWWAuthenticate = ChallengesOf(options, refusal);
        return response.WriteAsJsonAsync(
            new Dictionary<string, string> { ["error"] = refusal.Error, ["error_description"] = refusal.Description },
            context.RequestAborted);
    }

    private static StringValues ChallengesOf(FapiResourceServerOptions options, Refusal refusal)
    {
        // RFC 6750 §3.1: no error where nothing was sent that could be wrong.
        var isBare = refusal == Refusals.NoCredentials;
        var challenges = new List<string>(2);
        foreach (var scheme in (ReadOnlySpan<SenderConstraints>)[SenderConstraints.DPoP, SenderConstraints.MutualTls])
        {
            // The challenge with the error is sent even for a scheme that is not accepted: it is the one the client used.
            var isAccepted = options.SenderConstraints.HasFlag(scheme);
            var hasError = !isBare
                && (refusal.Challenge == scheme || (refusal.Challenge == SenderConstraints.None && isAccepted));
            if (hasError || isAccepted)
                challenges.Add(ChallengeOf(scheme, options, hasError ? refusal : null));
        }

        return new StringValues([.. challenges]);
    }

    private static string ChallengeOf(SenderConstraints scheme, FapiResourceServerOptions options, Refusal? refusal)
    {
        var parameters = new List<string>(4);
        if (refusal is not null)
        {
            parameters.Add($"error=\"{refusal.Error}\"");
            parameters.Add($"error_description=\"{refusal.Description}\"");
            if (!string.IsNullOrEmpty(refusal.Scope))
                parameters.Add($"scope=\"{refusal.Scope}\"");
            if (refusal.Contexts is not null)
                parameters.Add($"acr_values=\"{refusal.Contexts}\"");
            if (refusal.MaximumAge is { } age)
                parameters.Add(FormattableString.Invariant($"max_age=\"{(long)age.TotalSeconds}\""));
        }

        if (scheme == SenderConstraints.DPoP)
            parameters.Add($"algs=\"{string.Join(' ', options.DPoPAlgorithms)}\"");
        var name = scheme == SenderConstraints.DPoP ? "DPoP" : "Bearer";
        return parameters.Count == 0 ? name : $"{name} {string.Join(", ", parameters)}";
    }
}
