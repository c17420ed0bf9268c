using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FapiAuthServer.Jose;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace FapiAuthServer.Keys;

/// <summary>
/// The key of an issuer whose ID tokens may be signed by RS256. Kept apart from the keys of all other algorithms, whose
/// library does not know RS256: nothing that a client signs can ever be verified by it.
/// </summary>
internal sealed class Rs256Key : IDisposable
{
    public const string Algorithm = SecurityAlgorithms.RsaSha256;
    private const int Bits = 2048;

    private readonly JsonWebKey jwk;
    private readonly SignatureProvider provider;

    private Rs256Key(JsonWebKey jwk)
    {
        this.jwk = jwk;
        provider = CryptoProviderFactory.Default.CreateForSigning(jwk, Algorithm, cacheProvider: false);
    }

    public string Kid => jwk.Kid;

    public static Rs256Key Generate()
    {
        using var rsa = RSA.Create(Bits);
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)));
        jwk.Kid = Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint());
        jwk.Alg = Algorithm;
        jwk.Use = JsonWebKeyUseNames.Sig;
        return new Rs256Key(jwk);
    }

    public static Rs256Key FromJwk(string privateJwk) => new(new JsonWebKey(privateJwk));

    public byte[] Sign(byte[] input) => provider.Sign(input);

    /// <summary>Whether this key signed the token.</summary>
    public bool Verifies(CompactJws jws, string token)
    {
        if (jws.Algorithm != Algorithm || jws.KeyId != Kid)
            return false;

        var end = token.LastIndexOf('.');
        using var rsa = RSA.Create(new RSAParameters { Modulus = WebEncoders.Base64UrlDecode(jwk.N), Exponent = WebEncoders.Base64UrlDecode(jwk.E) });
        return rsa.VerifyData(Encoding.ASCII.GetBytes(token[..end]), WebEncoders.Base64UrlDecode(token[(end + 1)..]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public string PublicJwk() => Serialize(new() { ["kty"] = "RSA", ["n"] = jwk.N, ["e"] = jwk.E });

    /// <summary>The key with its private members. Keep it secret.</summary>
    public string PrivateJwk() => Serialize(new()
    {
        ["kty"] = "RSA",
        ["n"] = jwk.N,
        ["e"] = jwk.E,
        ["d"] = jwk.D,
        ["p"] = jwk.P,
        ["q"] = jwk.Q,
        ["dp"] = jwk.DP,
        ["dq"] = jwk.DQ,
        ["qi"] = jwk.QI,
    });

    public void Dispose() => provider.Dispose();

    private string Serialize(Dictionary<string, string> members)
    {
        members["kid"] = Kid;
        members["alg"] = Algorithm;
        members["use"] = JsonWebKeyUseNames.Sig;
        return JsonSerializer.Serialize(members);
    }
}
