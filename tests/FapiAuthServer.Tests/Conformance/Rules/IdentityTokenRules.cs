using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>Section 2.7: every id_token that arrives.</summary>
internal static class IdentityTokenRules
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly string[] Algorithms = ["PS256", "ES256"];
    private static readonly string[] AlgorithmsWithoutFapi = ["RS256", .. Algorithms];
    private static readonly string[] Protocol = ["iss", "sub", "aud", "exp", "iat", "jti", "auth_time", "acr", "amr", "at_hash", "nonce"];

    public static SignedJwt Check(
        TokenResponse tokens, AuthorizationRequest request, FintechClient client, JsonObject keys, DateTimeOffset now, params string[] asked)
    {
        var token = SignedJwt.Parse(tokens.IdToken!);
        Assert.Contains((string?)token.Header["alg"], asked.Contains("sid") ? AlgorithmsWithoutFapi : Algorithms);
        Assert.NotNull((string?)token.Header["kid"]);
        Assert.True(token.IsSignedByOneOf(keys));
        Assert.Equal(client.Metadata.Issuer, token["iss"]);
        Assert.Equal(client.ClientId, token["aud"]);
        Assert.InRange(token["sub"]?.Length ?? 0, 1, 255);
        Assert.All(token["sub"]!, character => Assert.InRange(character, ' ', '~'));
        Assert.Equal(request.Nonce, token["nonce"]);
        Assert.InRange(token.Time("iat")!.Value, now - Skew, now + Skew);
        Assert.InRange(token.Time("exp")!.Value, now, now.AddYears(1));
        Assert.InRange(token.Time("auth_time")!.Value, now.AddYears(-1), now + Skew);
        Assert.NotEmpty(token["acr"] ?? "");
        Assert.All(token.Claims, claim => Assert.Contains(claim.Key, Protocol.Concat(asked)));
        Assert.Equal(LeftHalfHash(tokens.AccessToken), token["at_hash"]);
        return token;
    }

    private static string LeftHalfHash(string text) =>
        Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, 16));
}
