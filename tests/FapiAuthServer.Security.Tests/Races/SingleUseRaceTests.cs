using FapiAuthServer.Grants;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Security.Tests.Races;

/// <summary>Fifty uses of one thing at once, over two nodes, thirty times: one winner each time.</summary>
[Collection("Two nodes")]
public sealed class SingleUseRaceTests(SecurityBanks banks)
{
    [Fact(DisplayName = "Advisory 13, CVE-2020-5300: of fifty requests with one assertion, over two nodes, one is answered")]
    public async Task One_assertion()
    {
        var nodes = await banks.TwoNodesAsync();
        var client = await nodes.Bank.ConnectAsync();
        for (var round = 0; round < TwoNodes.Rounds; round++)
        {
            var assertion = client.NewAssertion(client.AssertionKey!).Sign();

            var answers = await nodes.FireAsync(_ =>
            {
                var request = TokenRequest(client, "client_credentials", ("scope", "accounts"));
                request.SendAssertion(assertion);
                return request;
            });

            AssertOneWinner(answers, round, 200, 401, "invalid_client");
        }
    }

    [Fact(DisplayName = "Advisory 13, CVE-2020-5300: of fifty requests with one assertion at several endpoints, one is answered")]
    public async Task One_assertion_at_several_endpoints()
    {
        var nodes = await banks.TwoNodesAsync();
        var client = await nodes.Bank.ConnectAsync();
        for (var round = 0; round < 10; round++)
        {
            var assertion = client.NewAssertion(client.AssertionKey!).Sign();

            var answers = await nodes.FireAsync(number =>
            {
                var request = (number / 2 % 3) switch
                {
                    0 => TokenRequest(client, "client_credentials", ("scope", "accounts")),
                    1 => Request(client, "revocation_endpoint", ("token", "x")),
                    _ => PushRequest(client),
                };
                request.SendAssertion(assertion);
                return request;
            });

            Assert.Equal(1, answers.Count(answer => answer.Status is 200 or 201));
            Assert.All(answers.Where(answer => answer.Status is not (200 or 201)), answer => Refused.With(answer, 401, "invalid_client"));
        }
    }

    [Fact(DisplayName = "Advisory 23, spring-security#18120: of fifty requests with one proof, over two nodes, one is answered")]
    public async Task One_proof()
    {
        var nodes = await banks.TwoNodesAsync();
        var client = await nodes.Bank.ConnectAsync();
        for (var round = 0; round < TwoNodes.Rounds; round++)
        {
            var proof = FintechClient.NewProof(client.DPoPKey!, HttpMethod.Post, client.Metadata.Endpoint("token_endpoint")).Sign();

            var answers = await nodes.FireAsync(_ =>
            {
                var request = TokenRequest(client, "client_credentials", ("scope", "accounts"));
                request.SendProof(proof);
                return request;
            });

            AssertOneWinner(answers, round, 200, 400, "invalid_dpop_proof");
        }
    }

    [Fact(DisplayName = "Advisory 23, spring-security#18120: of fifty userinfo requests with one proof, over two nodes, one is answered")]
    public async Task One_proof_at_userinfo()
    {
        var nodes = await banks.TwoNodesAsync();
        var tokens = await nodes.Bank.ObtainTokensAsync(await nodes.Bank.ConnectAsync());
        var address = tokens.Client.Metadata.Endpoint("userinfo_endpoint");
        for (var round = 0; round < 10; round++)
        {
            var proof = FintechClient.NewProof(tokens.Client.DPoPKey!, HttpMethod.Get, address, tokens.AccessToken).Sign();

            var answers = await nodes.FireAsync(_ =>
            {
                var request = new ProtocolRequest { Address = address, Method = HttpMethod.Get, AccessToken = tokens.AccessToken, AccessTokenScheme = "DPoP" };
                request.SendProof(proof);
                return request;
            });

            AssertOneWinner(answers, round, 200, 401, "invalid_dpop_proof");
        }
    }

    [Fact(DisplayName = "Advisory 33, CVE-2026-9802: of fifty redemptions of one code, over two nodes, one gets tokens, which the others end")]
    public async Task One_code()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var client = await bank.ConnectAsync();
        for (var round = 0; round < TwoNodes.Rounds; round++)
        {
            var flow = await bank.ObtainCodeAsync(client);

            var answers = await nodes.FireAsync(_ => TokenRequest(
                client, "authorization_code", ("code", flow.Code), ("redirect_uri", flow.Request.RedirectUri.OriginalString), ("code_verifier", flow.Request.CodeVerifier!)));

            AssertOneWinner(answers, round, 200, 400, "invalid_grant");
            var winner = new TokenResponse(answers.Single(answer => answer.Status == 200));
            var grant = Guid.Parse(SignedJwt.Parse(winner.AccessToken)["gnt"]!);
            Assert.False(await bank.IsActiveAsync(winner.AccessToken), $"round {round}: the winner's token outlived the replays");
            Refused.Grant(await nodes.AtSecond(client).RefreshAsync(winner.RefreshToken!));
            Assert.Equal(GrantStatus.Revoked, await bank.ReadAsync(db => db.Grants.Where(row => row.Id == grant).Select(row => row.Status).SingleAsync()));
        }
    }

    [Fact(DisplayName = "Advisory 8, KC 50135: of fifty visits that approve one request, over two nodes, one is answered with a code")]
    public async Task One_request()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        BareBrowser[] browsers = [new(nodes.First.Wire), new(nodes.Second.Wire)];
        var token = await SignInAsync(browsers, client, customer);

        for (var round = 0; round < TwoNodes.Rounds; round++)
        {
            var authorize = client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri);
            var visits = await Task.WhenAll(Enumerable.Range(0, TwoNodes.Shots).Select(number => browsers[number % 2].OpenVisitAsync(authorize)));
            await Task.WhenAll(visits.Select(async (visit, number) => (await browsers[number % 2].PostAsync(
                visit, new FormParameters { [BareBrowser.FormToken] = token, ["decision"] = "approve" })).Expect(303)));
            var grantsBefore = await bank.ReadAsync(db => db.Grants.CountAsync());

            var answers = await Task.WhenAll(visits.Select((visit, number) => browsers[number % 2].GetAsync(Resume(client, visit))));

            Assert.Equal(1, answers.Count(answer => answer.Status == 303 && answer.Header("Location")!.Contains("code=", StringComparison.Ordinal)));
            Assert.All(answers.Where(answer => answer.Status != 303), answer => Assert.True(answer.Status == 400, $"round {round}: {answer.Status} {answer.Body}"));
            Assert.Equal(grantsBefore + 1, await bank.ReadAsync(db => db.Grants.CountAsync()));
        }
    }

    [Fact]
    public async Task Yes_and_no_to_one_request_at_once_is_one_answer()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var client = await bank.ConnectAsync();
        BareBrowser[] browsers = [new(nodes.First.Wire), new(nodes.Second.Wire)];
        var token = await SignInAsync(browsers, client, bank.NextCustomer());

        for (var round = 0; round < 10; round++)
        {
            var authorize = client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri);
            Uri[] visits = [await browsers[0].OpenVisitAsync(authorize), await browsers[1].OpenVisitAsync(authorize)];
            (await browsers[0].PostAsync(visits[0], new FormParameters { [BareBrowser.FormToken] = token, ["decision"] = "approve" })).Expect(303);
            (await browsers[1].PostAsync(visits[1], new FormParameters { [BareBrowser.FormToken] = token, ["decision"] = "deny" })).Expect(303);

            var answers = await Task.WhenAll(visits.Select((visit, number) => browsers[number].GetAsync(Resume(client, visit))));

            Assert.Equal(1, answers.Count(answer => answer.Status == 303));
            Assert.Equal(1, answers.Count(answer => answer.Status == 400));
        }
    }

    [Fact(DisplayName = "Advisory 49, CVE-2020-15223: fifty revocations at once all succeed, and end what they should")]
    public async Task One_revocation()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var client = await bank.ConnectAsync();
        for (var round = 0; round < 5; round++)
        {
            var tokens = await bank.ObtainTokensAsync(client);
            foreach (var token in new[] { tokens.AccessToken, tokens.RefreshToken })
            {
                var answers = await nodes.FireAsync(_ => Request(client, "revocation_endpoint", ("token", token)));

                Assert.All(answers, answer => answer.Expect(200));
                Assert.False(await bank.IsActiveAsync(tokens.AccessToken));
            }
            Refused.Grant(await client.RefreshAsync(tokens.RefreshToken));
        }
    }

    [Fact(DisplayName = "Advisory 32, CVE-2026-1035: no token outlives a revocation that it raced")]
    public async Task Refreshes_race_a_revocation()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var client = await bank.ConnectAsync();
        for (var round = 0; round < 5; round++)
        {
            var tokens = await bank.ObtainTokensAsync(client);

            var answers = await nodes.FireAsync(number => number == 20
                ? Request(client, "revocation_endpoint", ("token", tokens.RefreshToken))
                : TokenRequest(client, "refresh_token", ("refresh_token", tokens.RefreshToken)));

            Assert.All(answers, answer => Assert.True(answer.Status is 200 or 400, answer.Body));
            foreach (var issued in answers.Select(answer => answer.Text("access_token")).OfType<string>().Take(10))
            {
                Assert.False(await bank.IsActiveAsync(issued));
            }
        }
    }

    [Fact(DisplayName = "Advisory 46, CVE-2018-14657: guesses are counted over both nodes together")]
    public async Task Guesses_over_two_nodes()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var customer = bank.NextExpendableCustomer();
        var client = await bank.ConnectAsync();
        var attempts = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
        {
            var browser = new BareBrowser(nodes.Node(number).Wire);
            var page = await browser.OpenVisitAsync(client);
            (await browser.FillAsync(page, ("username", customer.Username), ("password", customer.Password))).Expect(303);
            var second = BareBrowser.Sibling(page, "second-factor");
            return (browser, second, Token: await browser.TokenAsync(second));
        }));

        var answers = await Task.WhenAll(attempts.Select(attempt => attempt.browser.PostAsync(
            attempt.second, new FormParameters { [BareBrowser.FormToken] = attempt.Token, ["otp"] = "not a code" })));

        Assert.All(answers, answer => Assert.EndsWith("/sign-in", answer.Expect(303).Header("Location"), StringComparison.Ordinal));
        var (failures, blocked) = await bank.ReadAsync(async db =>
        {
            var row = await db.Customers.AsNoTracking().SingleAsync(row => row.Subject == customer.Subject);
            return (row.FailedAttempts, row.BlockedUntil);
        });
        Assert.Equal(5, failures);
        Assert.NotNull(blocked);
    }

    [Fact(DisplayName = "Advisory 33, CVE-2026-9802: what one node revokes is over on the other")]
    public async Task Revocation_is_seen_on_the_other_node()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var client = await bank.ConnectAsync();
        var elsewhere = nodes.AtSecond(client);
        var tokens = await bank.ObtainTokensAsync(client);
        var api = nodes.AtSecond(await bank.ConnectAsync("fapi2-rs-1"));
        Assert.True((await api.IntrospectAsync(tokens.AccessToken)).Json["active"]!.GetValue<bool>());

        (await client.RevokeAsync(tokens.AccessToken)).Expect(200);
        Assert.Equal("""{"active":false}""", (await api.IntrospectAsync(tokens.AccessToken)).Body);
        var second = await elsewhere.RefreshAsync(tokens.RefreshToken);
        (await client.RevokeAsync(tokens.RefreshToken)).Expect(200);
        Assert.Equal("""{"active":false}""", (await api.IntrospectAsync(second.AccessToken)).Body);
        Refused.Grant(await elsewhere.RefreshAsync(tokens.RefreshToken));
        Refused.Grant(await elsewhere.RedeemCodeAsync(tokens.Flow.Code, tokens.Flow.Request));
    }

    [Fact(DisplayName = "Advisory 42, CVE-2026-18570: a client that is disabled is out on every node")]
    public async Task Disabled_client_is_out_on_both_nodes()
    {
        var nodes = await banks.TwoNodesAsync();
        var bank = nodes.Bank;
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-1");
        var tokens = await bank.ObtainTokensAsync(client);
        (await nodes.AtSecond(client).ClientCredentialsAsync("accounts")).Expect(200);

        await EnableAsync(bank, client.ClientId, false);

        foreach (var node in new[] { client, nodes.AtSecond(client) })
        {
            Refused.Client(await node.ClientCredentialsAsync("accounts"));
            Refused.Client(await node.RefreshAsync(tokens.RefreshToken));
            Assert.Equal(401, (await node.UserInfoAsync(tokens.AccessToken)).Status);
        }
        Assert.False(await bank.IsActiveAsync(tokens.AccessToken));
        await EnableAsync(bank, client.ClientId, true);
        (await client.ClientCredentialsAsync("accounts")).Expect(200);
    }

    private static async Task EnableAsync(Bank bank, string clientId, bool enabled)
    {
        await bank.ReadAsync(db => db.Clients.Where(row => row.ClientId == clientId).ExecuteUpdateAsync(set => set.SetProperty(row => row.IsEnabled, enabled)));
        await bank.ReadAsync(db => db.ChangeStamps.ExecuteUpdateAsync(set => set.SetProperty(stamp => stamp.Version, stamp => stamp.Version + 1)));
        await Task.Delay(TimeSpan.FromSeconds(1.5));
    }

    // Both browsers are one: they share all cookies, and differ in the node that answers them.
    private static async Task<string> SignInAsync(BareBrowser[] browsers, FintechClient client, TestKit.Sandboxes.SandboxCustomer customer)
    {
        var page = await browsers[0].OpenVisitAsync(client);
        (await browsers[0].FillAsync(page, ("username", customer.Username), ("password", customer.Password))).Expect(303);
        (await browsers[0].FillAsync(BareBrowser.Sibling(page, "second-factor"), ("otp", await customer.Device.NextAsync()))).Expect(303);
        var token = await browsers[0].TokenAsync(BareBrowser.Sibling(page, "consent"));
        foreach (var (name, value) in browsers[0].Cookies)
        {
            browsers[1].Cookies[name] = value;
        }
        return token;
    }

    private static Uri Resume(FintechClient client, Uri page) =>
        new($"{client.Metadata.Endpoint("authorization_endpoint")}/resume?visit={page.Segments[^2].Trim('/')}");

    private static ProtocolRequest PushRequest(FintechClient client)
    {
        var request = Request(client, "pushed_authorization_request_endpoint");
        new AuthorizationRequest(client.RedirectUri).AddTo(request.Form);
        return request;
    }

    private static ProtocolRequest TokenRequest(FintechClient client, string grantType, params (string Name, string Value)[] parameters)
    {
        var request = Request(client, "token_endpoint", [("grant_type", grantType), .. parameters]);
        request.Proof = FintechClient.NewProof(client.DPoPKey!, HttpMethod.Post, request.Address);
        return request;
    }

    private static ProtocolRequest Request(FintechClient client, string endpoint, params (string Name, string Value)[] parameters)
    {
        var request = new ProtocolRequest { Address = client.Metadata.Endpoint(endpoint), Assertion = client.NewAssertion(client.AssertionKey!) };
        request.Form["client_id"] = client.ClientId;
        foreach (var (name, value) in parameters)
        {
            request.Form[name] = value;
        }
        return request;
    }

    private static void AssertOneWinner(IReadOnlyList<ServerResponse> answers, int round, int won, int lost, string error)
    {
        var winners = answers.Count(answer => answer.Status == won);
        Assert.True(winners == 1, $"round {round}: {winners} winners");
        Assert.All(answers.Where(answer => answer.Status != won), answer => Refused.With(answer, lost, error));
    }
}
