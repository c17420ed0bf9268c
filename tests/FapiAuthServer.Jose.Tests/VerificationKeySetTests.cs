using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

public sealed class VerificationKeySetTests
{
    [Fact]
    public void Key_is_found_by_kid()
    {
        var set = Tokens.SetOf(TestKeys.Ec, TestKeys.OtherEc, TestKeys.Rsa);
        Assert.Equal(TestKeys.OtherEc.Thumbprint, set.Find(TestKeys.OtherEc.Kid, "ES256").Value!.Thumbprint);
    }

    [Fact]
    public void Unknown_kid_is_not_replaced_by_another_key()
        => Assert.Equal(JoseError.KeyNotFound, Tokens.SetOf(TestKeys.Ec).Find("unknown", "ES256").Error);

    [Fact]
    public void Without_kid_the_only_suitable_key_is_found()
        => Assert.Equal(TestKeys.Ec.Thumbprint, Tokens.SetOf(TestKeys.Ec, TestKeys.Rsa).Find(null, "ES256").Value!.Thumbprint);

    [Fact]
    public void Without_kid_two_suitable_keys_are_ambiguous()
        => Assert.Equal(JoseError.KeyAmbiguous, Tokens.SetOf(TestKeys.Ec, TestKeys.OtherEc).Find(null, "ES256").Error);

    [Fact]
    public void Kid_of_a_key_for_another_algorithm_is_unsuitable()
        => Assert.Equal(JoseError.KeyUnsuitable, Tokens.SetOf(TestKeys.Rsa).Find(TestKeys.Rsa.Kid, "ES256").Error);

    // CVE-2026-27962: no keys means nothing verifies.
    [Fact]
    public void Empty_set_verifies_nothing()
        => Assert.Equal(JoseError.KeyNotFound, Parse("""{"keys":[]}""").Find(null, "ES256").Error);

    [Fact]
    public void Encryption_keys_are_never_used_for_signatures()
    {
        var jwk = Public(TestKeys.Rsa);
        jwk["use"] = "enc";
        jwk.Remove("alg");
        var set = Parse(Jwks(jwk));
        Assert.Empty(set.Keys);
        Assert.False(set.Find(TestKeys.Rsa.Kid, "PS256").IsValid);
    }

    [Fact]
    public void Keys_of_types_and_curves_not_supported_are_ignored()
    {
        var set = Parse("""
            {"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"},
                     {"kty":"EC","crv":"P-384","x":"AA","y":"AA","kid":"b"},{"kty":"AKP","kid":"c"},{"kid":"d"},
            """ + TestKeys.Ec.PublicJwk() + "]}");
        Assert.Equal(TestKeys.Ec.Kid, Assert.Single(set.Keys).Kid);
    }

    [Fact]
    public void Private_and_symmetric_keys_spoil_the_set()
    {
        Refused(JoseError.KeyUnsuitable, "{\"keys\":[" + TestKeys.Ec.PublicJwk() + "," + TestKeys.OtherEc.PrivateJwk() + "]}");
        Refused(JoseError.KeyUnsuitable, """{"keys":[{"kty":"oct","k":"AAAA"}]}""");
        Refused(JoseError.KeyUnsuitable, """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}]}""");
    }

    [Fact]
    public void Weak_signature_key_spoils_the_set()
        => Refused(JoseError.KeyUnsuitable, """{"keys":[{"kty":"RSA","e":"AQAB","n":"wQAB","kid":"weak"}]}""");

    [Fact]
    public void Two_keys_with_one_kid_spoil_the_set_unless_they_differ_in_type()
    {
        var first = Public(TestKeys.Ec);
        var second = Public(TestKeys.OtherEc);
        var third = Public(TestKeys.Rsa);
        foreach (var jwk in (JsonObject[])[first, second, third])
            jwk["kid"] = "same";
        Refused(JoseError.KeyAmbiguous, Jwks(first, second));
        Assert.Equal(TestKeys.Ec.Thumbprint, Parse(Jwks(first, third)).Find("same", "ES256").Value!.Thumbprint);
        Assert.Equal(TestKeys.Rsa.Thumbprint, Parse(Jwks(first, third)).Find("same", "PS256").Value!.Thumbprint);
    }

    [Fact]
    public void Size_and_number_of_keys_are_bounded()
    {
        Refused(JoseError.TooLarge, "{\"keys\":[" + string.Join(',', Enumerable.Repeat("{\"kty\":\"x\"}", 33)) + "]}");
        Refused(JoseError.TooLarge, "{\"keys\":[],\"x\":\"" + new string('a', 64 * 1024) + "\"}");
        Refused(JoseError.TooLarge, "{\"keys\":[],\"x\":\"" + new string('\u00e9', 40 * 1024) + "\"}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[1]}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[[[[[[[[[]]]]]]]]]}""")]
    [InlineData("""{"keys":[{"kty":"EC","kty":"RSA"}]}""")]
    public void Malformed_set_is_refused(string jwks) => Refused(JoseError.Malformed, jwks);

    private static JsonObject Public(PrivateKey key) => JsonNode.Parse(key.PublicJwk())!.AsObject();

    private static string Jwks(params JsonObject[] keys)
        => new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.DeepClone())]) }.ToJsonString();

    private static VerificationKeySet Parse(string jwks)
    {
        var set = VerificationKeySet.Parse(jwks);
        Assert.True(set.IsValid, set.Description);
        return set.Value;
    }

    private static void Refused(JoseError error, string jwks) => Assert.Equal(error, VerificationKeySet.Parse(jwks).Error);
}
