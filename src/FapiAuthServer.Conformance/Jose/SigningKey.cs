using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Jose;

/// <summary>A private key that signs whatever it is told to, with whatever algorithm its type allows.</summary>
public sealed class SigningKey
{
    private readonly RSA? rsa;
    private readonly ECDsa? ec;
    private readonly Lock signing = new(); // Modules side by side share keys, and the platform's do not promise to be shared.

    private SigningKey(RSA? rsa, ECDsa? ec, string? keyId, string algorithm)
    {
        this.rsa = rsa;
        this.ec = ec;
        KeyId = keyId;
        Algorithm = algorithm;
    }

    public string? KeyId { get; }

    /// <summary>The algorithm the key is meant for.</summary>
    public string Algorithm { get; }

    public bool IsRsa => rsa is not null;

    public string Thumbprint => JsonWebKey.Thumbprint(PublicJwk());

    /// <summary>A fresh key; the only algorithms are those that FAPI 2.0 allows and the platform has.</summary>
    public static SigningKey New(string algorithm) => algorithm switch
    {
        "PS256" => new SigningKey(RSA.Create(2048), null, null, algorithm),
        "ES256" => new SigningKey(null, ECDsa.Create(ECCurve.NamedCurves.nistP256), null, algorithm),
        _ => throw new ConformanceException($"No key for {algorithm} can be made here; set dpop_signing_alg of the client to PS256 or ES256."),
    };

    /// <summary>Reads a private JWK of type RSA or EC.</summary>
    public static SigningKey FromJwk(JsonObject jwk)
    {
        try
        {
            var keyId = JsonText.Of(jwk["kid"]);
            return JsonText.Of(jwk["kty"]) switch
            {
                "RSA" => new SigningKey(RSA.Create(JsonWebKey.RsaParameters(jwk, withPrivatePart: true)), null, keyId, JsonText.Of(jwk["alg"]) ?? "PS256"),
                "EC" => new SigningKey(null, ECDsa.Create(JsonWebKey.EcParameters(jwk, withPrivatePart: true)), keyId, JsonText.Of(jwk["alg"]) ?? "ES256"),
                var other => throw new FormatException($"a key of type {other ?? "(none)"} cannot sign here, only RSA and EC can"),
            };
        }
        catch (CryptographicException)
        {
            throw new FormatException("the members of the key do not belong together");
        }
    }

    /// <summary>Only the public members that a thumbprint covers: what a DPoP proof carries.</summary>
    public JsonObject PublicJwk()
    {
        if (rsa is not null)
        {
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            return new JsonObject
            {
                ["kty"] = "RSA",
                ["n"] = Base64UrlText.Encode(parameters.Modulus),
                ["e"] = Base64UrlText.Encode(parameters.Exponent),
            };
        }
        var point = ec!.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = JsonWebKey.CurveOf(point.Q.X!.Length),
            ["x"] = Base64UrlText.Encode(point.Q.X),
            ["y"] = Base64UrlText.Encode(point.Q.Y),
        };
    }

    /// <summary>With the private exponent, for the proof that puts it where it must never be.</summary>
    public JsonObject PrivateJwk()
    {
        var jwk = PublicJwk();
        jwk["d"] = Base64UrlText.Encode(rsa is not null ? rsa.ExportParameters(true).D : ec!.ExportParameters(true).D);
        return jwk;
    }

    public byte[] Sign(string algorithm, string input)
    {
        var data = Encoding.UTF8.GetBytes(input);
        lock (signing)
        {
            return Sign(algorithm, data);
        }
    }

    private byte[] Sign(string algorithm, byte[] data) => (algorithm, rsa, ec) switch
    {
        ("none", _, _) => [],
        ("PS256", not null, _) => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        ("RS256", not null, _) => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ("ES256", _, not null) => ec.SignData(data, HashAlgorithmName.SHA256),
        _ => throw new InvalidOperationException($"A key for {Algorithm} cannot sign with {algorithm}."),
    };
}
