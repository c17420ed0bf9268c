using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>What a request demands of the customer's authentication (OpenID Connect Core section 3.1.2.1).</summary>
internal sealed record AuthenticationDemands
{
    private static readonly string[] KnownPrompts = ["none", "login", "consent", "select_account"];

    public required IReadOnlyList<string> Prompts { get; init; }
    public required TimeSpan? MaximumAge { get; init; }
    public required ClaimsRequest Claims { get; init; }

    /// <summary>The subject of a verified id_token_hint, as the client knows it.</summary>
    public required string? HintedSubject { get; init; }

    public bool IsSilent => Prompts.Contains("none");
    public bool ForcesConsent => Prompts.Contains("consent");
    public bool ForcesSignIn => Prompts.Contains("login") || Prompts.Contains("select_account");

    /// <summary>Whether the request may be answered with this subject: that of the hint, and among those that claims names (OIDCC-5.5.1).</summary>
    public bool Accepts(string subject)
        => (HintedSubject is null || HintedSubject == subject)
            && (Claims.IdToken.GetValueOrDefault("sub") is not { Values.Count: > 0 } named || named.Values.Contains(subject));

    public static bool TryParse(OpenIddictRequest request, [NotNullWhen(true)] out AuthenticationDemands? demands, [NotNullWhen(false)] out Reason? fault)
    {
        demands = null;
        string[] prompts = [.. request.GetPromptValues()];
        if (prompts.Except(KnownPrompts).Any() || prompts.Contains("none") && prompts.Length > 1)
        {
            fault = Reasons.PromptNotUnderstood;
            return false;
        }

        TimeSpan? maximumAge = null;
        if ((string?)request["max_age"] is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                fault = Reasons.MaxAgeMalformed;
                return false;
            }

            maximumAge = TimeSpan.FromSeconds(seconds);
        }

        if (!ClaimsRequest.TryParse((string?)request["claims"], out var claims))
        {
            fault = Reasons.ClaimsMalformed;
            return false;
        }

        demands = new AuthenticationDemands { Prompts = prompts, MaximumAge = maximumAge, Claims = claims, HintedSubject = (string?)request[PushedParameters.HintedSubject] };
        fault = null;
        return true;
    }
}
