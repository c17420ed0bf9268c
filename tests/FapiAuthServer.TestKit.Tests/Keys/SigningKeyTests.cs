using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.TestKit.Tests.Keys;

public class SigningKeyTests
{
    [Fact]
    public void Thumbprint_of_the_RFC_7638_key_is_the_published_one()
    {
        const string modulus =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs" +
            "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5ha" +
            "jrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        var jwk = new JsonObject { ["kty"] = "RSA", ["n"] = modulus, ["e"] = "AQAB", ["alg"] = "RS256", ["kid"] = "2011-04-29" };

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", SigningKey.ThumbprintOf(jwk));
    }

    [Fact]
    public void Thumbprint_of_the_RFC_9449_key_is_the_published_one()
    {
        var jwk = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
            ["y"] = "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        };

        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", SigningKey.ThumbprintOf(jwk));
    }

    [Fact]
    public void Key_read_back_from_its_JWK_signs_for_the_same_thumbprint()
    {
        var key = SigningKey.NewEs256();

        var copy = SigningKey.FromJwk(key.PrivateJwk());

        Assert.Equal(key.Thumbprint, copy.Thumbprint);
        Assert.True(Signed(copy).IsSignedByOneOf(KeySet(key)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Signature_is_verified_by_its_own_key_only(bool rsa)
    {
        var key = rsa ? SigningKey.NewPs256() : SigningKey.NewEs256();
        var stranger = (rsa ? SigningKey.NewPs256() : SigningKey.NewEs256()) with { KeyId = key.KeyId };
        var token = Signed(key);

        Assert.True(token.IsSignedByOneOf(KeySet(key)));
        Assert.False(token.IsSignedByOneOf(KeySet(stranger)));
        Assert.False(SignedJwt.Parse(JwtDraft.DamageSignature(token.Text)).IsSignedByOneOf(KeySet(key)));
    }

    [Fact]
    public void Signature_of_the_RFC_7515_example_is_verified()
    {
        // RFC 7515 appendix A.3 has no `kid`; its protected header is signed as it stands, so the check names the key itself.
        const string token =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ" +
            ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        var jwk = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            ["y"] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        };

        Assert.True(SignedJwt.Parse(token).IsSignedBy(jwk));
    }

    private static SignedJwt Signed(SigningKey key) => SignedJwt.Parse(
        new JwtDraft(new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.KeyId }, new JsonObject { ["sub"] = "x" }, key).Sign());

    private static JsonObject KeySet(SigningKey key) => new() { ["keys"] = new JsonArray(key.PublicJwk()) };
}
