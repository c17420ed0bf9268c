using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

public sealed class RequestObjectTests
{
    private static readonly VerificationKeySet Keys = Tokens.SetOf(TestKeys.Ec, TestKeys.Rsa);

    private static readonly RequestObjectPolicy Policy = new()
    {
        ClientId = Tokens.Client,
        Issuer = Tokens.Issuer,
        Algorithms = FapiAlgorithms.Supported,
    };

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Parameters_are_the_claims_that_are_not_about_the_JWT(string algorithm)
    {
        var verified = Verify(Claims(), algorithm: algorithm);

        Assert.True(verified.IsValid, verified.Description);
        Assert.Equal(algorithm, verified.Value.Algorithm);
        Assert.Equal(["client_id", "scope", "max_age"], verified.Value.Parameters.Select(parameter => parameter.Key));
    }

    [Theory]
    [InlineData("client_id", JoseError.SubjectMismatch)]
    [InlineData("aud", JoseError.AudienceMismatch)]
    [InlineData("exp", JoseError.ExpirationMissing)]
    [InlineData("nbf", JoseError.NotBeforeMissing)]
    public void Request_object_without_a_required_claim_is_rejected(string claim, JoseError error)
    {
        var claims = Claims();
        claims.Remove(claim);

        Assert.Equal(error, Verify(claims).Error);
    }

    [Theory]
    [InlineData(-3600, 0, JoseError.Expired)]          // ended a moment ago, beyond the clock skew
    [InlineData(-3601, 60, JoseError.TooOld)]
    [InlineData(0, 3601, JoseError.LifetimeTooLong)]
    [InlineData(11, 300, JoseError.NotYetValid)]
    public void Request_object_outside_its_times_is_rejected(int notBefore, int expires, JoseError error)
    {
        var now = Tokens.Now.ToUnixTimeSeconds();
        var claims = Claims();
        claims["nbf"] = now + notBefore;
        claims["exp"] = now + expires - (error == JoseError.Expired ? 10 : 0);

        Assert.Equal(error, Verify(claims).Error);
    }

    [Theory]
    [InlineData(10, 300)]
    [InlineData(-3600, -9)]
    [InlineData(0, 3600)]
    public void Request_object_at_the_edges_of_its_times_is_accepted(int notBefore, int expires)
    {
        var now = Tokens.Now.ToUnixTimeSeconds();
        var claims = Claims();
        claims["nbf"] = now + notBefore;
        claims["exp"] = now + expires;

        Assert.True(Verify(claims).IsValid);
    }

    [Theory]
    [InlineData("iss", "other", JoseError.IssuerMismatch)]
    [InlineData("client_id", "other", JoseError.SubjectMismatch)]
    [InlineData("aud", "https://other.example", JoseError.AudienceMismatch)]
    [InlineData("exp", "soon", JoseError.Malformed)]
    public void Request_object_that_names_others_is_rejected(string claim, string value, JoseError error)
    {
        var claims = Claims();
        claims[claim] = value;

        Assert.Equal(error, Verify(claims).Error);
    }

    [Fact]
    public void Issuer_among_several_audiences_is_enough_and_iss_may_be_absent()
    {
        var claims = Claims();
        claims["aud"] = new JsonArray("https://other.example", Tokens.Issuer);
        claims.Remove("iss");

        Assert.True(Verify(claims).IsValid);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("JWT", true)]
    [InlineData("OautH-auThZ-REQ+jWt", true)]
    [InlineData("application/oauth-authz-req+jwt", true)]
    [InlineData("dpop+jwt", false)]
    [InlineData("client-authentication+jwt", false)]
    [InlineData("at+jwt", false)]
    public void Type_is_compared_as_a_media_type(string? type, bool accepted)
        => Assert.Equal(accepted ? null : JoseError.TypeNotAccepted, Verify(Claims(), type).Error);

    [Fact]
    public void Algorithm_that_the_policy_does_not_list_is_rejected()
        => Assert.Equal(JoseError.AlgorithmNotAccepted, Verify(Claims(), policy: Policy with { Algorithms = [FapiAlgorithms.PS256] }).Error);

    [Fact]
    public void Key_of_another_is_not_used()
        => Assert.NotNull(RequestObject.Verify(CompactJws.Parse(TestKeys.Ec.SignCompact([], Claims())).Value!, Tokens.SetOf(TestKeys.Rsa), Policy, Tokens.Now).Error);

    private static JsonObject Claims()
    {
        var now = Tokens.Now.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Tokens.Client,
            ["aud"] = Tokens.Issuer,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["client_id"] = Tokens.Client,
            ["scope"] = "accounts",
            ["max_age"] = 300,
        };
    }

    private static JoseResult<VerifiedRequestObject> Verify(
        JsonObject claims, string? type = null, RequestObjectPolicy? policy = null, string algorithm = FapiAlgorithms.ES256)
    {
        var header = type is null ? [] : new JsonObject { ["typ"] = type };
        return RequestObject.Verify(CompactJws.Parse(TestKeys.For(algorithm).SignCompact(header, claims)).Value!, Keys, policy ?? Policy, Tokens.Now);
    }
}
