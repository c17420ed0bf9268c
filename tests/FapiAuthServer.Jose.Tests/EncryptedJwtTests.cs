using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

/// <summary>Encrypted JWTs as they should be: ours are read elsewhere, and those of others here.</summary>
public sealed class EncryptedJwtTests
{
    [Theory]
    [InlineData(ForeignJwts.RsaKey, ForeignJwts.RsaEncrypted, JweAlgorithms.RsaOaep256, "rsa-1")]
    [InlineData(ForeignJwts.EcKey, ForeignJwts.EcEncrypted, JweAlgorithms.EcdhEs, "ec-1")]
    public void What_another_implementation_made_is_read_and_verified(string jwk, string token, string algorithm, string kid)
    {
        var key = DecryptionKey.FromJwk(Tokens.Json(jwk)).Value!;

        var encrypted = EncryptedJwt.Parse(token).Value!;
        var inner = encrypted.Decrypt([DecryptionKey.Generate(algorithm), key]).Value!;

        Assert.Equal((algorithm, JweAlgorithms.A256Gcm, kid), (encrypted.Algorithm, encrypted.ContentEncryption, encrypted.KeyId));
        Assert.Equal("client-1", inner.GetString("client_id"));
        Assert.True(inner.VerifySignature(VerificationKey.FromJwk(Tokens.Json(ForeignJwts.SignatureKey)).Value!));
    }

    [Theory]
    [InlineData(JweAlgorithms.RsaOaep256)]
    [InlineData(JweAlgorithms.EcdhEs)]
    public void What_we_make_another_library_reads(string algorithm)
    {
        var key = Encrypted.KeyFor(algorithm);

        var token = EncryptedJwt.Encrypt(ForeignJwts.Signed, Encrypted.RecipientOf(key));

        Assert.Equal(ForeignJwts.Signed, global::Jose.JWT.Decode(token, global::Jose.Jwk.FromJson(key.PrivateJwk())));
    }

    [Theory]
    [InlineData(JweAlgorithms.RsaOaep256)]
    [InlineData(JweAlgorithms.EcdhEs)]
    public void What_another_library_makes_we_read(string algorithm)
    {
        var token = Encrypted.Elsewhere(ForeignJwts.Signed, algorithm);

        var inner = EncryptedJwt.Parse(token).Value!.Decrypt([Encrypted.KeyFor(algorithm)]);

        Assert.Equal("client-1", inner.Value?.GetString("client_id"));
    }

    [Theory]
    [InlineData(JweAlgorithms.RsaOaep256)]
    [InlineData(JweAlgorithms.EcdhEs)]
    public void The_header_says_which_key_was_used_and_what_is_inside(string algorithm)
    {
        var key = Encrypted.KeyFor(algorithm);

        var header = Encrypted.HeaderOf(EncryptedJwt.Encrypt(ForeignJwts.Signed, Encrypted.RecipientOf(key)));

        Assert.Equal(
            (algorithm, "A256GCM", key.Kid, "JWT"),
            ((string?)header["alg"], (string?)header["enc"], (string?)header["kid"], (string?)header["cty"]));
        Assert.Equal(algorithm == JweAlgorithms.EcdhEs, header.ContainsKey("epk"));
        Assert.Null(header["epk"]?["d"]);
    }

    [Theory]
    [InlineData(JweAlgorithms.RsaOaep256)]
    [InlineData(JweAlgorithms.EcdhEs)]
    public void Nothing_is_used_twice(string algorithm)
    {
        var recipient = Encrypted.RecipientOf(Encrypted.KeyFor(algorithm));

        var first = EncryptedJwt.Encrypt(ForeignJwts.Signed, recipient).Split('.');
        var second = EncryptedJwt.Encrypt(ForeignJwts.Signed, recipient).Split('.');

        Assert.NotEqual(first[algorithm == JweAlgorithms.EcdhEs ? 0 : 1], second[algorithm == JweAlgorithms.EcdhEs ? 0 : 1]);
        Assert.NotEqual(first[2], second[2]);
        Assert.NotEqual(first[3], second[3]);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("application/jwt")]
    [InlineData(null)]
    public void A_signed_JWT_inside_may_be_announced_in_any_letters(string? contentType)
    {
        var token = Encrypted.Elsewhere(ForeignJwts.Signed, JweAlgorithms.EcdhEs, header =>
        {
            header.Remove("cty");
            if (contentType is not null)
                header["cty"] = contentType;
        });

        Assert.True(EncryptedJwt.Parse(token).Value!.Decrypt([Encrypted.Ec]).IsValid);
    }

    [Fact]
    public void Without_a_kid_the_key_of_the_algorithm_is_taken()
    {
        var token = Encrypted.Elsewhere(ForeignJwts.Signed, JweAlgorithms.RsaOaep256, header => header.Remove("kid"));

        Assert.True(EncryptedJwt.Parse(token).Value!.Decrypt([Encrypted.Ec, Encrypted.Rsa]).IsValid);
    }

    // RFC 7518, appendix C: Alice agrees on a key with Bob.
    [Fact]
    public void Rfc7518_C_key_agreement()
    {
        using var alice = Encrypted.AgreementKey("""
            {"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}
            """);
        using var bob = Encrypted.AgreementKey("""
            {"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}
            """);
        using var bobInPublic = bob.PublicKey;
        using var aliceInPublic = alice.PublicKey;

        var derivedByAlice = KeyAgreement.DeriveKey(alice, bobInPublic, "A128GCM", 16, "Alice"u8, "Bob"u8);
        var derivedByBob = KeyAgreement.DeriveKey(bob, aliceInPublic, "A128GCM", 16, "Alice"u8, "Bob"u8);

        Assert.Equal("VqqN6vgjbSBcIijNcacQGg", Base64UrlText.Encode(derivedByAlice));
        Assert.Equal(derivedByAlice, derivedByBob);
    }

    [Theory]
    [InlineData(JweAlgorithms.RsaOaep256)]
    [InlineData(JweAlgorithms.EcdhEs)]
    public void A_key_survives_its_JWK(string algorithm)
    {
        var key = Encrypted.KeyFor(algorithm);

        var again = DecryptionKey.FromJwk(Tokens.Json(key.PrivateJwk())).Value!;
        var published = JsonNode.Parse(key.PublicJwk())!.AsObject();

        Assert.Equal((key.Kid, algorithm), (again.Kid, again.Algorithm));
        Assert.True(EncryptedJwt.Parse(Encrypted.Elsewhere(ForeignJwts.Signed, algorithm)).Value!.Decrypt([again]).IsValid);
        Assert.Equal(("enc", algorithm), ((string?)published["use"], (string?)published["alg"]));
        Assert.False(PublicKeyMaterial.HoldsSecret(Tokens.Json(key.PublicJwk())));
    }

    [Theory]
    [InlineData("\"use\":\"enc\"", "\"use\":\"sig\"", JoseError.KeyUnsuitable)]
    [InlineData("\"alg\":\"ECDH-ES\"", "\"alg\":\"ES256\"", JoseError.KeyUnsuitable)]
    [InlineData("\"d\":", "\"e\":", JoseError.KeyUnsuitable)]
    [InlineData("\"crv\":\"P-256\"", "\"crv\":\"P-384\"", JoseError.KeyUnsuitable)]
    public void A_private_JWK_for_something_else_is_refused(string member, string replacement, JoseError expected)
    {
        var jwk = Encrypted.Ec.PrivateJwk();
        Assert.Contains(member, jwk, StringComparison.Ordinal);

        Assert.Equal(expected, DecryptionKey.FromJwk(Tokens.Json(jwk.Replace(member, replacement, StringComparison.Ordinal))).Error);
    }
}
