using System.Net;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>A request_uri is a handle of ours, for one client of one issuer, and nothing pushed comes out again anywhere else.</summary>
public sealed class RequestUriTests(SecurityBanks banks)
{
    [Fact(DisplayName = "Advisory 1, CVE-2020-10770: a URL in request_uri is never fetched")]
    public async Task Request_uri_is_never_fetched()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        using var trap = new Trap();
        using var browser = bank.Server.OpenBrowser();

        foreach (var uri in new[]
        {
            trap.Url("request.jwt"), trap.Url().Replace("https", "http", StringComparison.Ordinal), "file:///etc/passwd", "//127.0.0.1",
            "urn:ietf:params:oauth:request_uri:", "urn:ietf:params:oauth:request_uri:../../x", "URN:IETF:params:oauth:request_uri:x",
            "urn:ietf:params:oauth:request_uri:" + trap.Url(), new string('u', 4000),
        })
        {
            await browser.OpenAsync(client.AuthorizeUrl(uri));
            Assert.Null(browser.Answer);
            Assert.Equal(400, browser.Page.Response.Status);
            Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
        }

        Refused.With(
            await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => push.Form["request_uri"] = trap.Url()), 400, "invalid_request");
        Assert.Equal(0, trap.Calls);
    }

    [Fact(DisplayName = "Advisory 5, CVE-2026-4874: no URL in any parameter of a request is called")]
    public async Task No_parameter_is_called()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        using var trap = new Trap();
        string[] names =
        [
            "logo_uri", "client_uri", "policy_uri", "tos_uri", "jwks_uri", "sector_identifier_uri", "request_object_endpoint",
            "post_logout_redirect_uri", "backchannel_logout_uri", "client_notification_endpoint", "login_hint", "ui_locales", "audience",
        ];

        await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push =>
        {
            foreach (var name in names)
            {
                push.Form[name] = trap.Url(name);
            }
        });

        Assert.Equal(0, trap.Calls);
    }

    [Fact(DisplayName = "Advisory 8, KC 50135: a request_uri is refused to another client")]
    public async Task Request_uri_of_another_client_is_refused()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        using var browser = bank.Server.OpenBrowser();

        foreach (var other in new[] { "fapi2-pkjwt-dpop-1", "FAPI2-PKJWT-DPOP-2", client.ClientId + " ", "nobody", "", null })
        {
            await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri, query => query["client_id"] = other));
            Assert.Null(browser.Answer);
            Assert.True(browser.Page.IsError, browser.Page.Describe());
        }

        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        Assert.True(browser.Page.IsSignIn, browser.Page.Describe());
    }

    [Fact(DisplayName = "Advisory 8, spring-authorization-server#1971: a request_uri is nothing at another issuer")]
    public async Task Request_uri_of_another_issuer_is_refused()
    {
        var bank = await banks.TwoIssuersAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-2");
        var elsewhere = await bank.ConnectAsync("other-pkjwt-dpop-2");
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        using var browser = bank.Server.OpenBrowser();

        await browser.OpenAsync(elsewhere.AuthorizeUrl(pushed.RequestUri, query => query["client_id"] = client.ClientId));
        Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
        await browser.OpenAsync(elsewhere.AuthorizeUrl(pushed.RequestUri));
        Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
    }

    [Fact(DisplayName = "Advisory 8, spring-authorization-server#1971: visits and sessions of one issuer are nothing at another")]
    public async Task Visits_and_sessions_keep_to_their_issuer()
    {
        var bank = await banks.TwoIssuersAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-2");
        var elsewhere = await bank.ConnectAsync("other-pkjwt-dpop-2");
        var customer = bank.NextCustomer();
        var browser = new BareBrowser(bank.Server.Wire);
        var page = await browser.OpenVisitAsync(client);
        (await browser.FillAsync(page, ("username", customer.Username), ("password", customer.Password))).Expect(303);
        (await browser.FillAsync(BareBrowser.Sibling(page, "second-factor"), ("otp", await customer.Device.NextAsync()))).Expect(303);
        var consent = BareBrowser.Sibling(page, "consent");
        (await browser.GetAsync(consent)).Expect(200);

        Assert.Equal(400, (await browser.GetAsync(new Uri(consent.AbsoluteUri.Replace("/fapi2/", "/other/", StringComparison.Ordinal)))).Status);
        Assert.Equal("sign-in", (await browser.OpenVisitAsync(elsewhere)).Segments[^1]);
        Assert.Equal("consent", (await browser.OpenVisitAsync(client)).Segments[^1]);
    }

    [Fact(DisplayName = "Advisory 8, KC 50135: what the browser says beside the request_uri does not count")]
    public async Task Parameters_beside_the_request_uri_do_not_count()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid" };
        var pushed = await client.PushAsync(request);

        var answer = await bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri, query =>
        {
            query["redirect_uri"] = "https://evil.example.test/callback";
            query["scope"] = "openid accounts offline_access";
            query["state"] = "forged";
            query["response_mode"] = "fragment";
            query["response_type"] = "code id_token";
            query["code_challenge"] = AuthorizationRequest.NewSecret();
            query["prompt"] = "none";
        }));

        Assert.StartsWith(client.RedirectUri.OriginalString, answer.Address.OriginalString, StringComparison.Ordinal);
        Assert.Equal(request.State, answer.State);
        Assert.Equal("openid", (await client.RedeemCodeAsync(answer.Code, request)).Expect(200).Text("scope"));
    }

    [Fact(DisplayName = "Advisory 9, CVE-2024-4540: nothing pushed reappears in a cookie, a URL or the log")]
    public async Task Nothing_pushed_reappears()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        const string marker = "Marker7Q";
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", State = marker + "State", Nonce = marker + "Nonce" };
        var pushed = await client.PushAsync(request, push =>
        {
            push.Form["login_hint"] = marker + "Hint";
            push.Form["custom"] = marker + "Custom";
        });
        using var browser = bank.Server.OpenBrowser();

        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        var seen = browser.Trail.ToList();
        await browser.PressAsync("sign-in", ("username", "nobody"), ("password", "nothing"));
        seen.AddRange(browser.Trail);

        Assert.All(seen, page =>
        {
            Assert.DoesNotContain(marker, string.Join('\n', page.Headers.SelectMany(header => header)), StringComparison.Ordinal);
            // A login_hint is there to be typed for the customer, into the one field it is for.
            Assert.DoesNotContain(marker, page.Body.Replace($"name=\"username\" value=\"{marker}Hint\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain(pushed.RequestUri[^43..], page.Header("Location") ?? "", StringComparison.Ordinal);
        });
        Assert.All(browser.Cookies.GetAllCookies().Cast<Cookie>(), cookie => Assert.DoesNotContain(marker, cookie.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(marker, bank.Server.Output, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Advisory 29, CVE-2024-39694: where a visit goes on is never taken from the browser")]
    public async Task Return_address_is_an_opaque_id()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        using var browser = bank.Server.OpenBrowser();
        var resume = client.Metadata.Endpoint("authorization_endpoint").AbsoluteUri + "/resume";
        var visits = resume.Replace("/authorize/resume", "/visit/", StringComparison.Ordinal);
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));

        foreach (var target in new[]
        {
            "https://evil.example.test/", "//evil.example.test/", "/\\evil.example.test", "%2f%2fevil.example.test", "javascript:alert(1)", "..", "",
        })
        {
            foreach (var address in new[]
            {
                $"{resume}?visit={Uri.EscapeDataString(target)}",
                $"{resume}?visit={Uri.EscapeDataString(target)}&returnUrl={Uri.EscapeDataString(target)}&redirect_uri={Uri.EscapeDataString(target)}",
                $"{visits}{Uri.EscapeDataString(target)}/sign-in?returnUrl={Uri.EscapeDataString(target)}",
                $"{client.AuthorizeUrl(pushed.RequestUri)}&returnUrl={Uri.EscapeDataString(target)}",
            })
            {
                await browser.OpenAsync(new Uri(address));
                Assert.Null(browser.Answer);
                Assert.DoesNotContain("evil", string.Join(' ', browser.Trail.Select(step => step.Header("Location"))), StringComparison.Ordinal);
            }
        }
    }
}
