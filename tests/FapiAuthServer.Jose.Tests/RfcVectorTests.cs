using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Jose.Tests;

public sealed class RfcVectorTests
{
    private const string DPoPKey = """
        {"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}
        """;

    private const string DPoPHeader =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldW"
        + "QVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19";

    [Fact]
    public void Rfc7638_3_1_thumbprint_of_an_RSA_key()
    {
        var jwk = Tokens.Json("""
            {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
            """);

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", VerificationKey.FromJwk(jwk).Value!.Thumbprint);
        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", Digests.JwkThumbprint(jwk));
    }

    [Fact]
    public void Rfc8037_A_3_thumbprint_of_an_Ed25519_key()
    {
        var jwk = Tokens.Json("""{"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""");

        Assert.Equal("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", Digests.JwkThumbprint(jwk));
    }

    [Fact]
    public void Rfc9449_6_1_thumbprint_of_the_example_key()
        => Assert.Equal(
            "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
            VerificationKey.FromJwk(Tokens.Json(DPoPKey)).Value!.Thumbprint);

    [Fact]
    public void Rfc9449_4_1_proof_for_the_token_endpoint()
    {
        var proof = DPoPHeader
            + ".eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ"
            + ".2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
        var policy = new DPoPProofPolicy { Method = "POST", Uri = "https://server.example.com/token" };

        var verified = DPoPProof.Verify(proof, policy, DateTimeOffset.FromUnixTimeSeconds(1562262616));

        Assert.True(verified.IsValid, verified.Description);
        Assert.Equal("-BwC3ESc6acc2lTc", verified.Value.JwtId);
        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", verified.Value.Thumbprint);
    }

    [Fact]
    public void Rfc9449_7_1_proof_for_a_protected_resource()
    {
        var proof = DPoPHeader
            + ".eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIs"
            + "ImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9"
            + ".2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
        var policy = new DPoPProofPolicy
        {
            Method = "GET",
            Uri = "https://resource.example.org/protectedresource",
            AccessToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
            ExpectedThumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
        };

        var verified = DPoPProof.Verify(proof, policy, DateTimeOffset.FromUnixTimeSeconds(1562262618));

        Assert.True(verified.IsValid, verified.Description);
    }

    [Fact]
    public void Rfc9449_7_1_access_token_hash()
        => Assert.Equal(
            "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo",
            Digests.AccessTokenHash("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"));

    [Fact]
    public void Rfc8705_A_thumbprint_of_the_example_certificate()
    {
        using var certificate = X509Certificate2.CreateFromPem("""
            -----BEGIN CERTIFICATE-----
            MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAx
            ODEyMzcwOVoXDTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwEbXRsczBZMBMGByqG
            SM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ
            /Au08/coZwxS7LfA4vOLS9WuneIXhbGGWvsDSb0tH6IxLm8wCgYIKoZIzj0EAwID
            SQAwRgIhAP0RC1E+vwJD/D1AGHGzuri+hlV/PpQEKTWUVeORWz83AiEA5x2eXZOV
            bUlJSGQgjwD5vaUaKlLR50Q2DmFfQj1L+SY=
            -----END CERTIFICATE-----
            """);

        Assert.Equal("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0", Digests.CertificateThumbprint(certificate));
    }

    [Theory]
    [InlineData("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk", "LDktKdoQak3Pk0cnXxCltA")]
    [InlineData("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", "77QmUPtjPfzWtF2AnpK9RQ")]
    public void Oidc_core_A_left_half_hashes(string value, string hash)
        => Assert.Equal(hash, Digests.LeftHalfHash(value, "RS256"));

    [Fact]
    public void Left_half_hash_follows_the_algorithm()
    {
        Assert.Equal(22, Digests.LeftHalfHash("value", "PS256").Length);
        Assert.Equal(32, Digests.LeftHalfHash("value", "PS384").Length);
        Assert.Equal(43, Digests.LeftHalfHash("value", "ES512").Length);
        Assert.Throws<ArgumentException>(() => Digests.LeftHalfHash("value", "none"));
    }
}
