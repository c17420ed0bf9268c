using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>A code is worth nothing to anyone but the client, the key and the redirect URI it was issued for.</summary>
public sealed class CodeTests(SecurityBanks banks)
{
    [Theory(DisplayName = "Advisory 11, CVE-2026-16089: a code cannot be retargeted to another client")]
    [InlineData("fapi2-pkjwt-dpop-1")]
    [InlineData("fapi2-pkjwt-mtls-2")]
    [InlineData("fapi2-mtls-dpop-2")]
    [InlineData("fapi2-mtls-mtls-2")]
    public async Task Code_is_refused_to_another_client(string thiefId)
    {
        var bank = await banks.PlainAsync();
        var flow = await bank.ObtainCodeAsync(await bank.ConnectAsync());
        var thief = await bank.ConnectAsync(thiefId);
        thief = thief with { DPoPKey = thief.DPoPKey is null ? null : flow.Client.DPoPKey };

        Refused.Grant(await thief.RedeemCodeAsync(flow.Code, flow.Request));
        Refused.Grant(await thief.RedeemCodeAsync(flow.Code, flow.Request with { RedirectUri = thief.RedirectUri }));

        (await flow.RedeemAsync()).Expect(200); // The attempt cost the rightful client nothing.
    }

    [Fact(DisplayName = "Advisory 11, CVE-2026-16089: the thief may not name the victim in client_id")]
    public async Task Code_is_refused_with_the_victims_client_id_and_the_thiefs_credentials()
    {
        var bank = await banks.PlainAsync();
        var flow = await bank.ObtainCodeAsync(await bank.ConnectAsync());
        var thief = await bank.ConnectAsync("fapi2-pkjwt-dpop-1") with { DPoPKey = flow.Client.DPoPKey };

        Refused.Client(await thief.RedeemCodeAsync(flow.Code, flow.Request, request => request.Form["client_id"] = flow.Client.ClientId));

        (await flow.RedeemAsync()).Expect(200);
    }

    [Fact(DisplayName = "Advisory 11, CVE-2026-16089: redirect_uri is compared at redemption")]
    public async Task Code_is_refused_with_another_redirect_uri()
    {
        var bank = await banks.PlainAsync();
        var flow = await bank.ObtainCodeAsync(await bank.ConnectAsync());
        var uri = flow.Request.RedirectUri.OriginalString;

        foreach (var other in new[] { null, "", uri + "/", uri.Replace("https", "HTTPS", StringComparison.Ordinal), uri.Split('?')[0], uri + "#", uri + " " })
        {
            Refused.With(await flow.RedeemAsync(request => request.Form["redirect_uri"] = other), 400, "invalid_grant", "invalid_request");
        }

        (await flow.RedeemAsync()).Expect(200);
    }

    [Fact(DisplayName = "Advisory 11, CVE-2026-16089: the DPoP key of the pushed request is compared at redemption")]
    public async Task Code_is_refused_with_another_key()
    {
        var bank = await banks.PlainAsync();
        var flow = await bank.ObtainCodeAsync(await bank.ConnectAsync());
        var stranger = flow.Client with { DPoPKey = SigningKey.NewEs256() };
        var withoutProof = flow.Client with { DPoPKey = null };

        Refused.With(await stranger.RedeemCodeAsync(flow.Code, flow.Request), 400, "invalid_dpop_proof", "invalid_grant");
        Refused.With(await withoutProof.RedeemCodeAsync(flow.Code, flow.Request), 400, "invalid_dpop_proof", "invalid_request");

        (await flow.RedeemAsync()).Expect(200);
    }

    [Fact(DisplayName = "Advisory 11, CVE-2026-16089: dpop_jkt binds the code when the request was pushed without a proof")]
    public async Task Code_is_bound_by_dpop_jkt()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var flow = await bank.ObtainCodeAsync(client, change: request =>
        {
            request.Proof = null;
            request.Form["dpop_jkt"] = client.DPoPKey!.Thumbprint;
        });
        var stranger = client with { DPoPKey = SigningKey.NewEs256() };

        Refused.With(await stranger.RedeemCodeAsync(flow.Code, flow.Request), 400, "invalid_dpop_proof", "invalid_grant");

        (await flow.RedeemAsync()).Expect(200);
    }

    [Fact(DisplayName = "Advisory 11, CVE-2026-16089: a code of one issuer is nothing to another")]
    public async Task Code_is_refused_at_another_issuer()
    {
        var bank = await banks.TwoIssuersAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-2");
        var flow = await bank.ObtainCodeAsync(client);
        var elsewhere = await bank.ConnectAsync("other-pkjwt-dpop-2") with { DPoPKey = client.DPoPKey };

        Refused.Grant(await elsewhere.RedeemCodeAsync(flow.Code, flow.Request));

        (await flow.RedeemAsync()).Expect(200);
    }

    [Theory(DisplayName = "Advisory 31, CVE-2024-22258: no code without an S256 challenge")]
    [InlineData(null, "S256")]
    [InlineData("", "S256")]
    [InlineData("same", null)]
    [InlineData("same", "")]
    [InlineData("same", "plain")]
    [InlineData("same", "s256")]
    [InlineData("same", "S512")]
    [InlineData("short", "S256")]
    [InlineData("=padded", "S256")]
    public async Task Request_without_proof_key_is_refused_when_pushed(string? challenge, string? method)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var request = new AuthorizationRequest(client.RedirectUri);

        var pushed = await client.PushAsync(request, push =>
        {
            push.Form["code_challenge"] = challenge == "same" ? request.CodeChallenge : challenge;
            push.Form["code_challenge_method"] = method;
        });

        Refused.With(pushed, 400, "invalid_request");
    }

    [Fact(DisplayName = "Advisory 31, CVE-2024-22258: no code is redeemed without the verifier of its challenge")]
    public async Task Code_is_refused_without_its_verifier()
    {
        var bank = await banks.PlainAsync();
        var flow = await bank.ObtainCodeAsync(await bank.ConnectAsync());
        var verifier = flow.Request.CodeVerifier!;

        foreach (var other in new[] { null, "", flow.Request.CodeChallenge, verifier + "A", verifier[..^1], verifier.ToUpperInvariant(), verifier + "=", new string('a', 129) })
        {
            Refused.With(await flow.RedeemAsync(request => request.Form["code_verifier"] = other), 400, "invalid_grant", "invalid_request");
        }

        (await flow.RedeemAsync()).Expect(200);
    }

    [Fact(DisplayName = "Advisory 10, CVE-2026-4282: no artefact can be used as another kind")]
    public async Task Artefacts_cannot_be_used_as_another_kind()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var request = new AuthorizationRequest(client.RedirectUri);
        const string prefix = "urn:ietf:params:oauth:request_uri:";
        var unopened = (await client.PushAsync(request)).RequestUri[prefix.Length..];
        var code = (await bank.ObtainCodeAsync(client)).Code;
        var tokens = await bank.ObtainTokensAsync(client);
        using var browser = bank.Server.OpenBrowser();

        foreach (var notACode in new[] { unopened, tokens.RefreshToken, tokens.AccessToken, tokens.Tokens.IdToken!, tokens.Flow.Code })
        {
            Refused.With(await client.RedeemCodeAsync(notACode, request), 400, "invalid_grant");
        }

        foreach (var notARefreshToken in new[] { unopened, code, tokens.AccessToken, tokens.Tokens.IdToken! })
        {
            Refused.With(await client.RefreshAsync(notARefreshToken), 400, "invalid_grant");
        }

        foreach (var notARequest in new[] { code, tokens.RefreshToken })
        {
            await browser.OpenAsync(client.AuthorizeUrl(prefix + notARequest));
            Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
        }

        foreach (var notAnAccessToken in new[] { unopened, code, tokens.Tokens.IdToken! })
        {
            Assert.Equal("""{"active":false}""", (await bank.IntrospectAsync(notAnAccessToken)).Body);
            Assert.Equal(401, (await client.UserInfoAsync(notAnAccessToken)).Status);
        }
    }

    [Fact(DisplayName = "Advisory 35, CVE-2026-79652: what the customer did not consent to cannot be had at the token endpoint")]
    public async Task Scope_of_a_code_cannot_be_widened_when_it_is_redeemed()
    {
        var bank = await banks.PlainAsync();
        foreach (var scope in new[] { "openid accounts", "accounts", "openid accounts offline_access", "openid nonsense", "nonsense" })
        {
            var flow = await bank.ObtainCodeAsync(await bank.ConnectAsync(), "openid");

            var tokens = await flow.RedeemAsync(request => request.Form["scope"] = scope);

            if (tokens.Status == 200)
            {
                Assert.Equal("openid", tokens.Scope);
                Assert.Equal("openid", SignedJwt.Parse(tokens.AccessToken)["scope"]);
                Assert.Null(tokens.RefreshToken);
            }
            else
            {
                Refused.With(tokens, 400, "invalid_scope", "invalid_request", "invalid_grant");
            }
        }
    }

    [Fact(DisplayName = "Advisory 35, CVE-2026-79652: a client that speaks for itself gets nothing of a customer's")]
    public async Task Client_credentials_reach_no_customer()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();

        Refused.With(await client.ClientCredentialsAsync("openid"), 400, "invalid_scope");
        Refused.With(await client.ClientCredentialsAsync("accounts offline_access"), 400, "invalid_scope");
        var tokens = await client.ClientCredentialsAsync("accounts");

        Assert.Null(tokens.RefreshToken);
        Assert.Null(tokens.IdToken);
        var token = SignedJwt.Parse(tokens.AccessToken);
        Assert.Equal(client.ClientId, token["sub"]);
        Assert.Null(token.Claims["acr"]);
        Assert.Null(token.Claims["auth_time"]);
        Assert.Null(token.Claims["gnt"]);
        Refused.With(await client.UserInfoAsync(tokens.AccessToken), 403, "insufficient_scope");
    }

    [Fact(DisplayName = "Advisory 35, CVE-2026-79652: a signed-in customer is asked again for every request")]
    public async Task Consent_is_never_skipped()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        using var browser = bank.Server.OpenBrowser();
        var first = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        await browser.AuthorizeAsync(client.AuthorizeUrl(first.RequestUri), bank.NextCustomer());

        var second = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        await browser.OpenAsync(client.AuthorizeUrl(second.RequestUri));
        Assert.True(browser.Page.IsConsent, browser.Page.Describe());

        var silent = await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => push.Form["prompt"] = "none");
        await browser.OpenAsync(client.AuthorizeUrl(silent.RequestUri));
        Assert.Equal("consent_required", browser.Answer?.Error);
        Assert.Null(browser.Answer!.Parameters["code"]);
    }

    [Fact(DisplayName = "Advisory 33, CVE-2026-9802: a code used twice ends every token that came of it")]
    public async Task Replayed_code_ends_the_grant()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var refreshed = await tokens.Client.RefreshAsync(tokens.RefreshToken);
        Assert.True(await bank.IsActiveAsync(refreshed.AccessToken));

        Refused.Grant(await tokens.Flow.RedeemAsync());

        Refused.Grant(await tokens.Client.RefreshAsync(tokens.RefreshToken));
        Assert.False(await bank.IsActiveAsync(tokens.AccessToken));
        Assert.False(await bank.IsActiveAsync(refreshed.AccessToken));
        Assert.Equal(401, (await tokens.Client.UserInfoAsync(tokens.AccessToken)).Status);
    }

    [Fact(DisplayName = "Advisory 33, CVE-2026-9802: another client's replay ends nothing")]
    public async Task Replay_by_another_client_ends_nothing()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var stranger = await bank.ConnectAsync("fapi2-pkjwt-dpop-1");

        Refused.Grant(await stranger.RedeemCodeAsync(tokens.Flow.Code, tokens.Flow.Request));

        Assert.True(await bank.IsActiveAsync(tokens.AccessToken));
        (await tokens.Client.RefreshAsync(tokens.RefreshToken)).Expect(200);
    }

    [Fact(DisplayName = "Advisory 13, CVE-2020-15222: a recorded token request that is sent again proves nothing and ends nothing")]
    public async Task Replayed_token_request_does_not_end_the_grant()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var flow = await bank.ObtainCodeAsync(client);
        string? assertion = null, proof = null;
        var tokens = await flow.RedeemAsync(request =>
        {
            request.SendAssertion(assertion = request.Assertion!.Sign());
            request.SendProof(proof = request.Proof!.Sign());
        });

        var replay = await flow.RedeemAsync(request =>
        {
            request.SendAssertion(assertion!);
            request.SendProof(proof!);
        });

        Assert.InRange(replay.Status, 400, 401);
        Assert.Equal("invalid_client", replay.Error);
        Assert.True(await bank.IsActiveAsync(tokens.AccessToken));
    }
}
