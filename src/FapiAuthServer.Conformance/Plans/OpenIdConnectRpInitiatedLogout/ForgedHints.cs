using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Jose;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectRpInitiatedLogout;

/// <summary>id_tokens that the server did not sign.</summary>
internal static class ForgedHints
{
    public static string Unsigned(string token) => $"{Base64UrlText.Encode("""{"alg":"none"}""")}.{Claims(token)}.";

    /// <summary>Signed with what the client has: the secret it shares with the server, else its own key.</summary>
    public static string SignedBy(ClientConfiguration client, string token)
    {
        if (client.Secret is null)
        {
            var jwt = CompactJwt.TryParse(token)!;
            return new JwtDraft(jwt.Header.DeepClone().AsObject(), jwt.Claims.DeepClone().AsObject(), client.Key!).Sign();
        }
        var input = $"{Base64UrlText.Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Claims(token)}";
        return $"{input}.{Base64UrlText.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(client.Secret), Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Claims(string token) => token.Split('.')[1];
}
