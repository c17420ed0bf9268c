using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

public sealed class PrivateKeyTests
{
    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Key_survives_being_written_and_read(string algorithm)
    {
        var key = PrivateKey.Generate(algorithm, "my-key");
        var copy = PrivateKey.FromJwk(Tokens.Json(key.PrivateJwk()));

        Assert.True(copy.IsValid, copy.Description);
        Assert.Equal("my-key", copy.Value.Kid);
        Assert.Equal(algorithm, copy.Value.Algorithm);
        Assert.Equal(key.Thumbprint, copy.Value.Thumbprint);
        Assert.True(Tokens.SetOf(key).Keys[0].Verify(algorithm, [1], copy.Value.Sign([1])));
    }

    [Fact]
    public void Public_jwk_holds_nothing_private()
    {
        foreach (var key in (PrivateKey[])[TestKeys.Rsa, TestKeys.Ec])
            Assert.Equal(key.Thumbprint, VerificationKey.FromJwk(Tokens.Json(key.PublicJwk())).Value!.Thumbprint);
    }

    [Fact]
    public void Kid_defaults_to_the_thumbprint() => Assert.Equal(TestKeys.Ec.Thumbprint, TestKeys.Ec.Kid);

    [Theory]
    [InlineData("RS256")]
    [InlineData("none")]
    public void Other_algorithms_cannot_be_made(string algorithm)
        => Assert.Throws<ArgumentOutOfRangeException>(() => PrivateKey.Generate(algorithm));

    [Fact]
    public void Key_on_another_curve_is_refused()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => PrivateKey.From(ec));
    }

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Public_incomplete_or_inconsistent_keys_are_refused(string algorithm)
    {
        var key = TestKeys.For(algorithm);
        Assert.False(PrivateKey.FromJwk(Tokens.Json(key.PublicJwk())).IsValid);
        var other = JsonNode.Parse(key.PrivateJwk())!.AsObject();
        other["d"] = "AQAB";
        Assert.False(PrivateKey.FromJwk(Tokens.Json(other.ToJsonString())).IsValid);
        var renamed = JsonNode.Parse(key.PrivateJwk())!.AsObject();
        renamed["alg"] = "RS256";
        Assert.Equal(JoseError.KeyUnsuitable, PrivateKey.FromJwk(Tokens.Json(renamed.ToJsonString())).Error);
    }

    [Fact]
    public void Mismatched_private_and_public_halves_are_refused()
    {
        var jwk = JsonNode.Parse(TestKeys.Ec.PrivateJwk())!.AsObject();
        jwk["d"] = JsonNode.Parse(TestKeys.OtherEc.PrivateJwk())!["d"]!.GetValue<string>();
        Assert.False(PrivateKey.FromJwk(Tokens.Json(jwk.ToJsonString())).IsValid);
    }

    [Fact]
    public void Signing_keys_of_a_set_are_read_and_encryption_keys_left_out()
    {
        var encryption = JsonNode.Parse(TestKeys.Rsa.PrivateJwk())!.AsObject();
        encryption["use"] = "enc";
        encryption["alg"] = "RSA-OAEP";
        var keys = PrivateKey.FromJwks("{\"keys\":[" + encryption.ToJsonString() + "," + TestKeys.Ec.PrivateJwk() + "]}");
        Assert.Equal(TestKeys.Ec.Thumbprint, Assert.Single(keys).Thumbprint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"keys":[{"kty":"EC"}]}""")]
    [InlineData("""{"keys":[1]}""")]
    public void Broken_set_is_refused(string json) => Assert.Throws<FormatException>(() => PrivateKey.FromJwks(json));

    [Fact]
    public void Compact_header_holds_alg_and_kid_and_what_is_added()
    {
        var jws = CompactJws.Parse(TestKeys.Ec.SignCompact(new JsonObject { ["typ"] = "x+jwt", ["alg"] = "none" }, [])).Value!;
        Assert.Equal("ES256", jws.Algorithm);
        Assert.Equal(TestKeys.Ec.Kid, jws.KeyId);
        Assert.Equal("x+jwt", jws.Type);
        Assert.Null(CompactJws.Parse(TestKeys.Ec.SignCompact(new JsonObject { ["kid"] = null }, [])).Value!.KeyId);
    }

    [Fact]
    public void One_key_signs_on_many_threads()
    {
        var verifier = Tokens.SetOf(TestKeys.Ec).Keys[0];
        Parallel.For(0, 400, i => Assert.True(verifier.Verify("ES256", [(byte)i], TestKeys.Ec.Sign([(byte)i]))));
    }
}
