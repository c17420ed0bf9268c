using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

public sealed class VerificationKeyTests
{
    private static readonly byte[] Data = [1, 2, 3];

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Public_key_verifies_what_its_private_key_signed(string algorithm)
    {
        var key = Import(PublicJwk(algorithm));
        Assert.True(key.Verify(algorithm, Data, TestKeys.For(algorithm).Sign(Data)));
        Assert.False(key.Verify(algorithm, [1, 2], TestKeys.For(algorithm).Sign(Data)));
        Assert.Equal(TestKeys.For(algorithm).Thumbprint, key.Thumbprint);
        Assert.Equal(TestKeys.For(algorithm).Kid, key.Kid);
    }

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void One_key_serves_many_threads(string algorithm)
    {
        var key = Import(PublicJwk(algorithm));
        var signature = TestKeys.For(algorithm).Sign(Data);
        Parallel.For(0, 400, _ => Assert.True(key.Verify(algorithm, Data, signature)));
    }

    [Fact]
    public void Key_registered_for_another_algorithm_never_verifies()
    {
        var rsa = PublicJwk(FapiAlgorithms.PS256);
        rsa["alg"] = "RS256";
        Assert.False(Import(rsa).CanVerify("PS256"));
        Assert.False(Import(rsa).CanVerify("RS256"));
        Assert.False(Import(rsa).Verify("PS256", Data, TestKeys.Rsa.Sign(Data)));

        var ec = PublicJwk(FapiAlgorithms.ES256);
        ec["alg"] = "ES384";
        Assert.False(Import(ec).Verify("ES256", Data, TestKeys.Ec.Sign(Data)));
    }

    [Theory]
    [InlineData("PS256", "ES256")]
    [InlineData("ES256", "PS256")]
    [InlineData("PS256", "HS256")]
    [InlineData("ES256", "none")]
    [InlineData("PS256", "RS256")]
    [InlineData("PS256", "PS384")]
    [InlineData("ES256", "es256")]
    public void Key_does_not_verify_an_algorithm_it_is_not_for(string keyAlgorithm, string algorithm)
    {
        var jwk = PublicJwk(keyAlgorithm);
        jwk.Remove("alg");
        Assert.False(Import(jwk).CanVerify(algorithm));
        Assert.False(Import(jwk).Verify(algorithm, Data, TestKeys.For(keyAlgorithm).Sign(Data)));
    }

    [Theory]
    [InlineData("use", "\"enc\"")]
    [InlineData("key_ops", "[\"encrypt\"]")]
    [InlineData("key_ops", "[]")]
    [InlineData("key_ops", "\"verify\"")]
    public void Key_meant_for_something_else_never_verifies(string member, string value)
    {
        var jwk = PublicJwk(FapiAlgorithms.ES256);
        jwk.Remove("use");
        jwk[member] = JsonNode.Parse(value);
        Assert.False(Import(jwk).CanVerify("ES256"));
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("q")]
    [InlineData("dp")]
    [InlineData("dq")]
    [InlineData("qi")]
    [InlineData("oth")]
    [InlineData("k")]
    public void Private_members_are_refused(string member)
    {
        var jwk = PublicJwk(FapiAlgorithms.PS256);
        jwk[member] = "AQAB";
        Refused(JoseError.KeyUnsuitable, jwk);
    }

    [Fact]
    public void Symmetric_key_is_refused()
        => Refused(JoseError.KeyUnsuitable, new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" });

    [Theory]
    [InlineData(1024, JoseError.KeyUnsuitable)]
    [InlineData(2047, JoseError.KeyUnsuitable)]
    [InlineData(8200, JoseError.Malformed)]
    [InlineData(65536, JoseError.Malformed)]
    public void Rsa_key_outside_2048_to_8192_bits_is_refused(int bits, JoseError error)
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        modulus[^1] = 1;
        Refused(error, new JsonObject { ["kty"] = "RSA", ["e"] = "AQAB", ["n"] = Base64Url.EncodeToString(modulus) });
    }

    [Theory]
    [InlineData("AQ")]
    [InlineData("AA")]
    [InlineData("AAEAAQ")]
    [InlineData("AAAAAAAAAAAB")]
    [InlineData("BA")]
    [InlineData("")]
    [InlineData("AQAB=")]
    public void Rsa_key_with_an_odd_exponent_encoding_or_value_is_refused(string exponent)
    {
        var jwk = PublicJwk(FapiAlgorithms.PS256);
        jwk["e"] = exponent;
        Assert.False(VerificationKey.FromJwk(Tokens.Json(jwk.ToJsonString())).IsValid);
    }

    [Fact]
    public void Second_spelling_of_an_rsa_modulus_is_refused()
    {
        var jwk = PublicJwk(FapiAlgorithms.PS256);
        byte[] padded = [0, .. Base64Url.DecodeFromChars(jwk["n"]!.GetValue<string>())];
        jwk["n"] = Base64Url.EncodeToString(padded);
        Refused(JoseError.Malformed, jwk);
    }

    [Theory]
    [InlineData("P-384")]
    [InlineData("P-521")]
    [InlineData("secp256k1")]
    [InlineData("p-256")]
    [InlineData("")]
    public void Other_curves_are_refused(string curve)
    {
        var jwk = PublicJwk(FapiAlgorithms.ES256);
        jwk["crv"] = curve;
        Refused(JoseError.KeyUnsuitable, jwk);
    }

    [Fact]
    public void Point_that_is_not_on_the_curve_is_refused()
    {
        var jwk = PublicJwk(FapiAlgorithms.ES256);
        var y = Base64Url.DecodeFromChars(jwk["y"]!.GetValue<string>());
        y[31] ^= 1;
        jwk["y"] = Base64Url.EncodeToString(y);
        Refused(JoseError.KeyUnsuitable, jwk);
        jwk["x"] = Base64Url.EncodeToString(new byte[32]);
        jwk["y"] = Base64Url.EncodeToString(new byte[32]);
        Refused(JoseError.KeyUnsuitable, jwk);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(0)]
    public void Coordinates_of_another_size_are_refused(int size)
    {
        var jwk = PublicJwk(FapiAlgorithms.ES256);
        jwk["x"] = Base64Url.EncodeToString(new byte[size]);
        Refused(JoseError.Malformed, jwk);
    }

    [Theory]
    [InlineData("kid", "1")]
    [InlineData("alg", "[]")]
    [InlineData("use", "{}")]
    [InlineData("kty", "1")]
    [InlineData("x", "1")]
    [InlineData("x5c", "\"AAAA\"")]
    [InlineData("x5c", "[]")]
    [InlineData("x5c", "[\"AAAA\"]")]
    [InlineData("x5c", "[1]")]
    public void Members_of_the_wrong_type_are_refused(string member, string value)
    {
        var jwk = PublicJwk(FapiAlgorithms.ES256);
        jwk[member] = JsonNode.Parse(value);
        Refused(JoseError.Malformed, jwk);
    }

    [Fact]
    public void Forged_ecdsa_signatures_of_zeros_and_of_the_curve_order_are_refused()
    {
        var key = Import(PublicJwk(FapiAlgorithms.ES256));
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        Assert.False(key.Verify("ES256", Data, new byte[64]));
        Assert.False(key.Verify("ES256", Data, (byte[])[.. order, .. order]));
        Assert.False(key.Verify("ES256", Data, []));
        Assert.False(key.Verify("ES256", Data, new byte[65]));
    }

    [Fact]
    public void Ecdsa_signature_in_der_form_is_refused()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = Import(JsonNode.Parse(PrivateKey.From(ec).PublicJwk())!.AsObject());
        var der = ec.SignData(Data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Assert.False(key.Verify("ES256", Data, der));
    }

    [Fact]
    public void Rsa_signature_with_other_padding_or_salt_is_refused()
    {
        using var rsa = RSA.Create(2048);
        var key = Import(JsonNode.Parse(PrivateKey.From(rsa).PublicJwk())!.AsObject());
        Assert.True(key.Verify("PS256", Data, rsa.SignData(Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        Assert.False(key.Verify("PS256", Data, rsa.SignData(Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.False(key.Verify("PS256", Data, rsa.SignData(Data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss)));
    }

    [Fact]
    public void Certificate_in_the_jwk_gives_its_thumbprint_and_must_be_for_the_key()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", ec, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Tokens.Now, Tokens.Now.AddDays(1));
        var jwk = JsonNode.Parse(PrivateKey.From(ec).PublicJwk())!.AsObject();
        jwk["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData));
        Assert.Equal(Digests.CertificateThumbprint(certificate), Import(jwk).CertificateThumbprint);

        var other = PublicJwk(FapiAlgorithms.ES256);
        other["x5c"] = jwk["x5c"]!.DeepClone();
        Refused(JoseError.KeyUnsuitable, other);
        Assert.Null(Import(PublicJwk(FapiAlgorithms.ES256)).CertificateThumbprint);
    }

    private static JsonObject PublicJwk(string algorithm) => JsonNode.Parse(TestKeys.For(algorithm).PublicJwk())!.AsObject();

    private static VerificationKey Import(JsonObject jwk)
    {
        var key = VerificationKey.FromJwk(Tokens.Json(jwk.ToJsonString()));
        Assert.True(key.IsValid, key.Description);
        return key.Value;
    }

    private static void Refused(JoseError error, JsonObject jwk)
        => Assert.Equal(error, VerificationKey.FromJwk(Tokens.Json(jwk.ToJsonString())).Error);
}
