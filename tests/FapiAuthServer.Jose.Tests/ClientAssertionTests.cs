using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

public sealed class ClientAssertionTests
{
    private static readonly VerificationKeySet Keys = Tokens.SetOf(TestKeys.Ec, TestKeys.Rsa);

    private static readonly ClientAssertionPolicy Policy = new()
    {
        ClientId = Tokens.Client,
        Audiences = [Tokens.Issuer],
        AudienceMustBeString = true,
        Algorithms = FapiAlgorithms.Supported,
    };

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Created_assertion_is_accepted(string algorithm)
    {
        var assertion = ClientAssertion.Create(TestKeys.For(algorithm), Tokens.Client, Tokens.Issuer, Tokens.Now, jti: "id");

        var verified = Verify(assertion, Policy);

        Assert.True(verified.IsValid, verified.Description);
        Assert.Equal(Tokens.Client, verified.Value.ClientId);
        Assert.Equal("id", verified.Value.JwtId);
        Assert.Equal(algorithm, verified.Value.Algorithm);
        Assert.Equal(TestKeys.For(algorithm).Kid, verified.Value.KeyId);
        Assert.Equal(Tokens.Now.AddSeconds(70), verified.Value.ReplayUntil);
    }

    [Fact]
    public void Subject_can_be_read_before_verification()
    {
        Assert.Equal(Tokens.Client, ClientAssertion.PeekSubject(CompactJws.Parse(Sign(Tokens.AssertionClaims())).Value!));
        Assert.Null(ClientAssertion.PeekSubject(CompactJws.Parse(Sign(new JsonObject { ["sub"] = 1 })).Value!));
    }

    [Theory]
    [InlineData("iss", JoseError.IssuerMismatch)]
    [InlineData("sub", JoseError.SubjectMismatch)]
    [InlineData("aud", JoseError.AudienceMismatch)]
    [InlineData("exp", JoseError.ExpirationMissing)]
    [InlineData("jti", JoseError.JwtIdMissing)]
    public void Assertion_without_a_required_claim_is_rejected(string claim, JoseError error)
    {
        var claims = Tokens.AssertionClaims();
        claims.Remove(claim);
        Refused(error, claims);
    }

    [Theory]
    [InlineData("iss", "\"another\"", JoseError.IssuerMismatch)]
    [InlineData("iss", "[\"client-1\"]", JoseError.IssuerMismatch)]
    [InlineData("iss", "\"Client-1\"", JoseError.IssuerMismatch)]
    [InlineData("sub", "\"another\"", JoseError.SubjectMismatch)]
    [InlineData("sub", "null", JoseError.SubjectMismatch)]
    [InlineData("aud", "\"https://other.example\"", JoseError.AudienceMismatch)]
    [InlineData("aud", "\"https://as.example/fapi2/\"", JoseError.AudienceMismatch)]
    [InlineData("aud", "\"https://as.example/fapi2/token\"", JoseError.AudienceMismatch)]
    [InlineData("aud", "\"https://as.example/fapi2/par\"", JoseError.AudienceMismatch)]
    [InlineData("aud", "[\"https://as.example/fapi2\"]", JoseError.AudienceMismatch)]
    [InlineData("aud", "[\"https://as.example/fapi2\",\"https://other.example\"]", JoseError.AudienceMismatch)]
    [InlineData("aud", "{}", JoseError.AudienceMismatch)]
    [InlineData("jti", "\"\"", JoseError.JwtIdMissing)]
    [InlineData("jti", "1", JoseError.JwtIdMissing)]
    [InlineData("jti", "\"a\\nb\"", JoseError.Malformed)]
    [InlineData("exp", "\"soon\"", JoseError.Malformed)]
    [InlineData("nbf", "\"soon\"", JoseError.Malformed)]
    [InlineData("iat", "1e300", JoseError.Malformed)]
    public void Assertion_with_a_wrong_claim_is_rejected(string claim, string value, JoseError error)
    {
        var claims = Tokens.AssertionClaims();
        claims[claim] = JsonNode.Parse(value);
        Refused(error, claims);
    }

    [Fact]
    public void Long_jti_is_rejected()
    {
        var claims = Tokens.AssertionClaims();
        claims["jti"] = new string('a', 256);
        Assert.True(Verify(Sign(claims), Policy).IsValid);
        claims["jti"] = new string('a', 257);
        Refused(JoseError.JwtIdTooLong, claims);
    }

    // CVE-2025-27370, CVE-2025-27371: where the profile still allows arrays, one of the values must be ours.
    [Fact]
    public void Audience_array_is_accepted_only_where_the_policy_allows_it()
    {
        var claims = Tokens.AssertionClaims();
        claims["aud"] = new JsonArray("https://other.example", Tokens.Issuer);
        Assert.True(Verify(Sign(claims), Policy with { AudienceMustBeString = false }).IsValid);
        claims["aud"] = new JsonArray(Tokens.Issuer, 1);
        Assert.Equal(JoseError.AudienceMismatch, Verify(Sign(claims), Policy with { AudienceMustBeString = false }).Error);
        claims["aud"] = new JsonArray();
        Assert.Equal(JoseError.AudienceMismatch, Verify(Sign(claims), Policy with { AudienceMustBeString = false }).Error);
    }

    [Theory]
    [InlineData("exp", 1, null)]
    [InlineData("exp", -9, null)]
    [InlineData("exp", -10, JoseError.Expired)]
    [InlineData("exp", -3600, JoseError.Expired)]
    [InlineData("exp", 300, null)]
    [InlineData("exp", 310, null)]
    [InlineData("exp", 311, JoseError.LifetimeTooLong)]
    [InlineData("exp", 315360000, JoseError.LifetimeTooLong)]
    [InlineData("iat", 8, null)]
    [InlineData("iat", 10, null)]
    [InlineData("iat", 11, JoseError.IssuedAtOutOfRange)]
    [InlineData("iat", 61, JoseError.IssuedAtOutOfRange)]
    [InlineData("iat", -86400, null)]
    [InlineData("nbf", 8, null)]
    [InlineData("nbf", 10, null)]
    [InlineData("nbf", 11, JoseError.NotYetValid)]
    [InlineData("nbf", 61, JoseError.NotYetValid)]
    [InlineData("nbf", -86400, null)]
    public void Times_are_judged_with_a_skew_of_ten_seconds(string claim, int seconds, JoseError? error)
    {
        var claims = Tokens.AssertionClaims();
        claims[claim] = Tokens.Now.AddSeconds(seconds).ToUnixTimeSeconds();
        Assert.Equal(error, Verify(Sign(claims), Policy).Error);
    }

    [Fact]
    public void Expiry_at_the_end_of_the_calendar_is_rejected_without_overflow()
    {
        var claims = Tokens.AssertionClaims();
        claims["exp"] = 253402300799;
        Refused(JoseError.LifetimeTooLong, claims);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("client-authentication+jwt")]
    public void Properly_typed_assertion_is_accepted(string type) => Assert.True(Verify(SignWith("typ", type), Policy).IsValid);

    [Fact]
    public void Untyped_assertion_is_accepted() => Assert.True(Verify(Sign(Tokens.AssertionClaims()), Policy).IsValid);

    [Theory]
    [InlineData("dpop+jwt")]
    [InlineData("at+jwt")]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("")]
    public void Another_kind_of_jwt_does_not_authenticate(string type)
        => Assert.Equal(JoseError.TypeNotAccepted, Verify(SignWith("typ", type), Policy).Error);

    // CVE-2024-21643, CVE-2026-27962: the token names or brings the key that verifies it.
    [Theory]
    [InlineData("jku", "\"https://evil.example/jwks\"")]
    [InlineData("x5u", "\"https://evil.example/cert\"")]
    [InlineData("x5c", "[\"AAAA\"]")]
    public void Assertion_that_refers_to_a_key_is_rejected(string member, string value)
        => Assert.Equal(JoseError.KeyHeaderNotAccepted, Verify(SignWith(member, JsonNode.Parse(value)), Policy).Error);

    [Fact]
    public void Assertion_that_carries_its_own_key_is_rejected()
    {
        var header = new JsonObject { ["kid"] = null, ["jwk"] = Tokens.PublicJwk(TestKeys.OtherEc) };
        var assertion = TestKeys.OtherEc.SignCompact(header, Tokens.AssertionClaims());
        Assert.Equal(JoseError.KeyHeaderNotAccepted, Verify(assertion, Policy).Error);
    }

    [Fact]
    public void Assertion_signed_with_an_unregistered_key_is_rejected()
    {
        var assertion = TestKeys.OtherEc.SignCompact(new JsonObject { ["kid"] = TestKeys.Ec.Kid }, Tokens.AssertionClaims());
        Assert.Equal(JoseError.SignatureInvalid, Verify(assertion, Policy).Error);
    }

    [Fact]
    public void Assertion_with_unknown_kid_is_rejected()
        => Assert.Equal(JoseError.KeyNotFound, Verify(SignWith("kid", "unknown"), Policy).Error);

    [Fact]
    public void Assertion_without_kid_is_accepted_when_one_key_fits()
        => Assert.True(Verify(SignWith("kid", null), Policy).IsValid);

    // CVE-2026-11800: the algorithm comes from policy and key, never from the header.
    [Fact]
    public void Algorithm_outside_the_policy_is_rejected()
    {
        var onlyPs256 = Policy with { Algorithms = ["PS256"] };
        Assert.Equal(JoseError.AlgorithmNotAccepted, Verify(Sign(Tokens.AssertionClaims()), onlyPs256).Error);
        var renamed = SignAs("RS256", TestKeys.Rsa);
        Assert.Equal(JoseError.AlgorithmNotAccepted, Verify(renamed, Policy).Error);
        Assert.False(Verify(renamed, Policy with { Algorithms = ["RS256"] }).IsValid);
    }

    [Fact]
    public void Algorithm_of_another_key_type_is_rejected()
    {
        Assert.Equal(JoseError.KeyUnsuitable, Verify(SignAs("PS256", TestKeys.Ec), Policy).Error);
    }

    // CVE-2020-5300, CVE-2020-15222: whoever remembers jti until ReplayUntil can never meet the same assertion as valid again.
    [Fact]
    public void Assertion_is_no_longer_valid_when_its_replay_entry_may_be_forgotten()
    {
        var assertion = ClientAssertion.Create(TestKeys.Ec, Tokens.Client, Tokens.Issuer, Tokens.Now, TimeSpan.FromMinutes(5));
        var until = Verify(assertion, Policy).Value!.ReplayUntil;
        var jws = CompactJws.Parse(assertion).Value!;
        Assert.Equal(JoseError.Expired, ClientAssertion.Verify(jws, Keys, Policy, until).Error);
        Assert.True(ClientAssertion.Verify(jws, Keys, Policy, until.AddSeconds(-1)).IsValid);
    }

    private static string Sign(JsonObject claims) => TestKeys.Ec.SignCompact(null, claims);

    private static string SignWith(string member, JsonNode? value)
        => TestKeys.Ec.SignCompact(new JsonObject { [member] = value }, Tokens.AssertionClaims());

    private static string SignAs(string algorithm, PrivateKey key)
        => Tokens.Sign(key, $$"""{"alg":"{{algorithm}}","kid":"{{key.Kid}}"}""", Tokens.AssertionClaims().ToJsonString());

    private static JoseResult<VerifiedClientAssertion> Verify(string assertion, ClientAssertionPolicy policy)
        => ClientAssertion.Verify(CompactJws.Parse(assertion).Value!, Keys, policy, Tokens.Now);

    private static void Refused(JoseError error, JsonObject claims) => Assert.Equal(error, Verify(Sign(claims), Policy).Error);
}
