using System.Text.Json.Nodes;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.SingleUse;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>What becomes of tokens after they were issued: refreshed, asked about, given back.</summary>
public sealed class TokenLifeTests(SecurityBanks banks)
{
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"];

    [Fact(DisplayName = "Advisory 32, CVE-2026-1035: fifty refreshes at once make no second refresh token")]
    public async Task Parallel_refreshes_do_not_multiply()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var grant = Guid.Parse(SignedJwt.Parse(tokens.AccessToken)["gnt"]!);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => tokens.Client.RefreshAsync(tokens.RefreshToken)));

        Assert.All(answers, answer =>
        {
            answer.Expect(200);
            Assert.True(answer.RefreshToken is null || answer.RefreshToken == tokens.RefreshToken);
        });
        Assert.Equal(50, answers.Select(answer => answer.AccessToken).Distinct().Count());
        Assert.Equal(1, await bank.ReadAsync(db => db.Artefacts.CountAsync(row => row.GrantId == grant && row.Kind == ArtefactKind.RefreshToken)));
    }

    [Fact(DisplayName = "Advisory 32, CVE-2026-1035: a refresh can narrow, never widen, and narrowing does not last")]
    public async Task Refresh_cannot_widen()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync(), "openid offline_access");

        Refused.With(await tokens.Client.RefreshAsync(tokens.RefreshToken, request => request.Form["scope"] = "openid accounts"), 400, "invalid_scope");
        Refused.With(await tokens.Client.RefreshAsync(tokens.RefreshToken, request => request.Form["scope"] = "accounts"), 400, "invalid_scope");
        Refused.With(await tokens.Client.RefreshAsync(tokens.RefreshToken, request => request.Form["scope"] = "nonsense"), 400, "invalid_scope");
        Refused.With(await tokens.Client.RefreshAsync(tokens.RefreshToken, request => request.Form["resource"] = "https://localhost:9445"), 400, "invalid_target");

        var narrow = await tokens.Client.RefreshAsync(tokens.RefreshToken, request => request.Form["scope"] = "openid");
        Assert.Equal("openid", SignedJwt.Parse(narrow.AccessToken)["scope"]);
    }

    [Fact(DisplayName = "Advisory 42, CVE-2026-18570: a refresh follows the client's registration as it is now")]
    public async Task Refresh_follows_the_present_registration()
    {
        var bank = await banks.PlainAsync();
        var registration = SecurityBanks.Shrinking;
        await RegisterAsync(bank, registration);
        var client = await bank.Server.ConnectAsync(registration);
        var tokens = await bank.ObtainTokensAsync(client);

        await RegisterAsync(bank, registration.With("scope", "openid offline_access"));
        var refreshed = await client.RefreshAsync(tokens.RefreshToken);

        Assert.DoesNotContain("accounts", refreshed.Status == 200 ? SignedJwt.Parse(refreshed.AccessToken)["scope"]! : "", StringComparison.Ordinal);
        Refused.With(await client.RefreshAsync(tokens.RefreshToken, request => request.Form["scope"] = "accounts"), 400, "invalid_scope", "invalid_grant");

        await RegisterAsync(bank, registration.With("grant_types", new JsonArray("authorization_code")));
        Refused.With(await client.RefreshAsync(tokens.RefreshToken), 400, "unauthorized_client");

        await RegisterAsync(bank, registration, isEnabled: false);
        Refused.Client(await client.RefreshAsync(tokens.RefreshToken));
        Assert.False(await bank.IsActiveAsync(tokens.AccessToken));
        Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken)).Status);
    }

    [Fact(DisplayName = "Advisory 42, CVE-2026-9792: a redirect URI that was unregistered meanwhile gets no answer")]
    public async Task Unregistered_redirect_uri_gets_no_answer()
    {
        var bank = await banks.PlainAsync();
        var registration = SecurityBanks.Shrinking;
        await RegisterAsync(bank, registration);
        var client = await bank.Server.ConnectAsync(registration);
        using var browser = bank.Server.OpenBrowser();
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        await browser.ReachConsentAsync(client.AuthorizeUrl(pushed.RequestUri), bank.NextCustomer());

        await RegisterAsync(bank, registration.With("redirect_uris", new JsonArray("https://new.example.test/callback")));
        await browser.PressAsync("approve");

        Assert.Null(browser.Answer);
        Assert.True(browser.Page.IsError, browser.Page.Describe());
        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        Assert.Null(browser.Answer);
        Assert.True(browser.Page.IsError, browser.Page.Describe());
    }

    [Fact(DisplayName = "Advisory 42, CVE-2026-18573: resources that a request was narrowed to stay so on refresh")]
    public async Task Refresh_keeps_to_the_resources_of_the_request()
    {
        var bank = await banks.TwoIssuersAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-2");
        const string bankApi = "https://localhost:9445", paymentsApi = "https://payments.example.test";
        var flow = await bank.ObtainCodeAsync(client, "openid accounts payments offline_access", push => push.Form["resource"] = bankApi);

        Refused.With(await flow.RedeemAsync(request => request.Form["resource"] = paymentsApi), 400, "invalid_target");
        flow = await bank.ObtainCodeAsync(client, "openid accounts payments offline_access", push => push.Form["resource"] = bankApi);
        var tokens = await flow.RedeemAsync();
        Assert.Equal(bankApi, SignedJwt.Parse(tokens.AccessToken)["aud"]);

        Refused.With(await client.RefreshAsync(tokens.RefreshToken!, request => request.Form["resource"] = paymentsApi), 400, "invalid_target");
        Assert.Equal(bankApi, SignedJwt.Parse((await client.RefreshAsync(tokens.RefreshToken!)).AccessToken)["aud"]);
    }

    [Fact(DisplayName = "Advisory 39, CVE-2026-37979: a resource server learns only of tokens for it, and of others exactly nothing")]
    public async Task Introspection_tells_only_the_audience()
    {
        var bank = await banks.TwoIssuersAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-2");
        var forPayments = (await bank.ObtainTokensAsync(client, "openid payments")).AccessToken;
        var forItself = (await bank.ObtainTokensAsync(client, "openid")).AccessToken;
        var forBoth = (await bank.ObtainTokensAsync(client, "accounts payments")).AccessToken;
        var forBank = await bank.ObtainTokensAsync(client, "accounts offline_access");

        foreach (var notForTheBank in new[] { forPayments, forItself, forBank.RefreshToken, forBank.Flow.Code, "", "x" }.Where(token => token.Length > 0))
        {
            var answer = await bank.IntrospectAsync(notForTheBank);
            Assert.Equal("""{"active":false}""", answer.Expect(200).Body);
        }
        Assert.True(await bank.IsActiveAsync(forBoth));
        Assert.True(await bank.IsActiveAsync(forBank.AccessToken));

        // Advisory 40, CVE-2021-32701: no answer is kept; what was revoked is gone at the next question.
        (await client.RevokeAsync(forBank.AccessToken)).Expect(200);
        Assert.Equal("""{"active":false}""", (await bank.IntrospectAsync(forBank.AccessToken)).Body);
    }

    [Fact(DisplayName = "Advisory 39, CVE-2026-18208: only a resource server may ask, in whatever format")]
    public async Task Introspection_is_for_resource_servers()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var resourceServer = await bank.ConnectAsync("fapi2-rs-1");

        var answer = await tokens.Client.IntrospectAsync(tokens.AccessToken);
        Assert.InRange(answer.Status, 400, 403);
        Assert.Null(answer.Json["active"]);

        var signed = await resourceServer.IntrospectAsync("x", request => request.Header("Accept", "application/token-introspection+jwt"));
        Assert.True(signed.Status != 200 || signed.Body == """{"active":false}""", signed.Body);
        Refused.Client(await resourceServer.IntrospectAsync(tokens.AccessToken, request => request.Assertion = null));
        Refused.With(await resourceServer.IntrospectAsync("", request => request.Form["token"] = null), 400, "invalid_request");
    }

    [Fact(DisplayName = "Advisory 40, CVE-2021-32701: the scope a resource server is told is the token's own")]
    public async Task Introspection_tells_the_tokens_own_scope()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync(), "openid accounts offline_access");
        var narrow = await tokens.Client.RefreshAsync(tokens.RefreshToken, request => request.Form["scope"] = "accounts");

        Assert.Equal("accounts", (await bank.IntrospectAsync(narrow.AccessToken)).Text("scope"));
        Assert.Equal("openid accounts offline_access", (await bank.IntrospectAsync(tokens.AccessToken)).Text("scope"));
        Assert.Equal("accounts", (await bank.IntrospectAsync(narrow.AccessToken)).Text("scope"));
    }

    [Fact(DisplayName = "Advisory 49, CVE-2020-15223: a revocation that was not stored is an error, never a 200")]
    public async Task Failed_revocation_is_not_answered_with_success()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var claims = SignedJwt.Parse(tokens.AccessToken);
        var grant = claims["gnt"]!.ToUpperInvariant();
        var entry = ReplayEntry.Identify(ReplayKind.RevokedAccessToken, "fapi2", tokens.Client.ClientId, claims["jti"]!);
        await ExecuteAsync(bank, $"""CREATE TRIGGER stuck BEFORE UPDATE ON "Grants" WHEN OLD."Id" = '{grant}' BEGIN SELECT RAISE(FAIL, 'disk full'); END""");
        await ExecuteAsync(bank, $"""CREATE TRIGGER stuck_too BEFORE INSERT ON "ReplayEntries" WHEN NEW."Id" = '{entry}' BEGIN SELECT RAISE(FAIL, 'disk full'); END""");

        foreach (var token in new[] { tokens.RefreshToken, tokens.AccessToken })
        {
            var answer = await tokens.Client.RevokeAsync(token);
            Assert.Equal(500, answer.Status);
            Assert.Equal("server_error", answer.Error);
            Refused.Wholesome(answer);
            Assert.DoesNotContain("disk", answer.Body, StringComparison.Ordinal);
            Assert.True(await bank.IsActiveAsync(tokens.AccessToken));
        }

        await ExecuteAsync(bank, "DROP TRIGGER stuck");
        await ExecuteAsync(bank, "DROP TRIGGER stuck_too");
        (await tokens.Client.RevokeAsync(tokens.RefreshToken)).Expect(200);
        Assert.False(await bank.IsActiveAsync(tokens.AccessToken));
    }

    [Fact(DisplayName = "Advisory 49, CVE-2020-15223: a client can revoke its own tokens only, and learns nothing of others")]
    public async Task Revocation_is_for_the_clients_own_tokens()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var stranger = await bank.ConnectAsync("fapi2-pkjwt-dpop-1");

        foreach (var token in new[] { tokens.AccessToken, tokens.RefreshToken, tokens.Flow.Code, tokens.Tokens.IdToken!, "unknown" })
        {
            Assert.Equal("", (await stranger.RevokeAsync(token)).Expect(200).Body.Trim('{', '}'));
        }
        Refused.Client(await tokens.Client.RevokeAsync(tokens.RefreshToken, request => request.Assertion = null));
        Assert.True(await bank.IsActiveAsync(tokens.AccessToken));
        (await tokens.Client.RefreshAsync(tokens.RefreshToken)).Expect(200);
    }

    [Fact(DisplayName = "Advisory 50, KC 27.0: the server publishes public keys, and no private one of anybody")]
    public async Task No_private_key_is_handed_out()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var jwks = await client.FetchJwksAsync();

        Assert.All(jwks["keys"]!.AsArray(), key => Assert.All(PrivateMembers, member => Assert.Null(key![member])));
        foreach (var path in new[] { "/sandbox/clients", "/clients/fapi2-pkjwt-dpop-2/private.jwks.json", "/ca.key", "/server.db", "/fapi2/server.db", "/fapi2/../server.db", "/css/..%2f..%2fserver.db", "/appsettings.json", "/fapi2/appsettings.json" })
        {
            using var answer = await bank.Server.Wire.Client(null).GetAsync(new Uri(bank.Server.PublicAddress, path));
            Assert.Equal(404, (int)answer.StatusCode);
        }
    }

    private static async Task RegisterAsync(Bank bank, SandboxClient client, bool isEnabled = true)
    {
        var metadata = ClientMetadata.Parse(client.Registration.ToJsonString()).ToJson();
        Assert.Equal(1, await bank.ReadAsync(db => db.Clients.Where(row => row.ClientId == client.ClientId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Metadata, metadata).SetProperty(row => row.IsEnabled, isEnabled))));
        await AnnounceAsync(bank);
    }

    // What a node does that changes clients: the others look for it every tenth of a second here.
    private static async Task AnnounceAsync(Bank bank)
    {
        await bank.ReadAsync(db => db.ChangeStamps.Where(stamp => stamp.Name == ChangeStamp.Clients)
            .ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Version, stamp => stamp.Version + 1)));
        await Task.Delay(700);
    }

    private static Task<int> ExecuteAsync(Bank bank, string sql) => bank.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));
}
