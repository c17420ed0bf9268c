using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>A JWT before it is signed: every header member and claim can still be changed, left out or made nonsense.</summary>
public sealed class JwtDraft(JsonObject header, JsonObject claims, SigningKey key)
{
    public JsonObject Header { get; } = header;

    public JsonObject Claims { get; } = claims;

    /// <summary>The key that signs; the `alg` header says how, whether that is allowed or not.</summary>
    public SigningKey Key { get; set; } = key;

    /// <summary>The exact header text, instead of <see cref="Header"/>.</summary>
    public string? HeaderText { get; set; }

    /// <summary>The exact payload text, instead of <see cref="Claims"/>.</summary>
    public string? ClaimsText { get; set; }

    /// <summary>What is done to the finished token before it is sent.</summary>
    public Func<string, string> Afterwards { get; set; } = token => token;

    public string Sign()
    {
        var header = HeaderText ?? Header.ToJsonString();
        var input = Base64Url.Encode(header) + "." + Base64Url.Encode(ClaimsText ?? Claims.ToJsonString());
        var algorithm = Header["alg"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : Key.Algorithm;
        return Afterwards(input + "." + Base64Url.Encode(Key.Sign(algorithm, Encoding.ASCII.GetBytes(input))));
    }

    /// <summary>For <see cref="Afterwards"/>: a signature that is no longer the key's.</summary>
    public static string DamageSignature(string token)
    {
        var dot = token.LastIndexOf('.');
        var signature = Base64Url.Decode(token[(dot + 1)..]);
        signature[signature.Length / 2] ^= 0x5A;
        return token[..(dot + 1)] + Base64Url.Encode(signature);
    }
}
