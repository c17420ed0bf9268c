using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Jose;

/// <summary>A JWT before it is signed: every header member and claim can still be changed, left out or made nonsense.</summary>
public sealed class JwtDraft(JsonObject header, JsonObject claims, SigningKey key)
{
    public JsonObject Header { get; } = header;

    public JsonObject Claims { get; } = claims;

    /// <summary>The key that signs; the `alg` header says how, and the key's own algorithm where there is none.</summary>
    public SigningKey Key { get; set; } = key;

    /// <summary>What is done to the finished text before it is sent.</summary>
    public Func<string, string>? Afterwards { get; set; }

    public string Sign()
    {
        var algorithm = JsonText.Of(Header["alg"]) ?? Key.Algorithm;
        var input = $"{Base64UrlText.Encode(Header.ToJsonString())}.{Base64UrlText.Encode(Claims.ToJsonString())}";
        var token = $"{input}.{Base64UrlText.Encode(Key.Sign(algorithm, input))}";
        return Afterwards is null ? token : Afterwards(token);
    }

    /// <summary>For <see cref="Afterwards"/>: well-formed still, but no longer signed by the key.</summary>
    public static string DamageSignature(string token)
    {
        var dot = token.LastIndexOf('.');
        var signature = Base64UrlText.TryDecode(token[(dot + 1)..])!;
        signature[signature.Length / 2] ^= 0x5A;
        return token[..(dot + 1)] + Base64UrlText.Encode(signature);
    }
}
