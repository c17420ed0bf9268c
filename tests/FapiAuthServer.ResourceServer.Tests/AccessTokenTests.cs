using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class AccessTokenTests : IAsyncLifetime
{
    private BankApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await BankApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Good_token_gives_a_principal()
    {
        var answer = await _api.SendAsync(_api.Good(target: "/me"));
        Assert.Equal(
            [
                "iss=" + FakeIssuer.Address, "sub=customer-1", "client_id=client-1", "jti=token-1", "acr=urn:sca",
                $"auth_time={_api.Now.AddMinutes(-1).ToUnixTimeSeconds()}", "gnt=grant-1", "scope=openid", "scope=accounts",
            ],
            JsonSerializer.Deserialize<string[]>(answer.Body)!);
    }

    [Theory]
    [InlineData("not.a.token")]
    [InlineData("opaque")]
    [InlineData("a.b.c.d.e")]
    public async Task Token_that_is_no_jws_is_refused(string token) => (await _api.SendAsync(_api.Good(token))).IsInvalidToken();

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("dpop+jwt")]
    [InlineData("id+jwt")]
    public async Task Token_of_another_type_is_refused(string? type)
        => await RefusedAsync(_api.KeyToken(header: type is null ? [] : new JsonObject { ["typ"] = type }));

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]
    public async Task Token_of_the_right_type_is_accepted(string type)
        => (await _api.SendAsync(_api.Good(_api.KeyToken(header: new JsonObject { ["typ"] = type })))).IsData();

    [Theory]
    [InlineData("iss", "\"https://other.example\"")]
    [InlineData("iss", "\"https://as.example/fapi2/\"")]
    [InlineData("aud", "\"https://other.example\"")]
    [InlineData("aud", "[\"https://other.example\"]")]
    [InlineData("aud", "[]")]
    [InlineData("sub", "\"\"")]
    [InlineData("client_id", "1")]
    [InlineData("cnf", "{}")]
    [InlineData("cnf", "[]")]
    [InlineData("cnf", "\"x\"")]
    [InlineData("cnf", "{\"jkt\":1}")]
    [InlineData("cnf", "{\"jkt\":\"\"}")]
    [InlineData("cnf", "{\"kid\":\"x\"}")]
    [InlineData("exp", "\"later\"")]
    [InlineData("auth_time", "\"earlier\"")]
    public async Task Token_with_a_wrong_claim_is_refused(string claim, string value)
        => await RefusedAsync(_api.KeyToken(claims => claims[claim] = JsonNode.Parse(value)));

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("sub")]
    [InlineData("client_id")]
    [InlineData("exp")]
    [InlineData("iat")]
    [InlineData("jti")]
    [InlineData("cnf")]
    public async Task Token_without_a_required_claim_is_refused(string claim)
        => await RefusedAsync(_api.KeyToken(claims => claims.Remove(claim)));

    [Fact]
    public async Task Audience_may_be_one_of_several()
    {
        var token = _api.KeyToken(claims => claims["aud"] = new JsonArray("https://x.example", BankApi.Audience));
        (await _api.SendAsync(_api.Good(token))).IsData();
    }

    [Theory]
    [InlineData("exp", -11, false)]
    [InlineData("exp", -5, true)]
    [InlineData("iat", 9, true)]
    [InlineData("iat", 11, false)]
    [InlineData("nbf", 9, true)]
    [InlineData("nbf", 11, false)]
    public async Task Times_are_judged_with_the_configured_skew(string claim, int seconds, bool accepted)
    {
        var token = _api.KeyToken(claims => claims[claim] = _api.Now.AddSeconds(seconds).ToUnixTimeSeconds());
        if (accepted)
            (await _api.SendAsync(_api.Good(token))).IsData();
        else
            await RefusedAsync(token);
    }

    [Fact]
    public async Task Token_signed_by_someone_else_is_refused()
    {
        await RefusedAsync(_api.KeyToken(signer: TestKeys.OtherClient));
        var header = new JsonObject { ["typ"] = "at+jwt", ["kid"] = TestKeys.Issuer.Kid };
        await RefusedAsync(_api.KeyToken(signer: TestKeys.OtherClient, header: header));
    }

    // CVE-2024-21643, CVE-2026-27962: the token brings the key that verifies it.
    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public async Task Token_that_carries_or_refers_to_a_key_is_refused(string member)
    {
        var header = new JsonObject { ["typ"] = "at+jwt", [member] = JsonNode.Parse(TestKeys.OtherClient.PublicJwk()) };
        await RefusedAsync(_api.KeyToken(signer: TestKeys.OtherClient, header: header));
        await RefusedAsync(_api.KeyToken(header: header));
        Assert.All(_api.Issuer.Requests, request => Assert.StartsWith(FakeIssuer.Address, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Algorithm_that_is_not_configured_is_refused()
    {
        await using var api = await BankApi.StartAsync(options => options.AccessTokenAlgorithms = ["PS256"]);
        (await api.SendAsync(api.Good())).IsInvalidToken();
        api.Issuer.Keys.Add(TestKeys.NextIssuer);
        (await api.SendAsync(api.Good(api.KeyToken(signer: TestKeys.NextIssuer)))).IsData();
    }

    // CVE-2024-49755: a token bound to nothing is never a bearer token, with whatever it comes.
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"kid\":\"x\"}")]
    [InlineData("{\"x5t#S256\":null}")]
    public async Task Unbound_token_sent_as_Bearer_is_refused(string confirmation)
    {
        var token = _api.CertificateToken(claims => claims["cnf"] = JsonNode.Parse(confirmation));
        (await _api.SendAsync(_api.GoodWithCertificate(token))).IsInvalidToken("Bearer");
        (await _api.SendAsync(_api.GoodWithCertificate(token) with { Certificate = null })).IsInvalidToken("Bearer");
    }

    [Fact]
    public async Task Token_without_any_confirmation_sent_as_Bearer_is_refused()
    {
        var token = _api.CertificateToken(claims => claims.Remove("cnf"));
        (await _api.SendAsync(_api.GoodWithCertificate(token))).IsInvalidToken("Bearer");
    }

    [Fact]
    public async Task Unbound_token_is_accepted_where_the_api_takes_them_and_a_binding_still_holds()
    {
        await using var api = await BankApi.StartAsync(options => options.AcceptsUnboundTokens = true);
        var unbound = api.CertificateToken(claims => claims.Remove("cnf"));
        (await api.SendAsync(new Call { Authorization = ["Bearer " + unbound] })).IsData();
        (await api.SendAsync(api.Good(unbound))).IsInvalidToken("DPoP");
        (await api.SendAsync(new Call { Authorization = ["Bearer " + api.KeyToken()] })).IsInvalidToken("Bearer");
        (await api.SendAsync(api.GoodWithCertificate() with { Certificate = null })).IsInvalidToken("Bearer");
        foreach (var confirmation in new[] { "null", "{}", "{\"kid\":\"x\"}", "[]" })
        {
            var token = api.CertificateToken(claims => claims["cnf"] = JsonNode.Parse(confirmation));
            (await api.SendAsync(new Call { Authorization = ["Bearer " + token] })).IsInvalidToken("Bearer");
        }
    }

    [Fact]
    public async Task Constraint_that_is_not_accepted_is_refused()
    {
        await using var api = await BankApi.StartAsync(options => options.SenderConstraints = SenderConstraints.MutualTls);
        (await api.SendAsync(api.Good())).IsInvalidToken();
        (await api.SendAsync(api.GoodWithCertificate())).IsData();
    }

    [Fact]
    public async Task Token_bound_to_key_and_certificate_needs_both()
    {
        var token = _api.KeyToken(claims => claims["cnf"]!["x5t#S256"] = Digests.CertificateThumbprint(TestKeys.Certificate));
        (await _api.SendAsync(_api.Good(token))).IsRefusal(401, "invalid_token", "Bearer");
        (await _api.SendAsync(_api.Good(token) with { Proofs = [], Certificate = TestKeys.Certificate })).IsInvalidProof();
        (await _api.SendAsync(_api.Good(token) with { Certificate = TestKeys.Certificate })).IsData();
    }

    [Fact]
    public async Task Issuer_that_is_not_who_its_metadata_says_is_not_trusted()
    {
        await using var api = await BankApi.StartAsync(options => options.Issuer = "https://as.example/other");
        (await api.SendAsync(api.Good())).IsRefusal(503, "temporarily_unavailable");
    }

    private async Task RefusedAsync(string token) => (await _api.SendAsync(_api.Good(token))).IsInvalidToken();
}
