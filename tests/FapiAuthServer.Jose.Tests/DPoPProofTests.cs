using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Jose.Tests;

public sealed class DPoPProofTests
{
    private static readonly DPoPProofPolicy Policy = new()
    {
        Method = "GET",
        Uri = Tokens.Resource,
        AccessToken = Tokens.AccessToken,
        ExpectedThumbprint = TestKeys.Ec.Thumbprint,
    };

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Created_proof_is_accepted(string algorithm)
    {
        var key = TestKeys.For(algorithm);
        var proof = DPoPProof.Create(key, "GET", Tokens.Resource + "?page=1#top", Tokens.Now, Tokens.AccessToken, jti: "id");

        var verified = DPoPProof.Verify(proof, Policy with { ExpectedThumbprint = key.Thumbprint }, Tokens.Now);

        Assert.True(verified.IsValid, verified.Description);
        Assert.Equal(key.Thumbprint, verified.Value.Thumbprint);
        Assert.Equal("id", verified.Value.JwtId);
        Assert.Equal(Tokens.Now, verified.Value.IssuedAt);
        Assert.Equal(Tokens.Now.AddSeconds(70), verified.Value.ReplayUntil);
        Assert.Equal(43, verified.Value.ReplayKey.Length);
    }

    [Fact]
    public void Proof_without_access_token_needs_no_ath()
    {
        var proof = DPoPProof.Create(TestKeys.Ec, "POST", "https://as.example/token", Tokens.Now);
        var policy = new DPoPProofPolicy { Method = "POST", Uri = "https://as.example/token" };
        Assert.True(DPoPProof.Verify(proof, policy, Tokens.Now).IsValid);
    }

    [Fact]
    public void Two_proofs_in_one_value_are_rejected()
    {
        var proof = Proof();
        Refused(JoseError.Malformed, proof + ", " + proof);
        Refused(JoseError.Malformed, proof + "," + proof);
    }

    [Fact]
    public void Oversized_proof_is_rejected()
        => Refused(JoseError.TooLarge, Proof(claims => claims["filler"] = new string('a', 8192)));

    [Theory]
    [InlineData("jti", JoseError.JwtIdMissing)]
    [InlineData("htm", JoseError.ClaimMissing)]
    [InlineData("htu", JoseError.ClaimMissing)]
    [InlineData("iat", JoseError.IssuedAtMissing)]
    [InlineData("ath", JoseError.AccessTokenHashMissing)]
    public void Proof_without_a_required_claim_is_rejected(string claim, JoseError error)
    {
        Refused(error, Proof(claims => claims.Remove(claim)));
        if (claim != "iat")
            Refused(error, Proof(claims => claims[claim] = 1));
    }

    [Theory]
    [InlineData("typ", JoseError.TypeNotAccepted)]
    [InlineData("alg", JoseError.Malformed)]
    [InlineData("jwk", JoseError.KeyNotFound)]
    public void Proof_without_a_required_header_is_rejected(string member, JoseError error)
        => Refused(error, Proof(editHeader: header => header.Remove(member)));

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    [InlineData("dpop")]
    [InlineData("application/dpop+jwt")]
    public void Proof_of_another_type_is_rejected(string type)
        => Refused(JoseError.TypeNotAccepted, Proof(editHeader: header => header["typ"] = type));

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES384")]
    [InlineData("EdDSA")]
    [InlineData("none")]
    [InlineData("HS256")]
    public void Proof_with_another_algorithm_is_rejected(string algorithm)
        => Refused(JoseError.AlgorithmNotAccepted, Proof(editHeader: header => header["alg"] = algorithm));

    [Fact]
    public void Proof_really_signed_with_RS256_is_rejected()
    {
        using var rsa = RSA.Create(2048);
        var header = Tokens.ProofHeader(PrivateKey.From(rsa));
        header["alg"] = "RS256";
        var input = Tokens.Encode(header.ToJsonString()) + "." + Tokens.Encode(Tokens.ProofClaims().ToJsonString());
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Refused(JoseError.AlgorithmNotAccepted, input + "." + System.Buffers.Text.Base64Url.EncodeToString(signature));
    }

    [Fact]
    public void Unsigned_proof_is_rejected()
    {
        var header = Tokens.ProofHeader(TestKeys.Ec);
        header["alg"] = "none";
        var claims = Tokens.ProofClaims().ToJsonString();
        Refused(JoseError.AlgorithmNotAccepted, Tokens.Encode(header.ToJsonString()) + "." + Tokens.Encode(claims) + ".");
    }

    [Fact]
    public void Algorithm_the_policy_does_not_allow_is_rejected()
        => Refused(JoseError.AlgorithmNotAccepted, Proof(), Policy with { Algorithms = ["PS256"] });

    [Fact]
    public void Proof_signed_by_another_key_than_its_own_is_rejected()
        => Refused(JoseError.SignatureInvalid, ProofWithJwk(Tokens.PublicJwk(TestKeys.OtherEc)));

    [Fact]
    public void Algorithm_that_does_not_fit_the_key_is_rejected()
        => Refused(JoseError.KeyUnsuitable, Proof(editHeader: header => header["alg"] = "PS256"));

    [Fact]
    public void Proof_carrying_a_private_key_is_rejected()
        => Refused(JoseError.KeyUnsuitable, ProofWithJwk(JsonNode.Parse(TestKeys.Ec.PrivateJwk())!));

    [Fact]
    public void Proof_carrying_a_symmetric_key_is_rejected()
        => Refused(JoseError.KeyUnsuitable, ProofWithJwk(new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" }));

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("alg", "PS256")]
    public void Key_declared_for_something_else_is_rejected_even_when_cached(string member, string value)
    {
        var cache = new DPoPKeyCache();
        var proof = Proof(editHeader: header => header["jwk"]![member] = value);
        Assert.True(DPoPProof.Verify(Proof(), Policy with { KeyCache = cache }, Tokens.Now).IsValid);
        Assert.Equal(JoseError.KeyUnsuitable, DPoPProof.Verify(proof, Policy with { KeyCache = cache }, Tokens.Now).Error);
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public void Proof_with_a_second_key_reference_is_rejected(string member)
        => Refused(JoseError.KeyHeaderNotAccepted, Proof(editHeader: header => header[member] = "https://evil.example"));

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("get")]
    public void Proof_for_another_method_is_rejected(string method)
        => Refused(JoseError.MethodMismatch, Proof(claims => claims["htm"] = method));

    [Theory]
    [InlineData("https://rs.example/accounts?page=1")]
    [InlineData("https://rs.example/accounts#top")]
    [InlineData("https://rs.example/accounts?a=/b?c#d?e")]
    [InlineData("HTTPS://RS.Example/accounts")]
    [InlineData("https://rs.example:443/accounts")]
    [InlineData("https://rs.example:/accounts")]
    [InlineData("https://rs.example/%61ccounts")]
    public void Equivalent_uri_is_accepted(string uri) => Accepted(Proof(claims => claims["htu"] = uri));

    [Theory]
    [InlineData("https://rs.example/other")]
    [InlineData("https://rs.example/accounts/")]
    [InlineData("https://rs.example/Accounts")]
    [InlineData("https://rs.example/x/../accounts")]
    [InlineData("https://rs.example//accounts")]
    [InlineData("http://rs.example/accounts")]
    [InlineData("https://rs.example:444/accounts")]
    [InlineData("https://rs.example.evil.example/accounts")]
    [InlineData("https://user@rs.example/accounts")]
    [InlineData("https://rs.example:443@evil.example/accounts")]
    [InlineData("https://rs.example\\@evil.example/accounts")]
    [InlineData("https://rs.example:+443/accounts")]
    [InlineData("https://rs.example: 443/accounts")]
    [InlineData(" https://rs.example/accounts")]
    [InlineData("https:///accounts")]
    [InlineData("https://rs%2eexample/accounts")]
    [InlineData("https://rs.example/accounts%")]
    [InlineData("https://rs.example/accounts%zz")]
    [InlineData("https://rs.example%2Faccounts")]
    [InlineData("https://rs.example/accounts%00")]
    [InlineData("/accounts")]
    [InlineData("rs.example/accounts")]
    [InlineData("urn:example")]
    public void Other_uri_is_rejected(string uri) => Refused(JoseError.UriMismatch, Proof(claims => claims["htu"] = uri));

    [Theory]
    [InlineData("https://rs.example", "https://rs.example/", true)]
    [InlineData("https://rs.example?x", "https://rs.example/", true)]
    [InlineData("http://[::1]:80/a", "http://[::1]/a", true)]
    [InlineData("http://[::1]:8080/a", "http://[::1]/a", false)]
    [InlineData("https://rs.example/a%2fb", "https://rs.example/a%2Fb", true)]
    [InlineData("https://rs.example/a%2fb", "https://rs.example/a/b", false)]
    [InlineData("https://rs.example/%7euser", "https://rs.example/~user", true)]
    [InlineData("https://rs.example/a+b", "https://rs.example/a%20b", false)]
    public void Uris_are_compared_after_normalisation(string claimed, string expected, bool equal)
    {
        var result = DPoPProof.Verify(Proof(claims => claims["htu"] = claimed), Policy with { Uri = expected }, Tokens.Now);
        Assert.Equal(equal ? null : JoseError.UriMismatch, result.Error);
    }

    [Fact]
    public void Alias_of_the_endpoint_is_accepted()
    {
        var proof = Proof(claims => claims["htu"] = "https://mtls.rs.example/accounts");
        Refused(JoseError.UriMismatch, proof);
        var policy = Policy with { AlternativeUris = ["https://x.example/", "https://mtls.rs.example/accounts"] };
        Assert.True(DPoPProof.Verify(proof, policy, Tokens.Now).IsValid);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(10, null)]
    [InlineData(11, JoseError.IssuedAtOutOfRange)]
    [InlineData(3600, JoseError.IssuedAtOutOfRange)]
    [InlineData(-10, null)]
    [InlineData(-60, null)]
    [InlineData(-61, JoseError.IssuedAtOutOfRange)]
    [InlineData(-3600, JoseError.IssuedAtOutOfRange)]
    public void Creation_time_is_judged_by_iat(int seconds, JoseError? error)
    {
        var proof = Proof(claims => claims["iat"] = Tokens.Now.AddSeconds(seconds).ToUnixTimeSeconds());
        Assert.Equal(error, DPoPProof.Verify(proof, Policy, Tokens.Now).Error);
    }

    [Theory]
    [InlineData("\"now\"")]
    [InlineData("-1")]
    [InlineData("1e99")]
    public void Iat_that_is_no_date_is_rejected(string value)
        => Refused(JoseError.Malformed, Proof(claims => claims["iat"] = JsonNode.Parse(value)));

    [Fact]
    public void Nbf_exp_and_unknown_members_are_tolerated()
    {
        Accepted(Proof(claims => claims["exp"] = Tokens.Now.AddHours(-1).ToUnixTimeSeconds()));
        Accepted(Proof(claims => claims["nbf"] = Tokens.Now.AddHours(1).ToUnixTimeSeconds()));
        Accepted(Proof(claims => claims["bork"] = new JsonObject { ["a"] = 1 }, header => header["bork"] = "value"));
        Accepted(Proof(editHeader: header => header["kid"] = "ignored"));
    }

    // Duende products PR 1291: the hash of the access token has to be there and be right.
    [Fact]
    public void Proof_made_for_another_access_token_is_rejected()
    {
        Refused(JoseError.AccessTokenHashMismatch, Proof(claims => claims["ath"] = Digests.AccessTokenHash("another.token")));
        Refused(JoseError.AccessTokenHashMismatch, Proof(claims => claims["ath"] = ""));
        Refused(JoseError.AccessTokenHashMismatch, Proof(claims => claims["ath"] = "\u00e9"));
    }

    [Fact]
    public void Proof_by_a_key_the_token_is_not_bound_to_is_rejected()
        => Refused(JoseError.ThumbprintMismatch, Create(TestKeys.OtherEc));

    [Fact]
    public void Jti_is_bounded()
    {
        Accepted(Proof(claims => claims["jti"] = new string('\u20ac', 256)));
        Refused(JoseError.JwtIdTooLong, Proof(claims => claims["jti"] = new string('a', 257)));
        Refused(JoseError.JwtIdMissing, Proof(claims => claims["jti"] = ""));
        Refused(JoseError.Malformed, Proof(claims => claims["jti"] = "a\tb"));
    }

    [Fact]
    public void Required_nonce_replaces_the_check_of_iat()
    {
        var nonce = new DPoPNonce(RandomNumberGenerator.GetBytes(32), TimeSpan.FromMinutes(1));
        var policy = Policy with { Nonce = nonce };

        Refused(JoseError.NonceMissing, Proof(), policy);
        Refused(JoseError.NonceMismatch, Proof(claims => claims["nonce"] = "guess"), policy);
        Refused(JoseError.IssuedAtMissing, Proof(claims => claims.Remove("iat")), policy);

        var hourOld = Proof(claims =>
        {
            claims["nonce"] = nonce.Current(Tokens.Now);
            claims["iat"] = Tokens.Now.AddHours(-1).ToUnixTimeSeconds();
        });
        var verified = DPoPProof.Verify(hourOld, policy, Tokens.Now);
        Assert.True(verified.IsValid, verified.Description);
        Assert.Equal(JoseError.NonceMismatch, DPoPProof.Verify(hourOld, policy, verified.Value.ReplayUntil).Error);
    }

    // spring-security#18120, Keycloak 43505: a proof forgotten by the replay store must be invalid by then.
    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    [InlineData(-60)]
    public void Proof_is_no_longer_valid_when_its_replay_entry_may_be_forgotten(int issuedAt)
    {
        var proof = DPoPProof.Create(TestKeys.Ec, "GET", Tokens.Resource, Tokens.Now.AddSeconds(issuedAt), Tokens.AccessToken);
        var until = DPoPProof.Verify(proof, Policy, Tokens.Now).Value!.ReplayUntil;
        Assert.Equal(JoseError.IssuedAtOutOfRange, DPoPProof.Verify(proof, Policy, until).Error);
    }

    // attesto PR 18: one client cannot use up another's identifiers.
    [Fact]
    public void Replay_key_depends_on_key_and_jti()
    {
        var policy = Policy with { ExpectedThumbprint = null };
        string Key(PrivateKey key, string jti)
            => DPoPProof.Verify(Create(key, jti), policy, Tokens.Now).Value!.ReplayKey;

        Assert.Equal(Key(TestKeys.Ec, "a"), Key(TestKeys.Ec, "a"));
        Assert.NotEqual(Key(TestKeys.Ec, "a"), Key(TestKeys.Ec, "b"));
        Assert.NotEqual(Key(TestKeys.Ec, "a"), Key(TestKeys.OtherEc, "a"));
    }

    private static string Proof(Action<JsonObject>? editClaims = null, Action<JsonObject>? editHeader = null)
    {
        var header = Tokens.ProofHeader(TestKeys.Ec);
        var claims = Tokens.ProofClaims();
        editHeader?.Invoke(header);
        editClaims?.Invoke(claims);
        return Tokens.Sign(TestKeys.Ec, header.ToJsonString(), claims.ToJsonString());
    }

    private static string ProofWithJwk(JsonNode jwk) => Proof(editHeader: header => header["jwk"] = jwk);

    private static string Create(PrivateKey key, string? jti = null)
        => DPoPProof.Create(key, "GET", Tokens.Resource, Tokens.Now, Tokens.AccessToken, jti: jti);

    private static void Accepted(string proof)
    {
        var result = DPoPProof.Verify(proof, Policy, Tokens.Now);
        Assert.True(result.IsValid, result.Description);
    }

    private static void Refused(JoseError error, string proof, DPoPProofPolicy? policy = null)
        => Assert.Equal(error, DPoPProof.Verify(proof, policy ?? Policy, Tokens.Now).Error);
}
