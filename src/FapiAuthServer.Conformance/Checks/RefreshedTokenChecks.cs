using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Refresh tokens, and what an id_token that comes for one has in common with the first.</summary>
internal static class RefreshedTokenChecks
{
    /// <summary>Ends the module where no refresh token came, which no server has to issue.</summary>
    public static void CheckAnnounced(ModuleContext context, TokenAnswer tokens)
    {
        var isAnnounced = context.Server.Values("grant_types_supported").Contains("refresh_token");
        context.Checks.Expect(
            isAnnounced == tokens.RefreshToken is not null, "RFC8414-2", "`grant_types_supported` has refresh_token if, and only if, refresh tokens are issued",
            $"{(isAnnounced ? "listed" : "not listed")}, {(tokens.RefreshToken is null ? "not issued" : "issued")}", Severity.Warning);
        if (tokens.RefreshToken is null)
        {
            context.Checks.Skip("RFC6749-1.5", "The server issues no refresh token.");
        }
    }

    public static void CheckIdToken(CheckLog checks, CompactJwt? before, CompactJwt? after)
    {
        if (before is null || after is null)
        {
            return;
        }
        foreach (var claim in new[] { "iss", "sub", "aud" })
        {
            checks.Expect(
                JsonText.Show(before.Claims[claim]) == JsonText.Show(after.Claims[claim]), "OIDCC-12.2", $"`{claim}` is the same in the new id_token",
                $"{JsonText.Show(before.Claims[claim])}, then {JsonText.Show(after.Claims[claim])}");
        }
        if (after.Claims.ContainsKey("auth_time") && before.Claims.ContainsKey("auth_time"))
        {
            checks.Expect(before.Time("auth_time") == after.Time("auth_time"), "OIDCC-12.2", "`auth_time` is when the customer signed in, not when the token was refreshed");
        }
        checks.Expect(before.Time("iat") != after.Time("iat"), "OIDCC-12.2", "`iat` is that of the new id_token");
    }
}
