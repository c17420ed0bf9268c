using System.Globalization;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Logout;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Tls;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every call that tells a client of a logout, and the token in it.</summary>
internal static class LogoutTokenChecks
{
    private const string Call = "OIDCBCL-2.5";
    private const string Token = "OIDCBCL-2.4";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static async Task CheckAsync(ModuleContext context, ClientConfiguration client, LogoutCall call, CompactJwt idToken)
    {
        var checks = context.Checks;
        CheckCall(checks, call);
        var token = CompactJwt.TryParse(FormParameters.Decode(call.Body)["logout_token"]);
        checks.Require(token is not null, Token, "The logout token is a signed JWT");
        await CheckSignatureAsync(context, token!);

        checks.Expect(token!["iss"] == context.Server.Issuer, Token, "`iss` is exactly the issuer of the metadata", JsonText.Show(token.Claims["iss"]));
        checks.Expect(
            token["aud"] == client.ClientId || JsonText.List(token.Claims["aud"]).Contains(client.ClientId), Token, "`aud` holds the client_id",
            JsonText.Show(token.Claims["aud"]));
        CheckTimes(context, token);
        checks.Expect(token["jti"] is { Length: > 0 }, Token, "`jti` names the token", JsonText.Show(token.Claims["jti"]));
        checks.Expect(
            token.Claims["events"] is JsonObject { Count: 1 } events && events[Event] is JsonObject { Count: 0 }, Token,
            "`events` has one member, the event of back-channel logout, which is an empty object", JsonText.Show(token.Claims["events"]));
        checks.Expect(!token.Claims.ContainsKey("nonce"), Token, "There is no `nonce`, or the token could pass for an id_token", token["nonce"]);
        CheckSubject(checks, token, idToken);
    }

    /// <summary>Whether a call is about this session, and not one of an earlier module that comes late.</summary>
    public static bool IsOfAnotherSession(LogoutCall call, CompactJwt idToken) =>
        CompactJwt.TryParse(FormParameters.Decode(call.Body)["logout_token"])?["sid"] is { } session && idToken["sid"] is { } own && session != own;

    private static void CheckCall(CheckLog checks, LogoutCall call)
    {
        checks.Expect(call.Method == "POST", Call, "The server calls by POST", call.Method);
        checks.Expect(
            call.MediaType == "application/x-www-form-urlencoded", Call, "The call is of content type application/x-www-form-urlencoded", call.MediaType ?? "(none)");
        var names = FormParameters.Decode(call.Body).Select(parameter => parameter.Key).ToList();
        checks.Expect(names is ["logout_token"], Call, "The form holds one `logout_token` and nothing else", string.Join(", ", names));
        checks.Expect(
            call.Protocol == System.Security.Authentication.SslProtocols.Tls13 || call.Suite is { } suite && CipherSuites.Good.Contains(suite), "RFC9325-4.2",
            "The server calls with TLS 1.3, or with a recommended suite of TLS 1.2", $"{call.Protocol}, {call.Suite}", Severity.Warning);
    }

    private static async Task CheckSignatureAsync(ModuleContext context, CompactJwt token)
    {
        var checks = context.Checks;
        var algorithms = context.Traits.Demands.SigningAlgorithms;
        checks.Expect(
            algorithms.Contains(token.Algorithm), "OIDCBCL-2.6", $"The logout token is signed with {string.Join(" or ", algorithms)}", token.Algorithm);
        var why = (await context.KeysAsync()).WhyNotSignedBy(token);
        checks.Expect(why is null, "OIDCBCL-2.6", "The signature is of the published key", why);
        if (JsonText.Of(token.Header["typ"]) != "logout+jwt")
        {
            checks.Note(Token, "The header's `typ` is not logout+jwt, which is recommended", JsonText.Show(token.Header["typ"]));
        }
    }

    private static void CheckTimes(ModuleContext context, CompactJwt token)
    {
        var (checks, now) = (context.Checks, context.Now);
        checks.Expect(
            token.Time("iat") is { } issued && issued > now.AddDays(-1) && issued < now + Skew, Token, "`iat` is a time of the last day", Show(token, "iat"));
        if (!token.Claims.ContainsKey("exp"))
        {
            checks.Expect(false, Token, "`exp` says until when the token is good", otherwise: Severity.Warning);
            return;
        }
        checks.Expect(token.Time("exp") > now - Skew, Token, "`exp` is not past", Show(token, "exp"));
    }

    private static void CheckSubject(CheckLog checks, CompactJwt token, CompactJwt idToken)
    {
        checks.Expect(
            token["sub"] is not null || token["sid"] is not null, Token, "`sub`, `sid` or both say whose session has ended", JsonText.Show(token.Claims));
        foreach (var claim in new[] { "sub", "sid" })
        {
            if (token.Claims.ContainsKey(claim))
            {
                checks.Expect(
                    token[claim] is not null && token[claim] == idToken[claim], Token, $"`{claim}` is the one of the id_token",
                    $"{JsonText.Show(token.Claims[claim])}, in the id_token {JsonText.Show(idToken.Claims[claim])}");
            }
        }
    }

    private static string Show(CompactJwt token, string claim) => token.Time(claim)?.ToString("u", CultureInfo.InvariantCulture) ?? JsonText.Show(token.Claims[claim]);
}
