using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every token response.</summary>
internal static class TokenChecks
{
    private const double LongestLifetime = 31_536_000;
    private const double LongestUnboundLifetime = 600;

    public static async Task CheckAsync(ModuleContext context, ClientConfiguration client, TokenAnswer tokens, bool isRefresh)
    {
        var (checks, response) = (context.Checks, tokens.Response);
        checks.Expect(response.MediaType == "application/json", "RFC6749-5.1", "The content type is application/json", response.MediaType ?? "(none)");
        var wanted = context.Traits.UsesDPoP ? "DPoP" : "Bearer";
        checks.Expect(
            string.Equals(response.Text("token_type"), wanted, StringComparison.OrdinalIgnoreCase),
            context.Traits.UsesDPoP ? "RFC9449-5" : "RFC6749-5.1", $"`token_type` is {wanted}", JsonText.Show(response.Json!["token_type"]));
        CheckLifetime(context, tokens);
        SecretChecks.Check(context, tokens.AccessToken, "access token");
        if (isRefresh)
        {
            checks.Expect(
                response.HeaderValues("Cache-Control").Any(value => value.Contains("no-store", StringComparison.OrdinalIgnoreCase)),
                "RFC6749-5.1", "Cache-Control has no-store", response.Header("Cache-Control") ?? "(absent)");
        }
        CheckRefreshToken(context, tokens);
        await CheckIdTokenAsync(context, client, tokens, isRefresh);
    }

    private static void CheckLifetime(ModuleContext context, TokenAnswer tokens)
    {
        var checks = context.Checks;
        var json = tokens.Response.Json!["expires_in"];
        if (json is null)
        {
            checks.Expect(false, "RFC6749-5.1", "`expires_in` is there", otherwise: Severity.Warning);
            return;
        }
        checks.Expect(
            JsonText.Number(json) is >= 1 and <= LongestLifetime, "RFC6749-5.1", "`expires_in` is a number of seconds up to a year", JsonText.Show(json));
        if (context.Traits is { SenderConstraint: SenderConstraint.None, Demands.UnboundTokenLifetime: { } demand })
        {
            checks.Expect(
                JsonText.Number(json) is < LongestUnboundLifetime, demand, "A token that is bound to nothing lives for less than ten minutes", JsonText.Show(json));
        }
    }

    private static void CheckRefreshToken(ModuleContext context, TokenAnswer tokens)
    {
        if (tokens.RefreshToken is not { } refreshToken)
        {
            return;
        }
        SecretChecks.Check(context, refreshToken, "refresh token");
        context.Checks.Expect(
            refreshToken.All(character => character is >= ' ' and <= '~'), "RFC6749-A.17", "The refresh token is in printable ASCII");
        if (!context.Traits.HasCustomer)
        {
            context.Checks.Expect(
                false, "RFC6749-4.4.3", "A client that gets tokens for itself gets no refresh token", otherwise: Severity.Warning);
        }
    }

    private static async Task CheckIdTokenAsync(ModuleContext context, ClientConfiguration client, TokenAnswer tokens, bool isRefresh)
    {
        var checks = context.Checks;
        var isPresent = tokens.Response.Json!.ContainsKey("id_token");
        if (!context.Traits.IsOpenId || !context.Traits.HasCustomer)
        {
            checks.Expect(!isPresent, "OIDCC-3.1.2.1", "No id_token comes, as openid was not asked for");
            return;
        }
        if (!isPresent)
        {
            checks.Expect(isRefresh, "OIDCC-3.1.3.3", "An id_token comes, as openid was asked for");
            return;
        }
        checks.Require(tokens.IdToken is not null, "OIDCC-2", "The id_token is a signed JWT");
        var origin = new IdTokenOrigin(tokens.Request) { AccessToken = tokens.AccessToken, Code = tokens.Authorization?.Code, IsOfRefresh = isRefresh };
        await IdTokenChecks.CheckAsync(context, client, tokens.IdToken!, origin);
        if (tokens.Authorization?.IdToken is { } before)
        {
            checks.Expect(
                before["iss"] == tokens.IdToken!["iss"] && before["sub"] == tokens.IdToken["sub"], "OIDCC-3.3.3.6",
                "`iss` and `sub` are those of the id_token that came with the code", $"{JsonText.Show(before.Claims["sub"])}, then {JsonText.Show(tokens.IdToken.Claims["sub"])}");
        }
    }
}
