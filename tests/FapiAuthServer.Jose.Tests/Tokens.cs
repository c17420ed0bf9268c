using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

/// <summary>Tokens with any header and payload, however wrong.</summary>
internal static class Tokens
{
    public const string Issuer = "https://as.example/fapi2";
    public const string Client = "client-1";
    public const string Resource = "https://rs.example/accounts";
    public const string AccessToken = "an.access.token";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Sign(PrivateKey key, string header, string payload) => SignParts(key, Encode(header), Encode(payload));

    public static string SignParts(PrivateKey key, string header, string payload)
    {
        var input = header + "." + payload;
        return input + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)));
    }

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static VerificationKeySet SetOf(params PrivateKey[] keys)
    {
        var set = VerificationKeySet.Parse("{\"keys\":[" + string.Join(',', keys.Select(key => key.PublicJwk())) + "]}");
        Assert.True(set.IsValid, set.Description);
        return set.Value;
    }

    public static JsonObject ProofHeader(PrivateKey key) => new()
    {
        ["typ"] = "dpop+jwt",
        ["alg"] = key.Algorithm,
        ["jwk"] = PublicJwk(key),
    };

    public static JsonObject ProofClaims() => new()
    {
        ["jti"] = "a-unique-value",
        ["htm"] = "GET",
        ["htu"] = Resource,
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["ath"] = Digests.AccessTokenHash(AccessToken),
    };

    public static JsonObject AssertionClaims() => new()
    {
        ["iss"] = Client,
        ["sub"] = Client,
        ["aud"] = Issuer,
        ["jti"] = "a-unique-value",
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.AddMinutes(1).ToUnixTimeSeconds(),
    };

    public static JsonObject PublicJwk(PrivateKey key)
    {
        var jwk = JsonNode.Parse(key.PublicJwk())!.AsObject();
        jwk.Remove("kid");
        jwk.Remove("alg");
        jwk.Remove("use");
        return jwk;
    }
}
