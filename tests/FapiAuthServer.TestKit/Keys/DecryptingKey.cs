using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Jose;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>A client's private key that responses are encrypted to; another library than the server's opens them.</summary>
public sealed class DecryptingKey
{
    private readonly Jwk key;
    private readonly JsonObject published;

    private DecryptingKey(Jwk key, JsonObject published, string algorithm)
    {
        this.key = key;
        this.published = published;
        published["kid"] = Base64Url.Encode(RandomNumberGenerator.GetBytes(8));
        published["use"] = "enc";
        published["alg"] = algorithm;
    }

    public string KeyId => (string)published["kid"]!;

    public string Algorithm => (string)published["alg"]!;

    /// <summary>For RSA-OAEP-256 or ECDH-ES.</summary>
    public static DecryptingKey New(string algorithm)
    {
        var signing = algorithm == "ECDH-ES" ? SigningKey.NewEs256() : SigningKey.NewPs256();
        return new DecryptingKey(Jwk.FromJson(signing.PrivateJwkInFull().ToJsonString()), signing.PublicMembers(), algorithm);
    }

    public JsonObject PublicJwk() => published.DeepClone().AsObject();

    /// <summary>The signed JWT inside; throws when the token was not encrypted to this key with A256GCM.</summary>
    public string Open(string token)
    {
        var header = HeaderOf(token);
        return ((string?)header["kid"], (string?)header["alg"], (string?)header["enc"], (string?)header["cty"]) == (KeyId, Algorithm, "A256GCM", "JWT")
            ? JWT.Decode(token, key)
            : throw new FormatException($"The token's header is {header.ToJsonString()}");
    }

    public static JsonObject HeaderOf(string token) => JsonNode.Parse(Base64Url.DecodeText(token.Split('.')[0]))!.AsObject();
}
