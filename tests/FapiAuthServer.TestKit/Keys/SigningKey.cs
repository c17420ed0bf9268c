using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.TestKit.Keys;

/// <summary>A private key that signs whatever it is told to, with whatever algorithm: what a careless or hostile client would do.</summary>
public sealed record SigningKey
{
    private readonly RSA? rsa;
    private readonly ECDsa? ec;

    private SigningKey(RSA? rsa, ECDsa? ec, string keyId, string algorithm)
    {
        this.rsa = rsa;
        this.ec = ec;
        KeyId = keyId;
        Algorithm = algorithm;
    }

    public string KeyId { get; init; }

    public string Algorithm { get; init; }

    public string Thumbprint => ThumbprintOf(PublicMembers());

    public static SigningKey NewEs256() => NewEc(ECCurve.NamedCurves.nistP256, "ES256");

    public static SigningKey NewPs256(int bits = 2048) => new(RSA.Create(bits), null, NewKeyId(), "PS256");

    public static SigningKey NewEc(ECCurve curve, string algorithm) => new(null, ECDsa.Create(curve), NewKeyId(), algorithm);

    public static SigningKey FromJwk(JsonObject jwk)
    {
        var keyId = (string?)jwk["kid"] ?? NewKeyId();
        return (string?)jwk["kty"] switch
        {
            "RSA" => new SigningKey(RSA.Create(RsaParameters(jwk)), null, keyId, (string?)jwk["alg"] ?? "PS256"),
            "EC" => new SigningKey(null, ECDsa.Create(EcParameters(jwk)), keyId, (string?)jwk["alg"] ?? "ES256"),
            var other => throw new NotSupportedException($"No key of type {other} is read here."),
        };
    }

    /// <summary>RFC 7638: the hash of the required members alone, in the order of their names.</summary>
    public static string ThumbprintOf(JsonObject jwk)
    {
        var input = (string?)jwk["kty"] == "RSA"
            ? $$"""{"e":"{{jwk["e"]}}","kty":"RSA","n":"{{jwk["n"]}}"}"""
            : $$"""{"crv":"{{jwk["crv"]}}","kty":"EC","x":"{{jwk["x"]}}","y":"{{jwk["y"]}}"}""";
        return Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(input)));
    }

    public JsonObject PublicJwk()
    {
        var jwk = PublicMembers();
        jwk["kid"] = KeyId;
        jwk["alg"] = Algorithm;
        jwk["use"] = "sig";
        return jwk;
    }

    /// <summary>Only the members a thumbprint covers: what a DPoP proof carries.</summary>
    public JsonObject PublicMembers()
    {
        if (rsa is not null)
        {
            var parameters = rsa.ExportParameters(includePrivateParameters: false);
            return new JsonObject
            {
                ["kty"] = "RSA",
                ["n"] = Base64Url.Encode(parameters.Modulus),
                ["e"] = Base64Url.Encode(parameters.Exponent),
            };
        }
        var point = ec!.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = CurveName(point.Q.X!.Length),
            ["x"] = Base64Url.Encode(point.Q.X),
            ["y"] = Base64Url.Encode(point.Q.Y),
        };
    }

    /// <summary>With the private part, for the test that puts it where it must never be.</summary>
    public JsonObject PrivateJwk()
    {
        var jwk = PublicJwk();
        jwk["d"] = Base64Url.Encode(rsa is not null ? rsa.ExportParameters(true).D : ec!.ExportParameters(true).D);
        return jwk;
    }

    /// <summary>With all that another library needs to import the key.</summary>
    public JsonObject PrivateJwkInFull()
    {
        var jwk = PrivateJwk();
        if (rsa is not null)
        {
            var parameters = rsa.ExportParameters(includePrivateParameters: true);
            jwk["p"] = Base64Url.Encode(parameters.P);
            jwk["q"] = Base64Url.Encode(parameters.Q);
            jwk["dp"] = Base64Url.Encode(parameters.DP);
            jwk["dq"] = Base64Url.Encode(parameters.DQ);
            jwk["qi"] = Base64Url.Encode(parameters.InverseQ);
        }
        return jwk;
    }

    public byte[] Sign(string algorithm, byte[] data) => algorithm switch
    {
        "none" => [],
        "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(PublicJwk().ToJsonString()), data),
        "RS256" => rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS384" => rsa!.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        "ES384" => ec!.SignData(data, HashAlgorithmName.SHA384),
        _ when rsa is not null => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => ec!.SignData(data, HashAlgorithmName.SHA256),
    };

    /// <summary>The key as the key of a certificate.</summary>
    public CertificateRequestKey ForCertificate() => new(rsa, ec);

    private static string NewKeyId() => Base64Url.Encode(RandomNumberGenerator.GetBytes(8));

    private static string CurveName(int coordinateLength) => coordinateLength switch
    {
        32 => "P-256",
        48 => "P-384",
        66 => "P-521",
        _ => throw new NotSupportedException($"No curve has coordinates of {coordinateLength} bytes here."),
    };

    private static RSAParameters RsaParameters(JsonObject jwk) => new()
    {
        Modulus = Member(jwk, "n"),
        Exponent = Member(jwk, "e"),
        D = Member(jwk, "d"),
        P = Member(jwk, "p"),
        Q = Member(jwk, "q"),
        DP = Member(jwk, "dp"),
        DQ = Member(jwk, "dq"),
        InverseQ = Member(jwk, "qi"),
    };

    private static ECParameters EcParameters(JsonObject jwk) => new()
    {
        Curve = (string?)jwk["crv"] switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            var other => throw new NotSupportedException($"No key on curve {other} is read here."),
        },
        Q = new ECPoint { X = Member(jwk, "x"), Y = Member(jwk, "y") },
        D = Member(jwk, "d"),
    };

    private static byte[] Member(JsonObject jwk, string name) =>
        Base64Url.Decode((string?)jwk[name] ?? throw new FormatException($"The key has no member {name}."));
}
