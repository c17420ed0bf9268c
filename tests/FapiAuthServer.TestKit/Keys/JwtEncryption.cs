using System.Text.Json.Nodes;
using Jose;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>Encrypts what a client sends, by whichever algorithm, allowed or not; with another library than the server's.</summary>
public static class JwtEncryption
{
    /// <summary>The server's published key for an algorithm.</summary>
    public static JsonObject KeyFor(JsonObject jwks, string algorithm) =>
        jwks["keys"]!.AsArray().OfType<JsonObject>().Single(key => (string?)key["use"] == "enc" && (string?)key["alg"] == algorithm);

    /// <summary>To the server's key for the algorithm, as a client should.</summary>
    public static string Encrypt(string token, JsonObject jwks, string algorithm) => Encrypt(token, KeyFor(jwks, algorithm), algorithm, "A256GCM");

    /// <summary>To any key, by any algorithm; <paramref name="header"/> is added to the header, and null takes a member away.</summary>
    public static string Encrypt(string token, JsonObject key, string algorithm, string encryption, bool compressed = false, JsonObject? header = null)
    {
        var extra = new Dictionary<string, object> { ["kid"] = (string)key["kid"]!, ["cty"] = "JWT" };
        foreach (var (name, value) in header ?? [])
        {
            extra.Remove(name);
            if (value is not null)
            {
                extra[name] = value.GetValue<string>();
            }
        }
        return JWT.Encode(
            token,
            Jwk.FromJson(key.ToJsonString()),
            Algorithms[algorithm],
            Encryptions[encryption],
            compressed ? JweCompression.DEF : null,
            extra);
    }

    private static readonly Dictionary<string, JweAlgorithm> Algorithms = new()
    {
        ["RSA-OAEP-256"] = JweAlgorithm.RSA_OAEP_256,
        ["RSA-OAEP"] = JweAlgorithm.RSA_OAEP,
        ["RSA1_5"] = JweAlgorithm.RSA1_5,
        ["ECDH-ES"] = JweAlgorithm.ECDH_ES,
        ["ECDH-ES+A256KW"] = JweAlgorithm.ECDH_ES_A256KW,
        ["dir"] = JweAlgorithm.DIR,
    };

    private static readonly Dictionary<string, JweEncryption> Encryptions = new()
    {
        ["A256GCM"] = JweEncryption.A256GCM,
        ["A128GCM"] = JweEncryption.A128GCM,
        ["A128CBC-HS256"] = JweEncryption.A128CBC_HS256,
    };
}
