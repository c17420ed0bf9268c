using Microsoft.AspNetCore.Authorization;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class ScopeTests : IAsyncLifetime
{
    private BankApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await BankApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Missing_scope_is_named_in_the_challenge()
    {
        var answer = await _api.SendAsync(_api.Good(target: "/payments"));
        answer.IsRefusal(403, "insufficient_scope", "DPoP");
        Assert.Contains("scope=\"payments accounts\"", answer.Challenge("DPoP"), StringComparison.Ordinal);
        Assert.Equal("Bearer", answer.Challenge("Bearer"));
    }

    [Fact]
    public async Task Missing_scope_of_a_certificate_bound_token_is_named_in_the_bearer_challenge()
    {
        var answer = await _api.SendAsync(_api.GoodWithCertificate() with { Target = "/payments" });
        answer.IsRefusal(403, "insufficient_scope", "Bearer");
    }

    [Theory]
    [InlineData("payments accounts", true)]
    [InlineData("accounts openid payments", true)]
    [InlineData("payments", false)]
    [InlineData("Payments Accounts", false)]
    [InlineData("payments,accounts", false)]
    [InlineData("", false)]
    public async Task All_scopes_are_needed_exactly(string scope, bool accepted)
    {
        var token = _api.CertificateToken(claims => claims["scope"] = scope);
        var answer = await _api.SendAsync(_api.GoodWithCertificate(token) with { Target = "/payments" });
        Assert.Equal(accepted ? 200 : 403, answer.Status);
    }

    [Fact]
    public async Task Token_without_scope_claim_has_no_scope()
    {
        var token = _api.CertificateToken(claims => claims.Remove("scope"));
        (await _api.SendAsync(_api.GoodWithCertificate(token))).IsRefusal(403, "insufficient_scope", "Bearer");
    }

    [Fact]
    public async Task Refusal_by_a_policy_of_the_bank_is_no_matter_of_scope()
    {
        var answer = await _api.SendAsync(_api.GoodWithCertificate() with { Target = "/never" });
        answer.IsRefusal(403, "access_denied");
        Assert.Empty(answer.Challenges);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("")]
    public void What_is_no_scope_value_cannot_be_required(string scope)
        => Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireScope(scope));

    [Fact]
    public void No_scope_at_all_cannot_be_required()
        => Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireScope());
}
