using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using OpenIddict.Abstractions;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>What a request demands of the customer's authentication (OpenID Connect Core section 3.1.2.1).</summary>
internal sealed record AuthenticationDemands
{
    private static readonly string[] KnownPrompts = ["none", "login", "consent", "select_account"];

    public required IReadOnlyList<string> Prompts { get; init; }
    public required TimeSpan? MaximumAge { get; init; }
    public required ClaimsRequest Claims { get; init; }

    public bool IsSilent => Prompts.Contains("none");
    public bool ForcesSignIn => Prompts.Contains("login") || Prompts.Contains("select_account");

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

        demands = new AuthenticationDemands { Prompts = prompts, MaximumAge = maximumAge, Claims = claims };
        fault = null;
        return true;
    }
}
