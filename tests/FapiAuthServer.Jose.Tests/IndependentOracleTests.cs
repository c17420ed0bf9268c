using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FapiAuthServer.Jose.Tests;

/// <summary>Another library judges what we make, and we judge what it makes.</summary>
public sealed class IndependentOracleTests
{
    private static readonly JsonWebTokenHandler Other = new() { SetDefaultTimesOnTokenCreation = false };

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public async Task Assertion_we_create_is_valid_elsewhere(string algorithm)
    {
        var key = TestKeys.For(algorithm);
        var assertion = ClientAssertion.Create(key, Tokens.Client, Tokens.Issuer, TimeProvider.System.GetUtcNow());

        var result = await Other.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidIssuer = Tokens.Client,
            ValidAudience = Tokens.Issuer,
            ValidAlgorithms = [algorithm],
            IssuerSigningKey = new JsonWebKey(key.PublicJwk()),
        });

        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Assertion_made_elsewhere_is_valid_here(string algorithm)
    {
        var key = TestKeys.For(algorithm);
        var credentials = new SigningCredentials(new JsonWebKey(key.PrivateJwk()), algorithm);
        var assertion = Other.CreateToken(Tokens.AssertionClaims().ToJsonString(), credentials);
        var policy = new ClientAssertionPolicy
        {
            ClientId = Tokens.Client,
            Audiences = [Tokens.Issuer],
            AudienceMustBeString = true,
            Algorithms = [algorithm],
        };

        var verified = ClientAssertion.Verify(CompactJws.Parse(assertion).Value!, Tokens.SetOf(key), policy, Tokens.Now);

        Assert.True(verified.IsValid, verified.Description);
    }

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public async Task Proof_we_create_is_valid_elsewhere(string algorithm)
    {
        var proof = DPoPProof.Create(TestKeys.For(algorithm), "GET", Tokens.Resource, Tokens.Now, Tokens.AccessToken);
        var jwk = JsonNode.Parse(Base64UrlEncoder.Decode(proof.Split('.')[0]))!["jwk"]!.ToJsonString();

        var result = await Other.ValidateTokenAsync(proof, new TokenValidationParameters
        {
            ValidTypes = ["dpop+jwt"],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            RequireExpirationTime = false,
            IssuerSigningKey = new JsonWebKey(jwk),
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(TestKeys.For(algorithm).Thumbprint, Base64UrlEncoder.Encode(new JsonWebKey(jwk).ComputeJwkThumbprint()));
    }

    [Theory]
    [InlineData(FapiAlgorithms.PS256)]
    [InlineData(FapiAlgorithms.ES256)]
    public void Proof_made_elsewhere_is_valid_here(string algorithm)
    {
        var key = TestKeys.For(algorithm);
        var jwk = new Dictionary<string, object>();
        foreach (var (name, value) in Tokens.PublicJwk(key))
            jwk[name] = value!.GetValue<string>();
        var proof = Other.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "dpop+jwt",
            Claims = Tokens.ProofClaims().ToDictionary(claim => claim.Key, claim => claim.Value!.GetValue<object>()),
            AdditionalHeaderClaims = new Dictionary<string, object> { ["jwk"] = jwk },
            SigningCredentials = new SigningCredentials(new JsonWebKey(key.PrivateJwk()), algorithm),
        });
        var policy = new DPoPProofPolicy
        {
            Method = "GET",
            Uri = Tokens.Resource,
            AccessToken = Tokens.AccessToken,
            ExpectedThumbprint = key.Thumbprint,
        };

        var verified = DPoPProof.Verify(proof, policy, Tokens.Now);

        Assert.True(verified.IsValid, verified.Description);
    }
}
