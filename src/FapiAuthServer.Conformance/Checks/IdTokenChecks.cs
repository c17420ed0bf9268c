using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every id_token, wherever it comes from.</summary>
internal static class IdTokenChecks
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    // Of the protocol itself; others are somebody's data, which belongs into userinfo unless it was asked for.
    private static readonly string[] ProtocolClaims =
    [
        "iss", "sub", "aud", "exp", "iat", "nbf", "jti", "auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash", "s_hash", "sid",
        "rt_hash", "sub_jwk", "cnf", "txn",
    ];

    public static async Task CheckAsync(ModuleContext context, ClientConfiguration client, CompactJwt token, IdTokenOrigin origin)
    {
        var checks = context.Checks;
        checks.Expect(token["iss"] == context.Server.Issuer, "OIDCC-3.1.3.7", "`iss` is exactly the issuer of the metadata", JsonText.Show(token.Claims["iss"]));
        checks.Expect(Audience(token).Contains(client.ClientId), "OIDCC-3.1.3.7", "`aud` holds the client_id", JsonText.Show(token.Claims["aud"]));
        CheckSubject(checks, token);
        CheckTimes(context, token);
        if (!origin.IsOfRefresh)
        {
            CheckNonce(checks, origin.Request?.Nonce, token);
        }
        await CheckSignatureAsync(context, token);
        CheckHashes(checks, origin, token);
        CheckClaims(context, origin.Request, token);
    }

    private static void CheckSubject(CheckLog checks, CompactJwt token)
    {
        var subject = token["sub"];
        checks.Expect(
            subject is { Length: >= 1 and <= 255 } && subject.All(character => character is >= ' ' and <= '~'), "OIDCC-2",
            "`sub` is 1 to 255 characters of printable ASCII", JsonText.Show(token.Claims["sub"]));
    }

    private static void CheckTimes(ModuleContext context, CompactJwt token)
    {
        var (checks, now) = (context.Checks, context.Now);
        checks.Expect(
            token.Time("iat") is { } issued && issued > now - Skew && issued < now + Skew, "OIDCC-3.1.3.7",
            "`iat` is within five minutes of now", Show(token, "iat"));
        checks.Expect(
            token.Time("exp") is { } expires && expires > now - Skew && expires < now.AddYears(50), "OIDCC-3.1.3.7",
            "`exp` is neither past nor fifty years ahead", Show(token, "exp"));
        if (token.Claims.ContainsKey("auth_time"))
        {
            checks.Expect(
                token.Time("auth_time") is { } signedIn && signedIn > now.AddYears(-1) && signedIn < now + Skew, "OIDCC-2",
                "`auth_time` is a time of the last year", Show(token, "auth_time"));
        }
    }

    private static void CheckNonce(CheckLog checks, string? sent, CompactJwt token)
    {
        if (sent is null)
        {
            checks.Expect(!token.Claims.ContainsKey("nonce"), "OIDCC-3.1.3.7", "`nonce` is absent, as none was sent", token["nonce"]);
            return;
        }
        checks.Expect(token["nonce"] == sent, "OIDCC-3.1.3.7", "`nonce` is the one that was sent", $"sent {sent}, received {token["nonce"] ?? "none"}");
    }

    private static async Task CheckSignatureAsync(ModuleContext context, CompactJwt token)
    {
        var (checks, demands) = (context.Checks, context.Traits.Demands);
        checks.Expect(
            demands.SigningAlgorithms.Contains(token.Algorithm), demands.Signing, $"The id_token is signed with {string.Join(" or ", demands.SigningAlgorithms)}",
            token.Algorithm ?? "(absent)");
        var keys = await context.KeysAsync();
        checks.Expect(
            token.KeyId is not null || keys.Keys.Count == 1 && !demands.AlwaysNamesKey, "OIDCC-10.1", "The header names the key in `kid`",
            JsonText.Show(token.Header));
        var why = keys.WhyNotSignedBy(token);
        checks.Expect(why is null, "OIDCC-3.1.3.7", "The signature is of the published key", why);
    }

    // Right where they are; and what passes through the browser has to have those of all that came with it.
    private static void CheckHashes(CheckLog checks, IdTokenOrigin origin, CompactJwt token)
    {
        foreach (var (claim, requirement, of, what) in new[]
        {
            ("at_hash", "OIDCC-3.1.3.6", origin.AccessToken, "the access token"),
            ("c_hash", "OIDCC-3.3.2.11", origin.Code, "the code"),
            ("s_hash", "FAPI1-ADV-5.1.1", origin.Request?.State, "the state"),
        })
        {
            if (of is null)
            {
                if (origin.IsFromBrowser)
                {
                    checks.Expect(!token.Claims.ContainsKey(claim), requirement, $"`{claim}` is absent, as {what} is", JsonText.Show(token.Claims[claim]));
                }
            }
            else if (origin.IsFromBrowser || token.Claims.ContainsKey(claim))
            {
                checks.Expect(
                    token[claim] == LeftHalfHash(of, token.Algorithm), requirement, $"`{claim}` is the hash of {what}",
                    JsonText.Show(token.Claims[claim]));
            }
        }
    }

    private static void CheckClaims(ModuleContext context, AuthorizationRequest? request, CompactJwt token)
    {
        var checks = context.Checks;
        CheckAcr(checks, request?.Claims?["id_token"]?["acr"], token);
        StandardClaims.CheckTypes(checks, token.Claims, context.Now);
        var unasked = token.Claims.Select(claim => claim.Key).Except(ProtocolClaims).Except(AskedFor(request)).ToList();
        checks.Expect(unasked.Count == 0, "OIDCC-5.4", "No claims come that were not asked for", string.Join(", ", unasked), Severity.Warning);
    }

    // One value or several may be asked for; a server that cannot give any of them may leave the claim out.
    public static void CheckAcr(CheckLog checks, JsonNode? asked, CompactJwt token)
    {
        if (!token.Claims.ContainsKey("acr"))
        {
            return;
        }
        checks.Expect(token["acr"] is { Length: > 0 }, "OIDCC-2", "`acr` is a text", JsonText.Show(token.Claims["acr"]));
        IReadOnlyList<string> wanted = JsonText.Of(asked?["value"]) is { } one ? [one] : JsonText.List(asked?["values"]);
        if (wanted.Count > 0)
        {
            checks.Expect(
                wanted.Contains(token["acr"] ?? ""), "OIDCC-5.5.1.1", "`acr` is one of the values that were asked for",
                $"asked for {string.Join(", ", wanted)}, received {JsonText.Show(token.Claims["acr"])}");
        }
    }

    // The `claims` parameter of the request, and its members for the id_token.
    private static IEnumerable<string> AskedFor(AuthorizationRequest? request) =>
        request?.Claims?["id_token"] is JsonObject asked ? asked.Select(claim => claim.Key) : [];

    private static IReadOnlyList<string> Audience(CompactJwt token) => token["aud"] is { } one ? [one] : JsonText.List(token.Claims["aud"]);

    // Half of the hash that belongs to the signature's algorithm: Ed25519 hashes with SHA-512, the others with SHA-256.
    private static string LeftHalfHash(string text, string? algorithm)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var hash = algorithm is "EdDSA" or "Ed25519" ? SHA512.HashData(bytes) : SHA256.HashData(bytes);
        return Base64UrlText.Encode(hash.AsSpan(0, hash.Length / 2));
    }

    private static string Show(CompactJwt token, string claim) => token.Time(claim)?.ToString("u", CultureInfo.InvariantCulture) ?? JsonText.Show(token.Claims[claim]);
}
