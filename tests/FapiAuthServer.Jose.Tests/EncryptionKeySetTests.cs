using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

/// <summary>The keys of a client that may be encrypted to, and no others.</summary>
public sealed class EncryptionKeySetTests
{
    [Fact]
    public void The_first_key_meant_for_the_algorithm_is_found_among_others()
    {
        var other = DecryptionKey.Generate(JweAlgorithms.EcdhEs);

        var set = Parse(TestKeys.Ec.PublicJwk(), TestKeys.Rsa.PublicJwk(), Encrypted.Ec.PublicJwk(), other.PublicJwk(), Encrypted.Rsa.PublicJwk());

        Assert.Equal(3, set.Value!.Keys.Count);
        Assert.Equal(Encrypted.Ec.Kid, set.Value.Find(JweAlgorithms.EcdhEs)!.Kid);
        Assert.Equal(Encrypted.Rsa.Kid, set.Value.Find(JweAlgorithms.RsaOaep256)!.Kid);
        Assert.Null(set.Value.Find("RSA1_5"));
    }

    // A key that signs is never encrypted to, though it could be (RFC 8725 §2.4 warns of keys with two uses).
    [Theory]
    [InlineData("use", null)]
    [InlineData("use", "sig")]
    [InlineData("alg", "RSA-OAEP")]
    [InlineData("alg", "ECDH-ES+A256KW")]
    [InlineData("crv", "P-384")]
    [InlineData("kty", "OKP")]
    public void Keys_for_something_else_are_left_out(string member, string? value)
        => Assert.Empty(Parse(With(Encrypted.Ec, member, value)).Value!.Keys);

    [Theory]
    [InlineData("kid", null, JoseError.Malformed)]
    [InlineData("kid", "", JoseError.Malformed)]
    [InlineData("x", "AAAA", JoseError.Malformed)]
    [InlineData("y", "AAAAxSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps", JoseError.KeyUnsuitable)]
    [InlineData("d", "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo", JoseError.KeyUnsuitable)]
    public void Unusable_encryption_keys_spoil_the_set(string member, string? value, JoseError expected)
        => Assert.Equal(expected, Parse(TestKeys.Ec.PublicJwk(), With(Encrypted.Ec, member, value)).Error);

    [Fact]
    public void Small_RSA_keys_are_refused()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(1024);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "enc",
            ["kid"] = "small",
            ["n"] = Base64UrlText.Encode(rsa.ExportParameters(false).Modulus),
            ["e"] = "AQAB",
        };

        Assert.Equal(JoseError.KeyUnsuitable, Parse(jwk.ToJsonString()).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"keys":[1]}""")]
    [InlineData("""{"keys":{}}""")]
    public void What_is_no_set_is_refused(string document) => Assert.Equal(JoseError.Malformed, EncryptionKeySet.Parse(document).Error);

    private static string With(DecryptionKey key, string member, string? value)
    {
        var jwk = JsonNode.Parse(key.PublicJwk())!.AsObject();
        jwk.Remove(member);
        if (value is not null)
            jwk[member] = value;
        return jwk.ToJsonString();
    }

    private static JoseResult<EncryptionKeySet> Parse(params string[] keys) => EncryptionKeySet.Parse($$"""{"keys":[{{string.Join(',', keys)}}]}""");
}
