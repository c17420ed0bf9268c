using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Issuers;

/// <summary>Two issuers in one process: what is one's is nothing at the other.</summary>
public sealed class SeveralIssuersTests(TwoIssuers issuers) : IClassFixture<TwoIssuers>
{
    private readonly ServerProcess server = issuers.Server;

    [Fact]
    public async Task Each_has_metadata_of_its_own()
    {
        var fapi2 = (await server.ConnectAsync("fapi2-pkjwt-dpop-2")).Metadata;
        var plain = (await server.ConnectAsync("plain-pkjwt-dpop-2")).Metadata;

        Assert.EndsWith("/fapi2", fapi2.Issuer, StringComparison.Ordinal);
        Assert.EndsWith("/plain", plain.Issuer, StringComparison.Ordinal);
        Assert.StartsWith(plain.Issuer, plain.Endpoint("token_endpoint").AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(["openid", "accounts", "offline_access"], fapi2.Values("scopes_supported"));
        Assert.Equal(["accounts"], plain.Values("scopes_supported"));
        Assert.Contains("refresh_token", fapi2.Values("grant_types_supported"));
        Assert.DoesNotContain("refresh_token", plain.Values("grant_types_supported"));
    }

    [Fact]
    public async Task One_without_openid_says_nothing_of_OpenID_Connect()
    {
        var plain = await server.ConnectAsync("plain-pkjwt-dpop-2");
        using var response = await server.Wire.Client(null).GetAsync(new Uri(plain.Metadata.Issuer + "/.well-known/openid-configuration"), TestContext.Current.CancellationToken);
        var metadata = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        foreach (var member in (string[])["userinfo_endpoint", "id_token_signing_alg_values_supported", "subject_types_supported", "claims_supported"])
            Assert.DoesNotContain(member, metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_signs_with_keys_of_its_own()
    {
        var fapi2 = (await (await server.ConnectAsync("fapi2-pkjwt-dpop-2")).FetchJwksAsync()).ToJsonString();
        var plain = (await (await server.ConnectAsync("plain-pkjwt-dpop-2")).FetchJwksAsync())["keys"]!.AsArray();

        Assert.NotEmpty(plain);
        Assert.All(plain, key => Assert.DoesNotContain((string)key!["kid"]!, fapi2, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_of_one_is_unknown_at_the_other()
    {
        var stranger = (await server.ConnectAsync("fapi2-pkjwt-dpop-2")) with { Metadata = (await server.ConnectAsync("plain-pkjwt-dpop-2")).Metadata };

        var answer = await stranger.ClientCredentialsAsync("accounts");

        Assert.Equal(401, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
    }

    [Fact]
    public async Task A_request_pushed_to_one_cannot_be_opened_at_the_other()
    {
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-2");
        var plain = await server.ConnectAsync("plain-pkjwt-dpop-2");
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));

        using var browser = server.OpenBrowser();
        await browser.OpenAsync((client with { Metadata = plain.Metadata }).AuthorizeUrl(pushed.RequestUri));

        Assert.Equal("invalid_request_uri", browser.Page.Element("error-code").TextContent);
    }

    [Fact]
    public async Task A_token_of_one_is_not_active_at_the_other()
    {
        var token = (await (await server.ConnectAsync("fapi2-pkjwt-dpop-2")).ClientCredentialsAsync("accounts")).AccessToken;

        var there = await (await server.ConnectAsync("plain-rs-1")).IntrospectAsync(token);
        var here = await (await server.ConnectAsync("fapi2-rs-1")).IntrospectAsync(token);

        Assert.Equal("""{"active":false}""", there.Body);
        Assert.True(here.Json["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_code_of_one_buys_nothing_at_the_other()
    {
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-2");
        var plain = await server.ConnectAsync("plain-pkjwt-dpop-2");
        var request = new AuthorizationRequest(client.RedirectUri);
        var pushed = await client.PushAsync(request);
        using var browser = server.OpenBrowser();
        var answer = await browser.AuthorizeAsync(client.AuthorizeUrl(pushed.RequestUri), server.Kit.NextCustomer());

        var there = await plain.RedeemCodeAsync(answer.Code, request);
        var here = await client.RedeemCodeAsync(answer.Code, request);

        Assert.Equal("invalid_grant", there.Error);
        here.Expect(200);
    }

    [Fact]
    public async Task One_can_ask_for_a_DPoP_nonce_while_the_other_does_not()
    {
        var without = await (await server.ConnectAsync("fapi2-pkjwt-dpop-2")).ClientCredentialsAsync("accounts");
        var client = (await server.ConnectAsync("plain-pkjwt-dpop-2")) with { RetriesWithNonce = false };
        var first = await client.ClientCredentialsAsync("accounts");
        var second = await client.ClientCredentialsAsync("accounts");

        Assert.Null(without.Header("DPoP-Nonce"));
        Assert.Equal("use_dpop_nonce", first.Error);
        Assert.NotNull(first.Header("DPoP-Nonce"));
        second.Expect(200);
    }

    [Fact]
    public async Task Sessions_of_one_do_not_sign_in_at_the_other()
    {
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-2");
        var plain = await server.ConnectAsync("plain-pkjwt-dpop-2");
        using var browser = server.OpenBrowser();
        var first = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        await browser.AuthorizeAsync(client.AuthorizeUrl(first.RequestUri), server.Kit.NextCustomer());

        var second = await plain.PushAsync(new AuthorizationRequest(plain.RedirectUri) { Scope = "accounts" });
        await browser.OpenAsync(plain.AuthorizeUrl(second.RequestUri));

        Assert.NotNull(browser.Page.Element("username"));
    }
}
