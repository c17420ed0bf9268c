using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Jose;

namespace FapiAuthServer.Conformance.Tests.Jose;

/// <summary>The vectors that the RFCs print.</summary>
public sealed class RfcVectorTests
{
    // RFC 7638 section 3.1.
    private const string RsaModulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W"
        + "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";

    [Fact]
    public void Thumbprint_of_the_RSA_key_is_that_of_RFC_7638()
    {
        var key = new JsonObject { ["kty"] = "RSA", ["n"] = RsaModulus, ["e"] = "AQAB", ["alg"] = "RS256", ["kid"] = "2011-04-29" };

        Assert.Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", JsonWebKey.Thumbprint(key));
        Assert.Equal(2048, JsonWebKey.Bits(key));
    }

    [Fact]
    public void Signature_of_the_elliptic_curve_example_is_that_of_RFC_7515()
    {
        // Appendix A.3.1.
        var key = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            ["y"] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        };
        var token = CompactJwt.TryParse(
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");

        Assert.NotNull(token);
        Assert.Null(new JsonWebKeySet([key]).WhyNotSignedBy(token));
        Assert.Equal("joe", token["iss"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1300819380), token.Time("exp"));
    }

    [Fact]
    public void Thumbprint_of_the_proof_key_is_that_of_RFC_9449()
    {
        // Section 6.1 binds a token to the key of the proof in section 4.1.
        var key = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
            ["y"] = "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        };

        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", JsonWebKey.Thumbprint(key));
    }
}
