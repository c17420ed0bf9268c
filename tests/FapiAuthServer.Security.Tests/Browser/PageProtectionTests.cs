using System.Globalization;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using Microsoft.EntityFrameworkCore;
using static FapiAuthServer.Security.Tests.Banks.BareBrowser;

namespace FapiAuthServer.Security.Tests.Browser;

/// <summary>The customer's pages against other sites, other browsers and impatient customers.</summary>
public sealed class PageProtectionTests(SecurityBanks banks)
{
    /// <summary>Any script but the one that asks for a passkey, and that one by its address.</summary>
    private const string ForeignScript = """(?i)<script(?! src="/[a-z0-9-]+/js/passkey\.js\?v=[\w-]+"></script>)""";

    private static readonly string[] Pages = ["sign-in", "second-factor", "consent", "cancel"];

    [Fact]
    public async Task Form_without_its_token_is_refused()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var victim = new BareBrowser(bank.Server.Wire);
        var page = await victim.OpenVisitAsync(client);
        var token = await victim.TokenAsync(page);
        var strangersToken = await StrangersTokenAsync(bank, client);
        (string Name, string Value)[] answers = [("username", "ada"), ("password", "x"), ("otp", "000000"), ("decision", "approve")];

        foreach (var name in Pages)
        {
            foreach (var sent in new[] { null, "", "x", token[..^4], strangersToken })
            {
                var form = new FormParameters { [FormToken] = sent };
                foreach (var (field, value) in answers)
                {
                    form[field] = value;
                }
                var answer = await victim.PostAsync(Sibling(page, name), form, ("Origin", "https://evil.example.test"));
                Assert.Equal(400, answer.Status);
                Assert.Null(answer.Header("Location"));
            }
        }

        // The right token without its cookie, as a cross-site form would bring it.
        var crossSite = victim.Copy();
        crossSite.Cookies.Remove(FormCookie);
        Assert.Equal(400, (await crossSite.PostAsync(page, new FormParameters { [FormToken] = token, ["username"] = "ada", ["password"] = "x" })).Status);
        Assert.Equal(303, (await victim.PostAsync(page, new FormParameters { [FormToken] = token, ["username"] = "ada", ["password"] = "x" })).Status);
    }

    [Fact]
    public async Task Visit_of_another_browser_is_refused()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        var victim = new BareBrowser(bank.Server.Wire);
        var thief = new BareBrowser(bank.Server.Wire);
        var page = await victim.OpenVisitAsync(client);
        var thiefsPage = await thief.OpenVisitAsync(client);
        var consent = await SignInAsync(victim, page, customer);
        Assert.Equal("consent", consent.Segments[^1]);
        var thiefsToken = await thief.TokenAsync(thiefsPage);

        foreach (var name in Pages)
        {
            var shown = await thief.GetAsync(Sibling(page, name));
            Assert.Equal(400, shown.Status);
            Assert.DoesNotContain(customer.Name, shown.Body, StringComparison.Ordinal);
            Assert.Equal(400, (await thief.PostAsync(Sibling(page, name), new FormParameters { [FormToken] = thiefsToken, ["decision"] = "approve", ["otp"] = "1" })).Status);
        }
        Assert.Equal(400, (await thief.GetAsync(Resume(client, page))).Status);

        // Nor with the victim's session cookie alone, or with a browser cookie of the thief's own making.
        thief.Cookies[SessionCookie] = victim.Cookies[SessionCookie];
        Assert.Equal(400, (await thief.GetAsync(consent)).Status);
        thief.Cookies[BrowserCookie] = new string('A', 43);
        Assert.Equal(400, (await thief.GetAsync(consent)).Status);
        (await victim.GetAsync(consent)).Expect(200);
    }

    [Fact(DisplayName = "Advisory 45, CVE-2024-7341: every rise of assurance changes the cookies, and the old ones are worth nothing")]
    public async Task Cookies_change_at_sign_in()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        var victim = new BareBrowser(bank.Server.Wire);
        var page = await victim.OpenVisitAsync(client);
        await victim.TokenAsync(page);
        victim.Cookies[SessionCookie] = new string('B', 43); // What an attacker would have fixed.
        var fixedBefore = victim.Copy();

        var consent = await SignInAsync(victim, page, customer);

        Assert.NotEqual(fixedBefore.Cookies[BrowserCookie], victim.Cookies[BrowserCookie]);
        Assert.NotEqual(fixedBefore.Cookies[SessionCookie], victim.Cookies[SessionCookie]);
        Assert.Equal(400, (await fixedBefore.GetAsync(consent)).Status);
        Assert.Equal("sign-in", (await fixedBefore.OpenVisitAsync(client)).Segments[^1]);
        Assert.Equal("consent", (await victim.OpenVisitAsync(client)).Segments[^1]);

        // Signing in again ends the first session.
        var before = victim.Copy();
        var again = await victim.OpenVisitAsync(client, push => push.Form["prompt"] = "login");
        Assert.Equal("sign-in", again.Segments[^1]);
        await SignInAsync(victim, again, customer);
        Assert.NotEqual(before.Cookies[SessionCookie], victim.Cookies[SessionCookie]);
        Assert.Equal("sign-in", (await before.OpenVisitAsync(client)).Segments[^1]);
    }

    [Fact(DisplayName = "Advisory 45, CVE-2023-6787: a re-authentication that is not finished cannot be skipped")]
    public async Task Unfinished_reauthentication_cannot_be_skipped()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        var browser = new BareBrowser(bank.Server.Wire);
        await SignInAsync(browser, await browser.OpenVisitAsync(client), customer);

        foreach (var demand in new (string Name, string Value)[] { ("prompt", "login"), ("prompt", "select_account"), ("max_age", "0"), ("prompt", "login consent") })
        {
            var page = await browser.OpenVisitAsync(client, push => push.Form[demand.Name] = demand.Value);
            Assert.Equal("sign-in", page.Segments[^1]);
            await AssertConsentIsOutOfReachAsync(browser, client, page);

            // Half-way, and after a failure.
            Assert.Equal(303, (await browser.FillAsync(page, ("username", customer.Username), ("password", customer.Password))).Status);
            await AssertConsentIsOutOfReachAsync(browser, client, page);
            Assert.Equal(303, (await browser.FillAsync(Sibling(page, "second-factor"), ("otp", "000000"))).Status);
            await AssertConsentIsOutOfReachAsync(browser, client, page);
        }
    }

    [Fact(DisplayName = "Advisory 37, CVE-2026-18963: each step of a sign-in needs the one before it, in the same visit")]
    public async Task Steps_cannot_be_skipped_or_mixed()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        var browser = new BareBrowser(bank.Server.Wire);
        var first = await browser.OpenVisitAsync(client);
        var second = await browser.OpenVisitAsync(client);
        var token = await browser.TokenAsync(first);
        await AssertConsentIsOutOfReachAsync(browser, client, first);

        // The second factor alone, before any password.
        var answer = await browser.PostAsync(Sibling(first, "second-factor"), new FormParameters { [FormToken] = token, ["otp"] = await customer.Device.NextAsync() });
        Assert.EndsWith("/sign-in", answer.Expect(303).Header("Location"), StringComparison.Ordinal);

        // The password in one visit, the second factor in the other.
        Assert.Equal(303, (await browser.FillAsync(first, ("username", customer.Username), ("password", customer.Password))).Status);
        answer = await browser.PostAsync(Sibling(second, "second-factor"), new FormParameters { [FormToken] = token, ["otp"] = await customer.Device.NextAsync() });
        Assert.EndsWith("/sign-in", answer.Expect(303).Header("Location"), StringComparison.Ordinal);
        await AssertConsentIsOutOfReachAsync(browser, client, first);
        await AssertConsentIsOutOfReachAsync(browser, client, second);
    }

    [Fact(DisplayName = "Advisory 44, CVE-2026-7571: nothing a form claims about customer, client or decision is believed")]
    public async Task Forged_fields_change_nothing()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        var browser = new BareBrowser(bank.Server.Wire);
        var page = await browser.OpenVisitAsync(client);
        (string, string)[] forged =
        [
            ("username", "nobody"), ("password", "x"), ("Customer", customer.Subject), ("subject", customer.Subject), ("KnowledgeAccepted", "true"),
            ("visit.Customer", "{}"), ("Attempt", $$"""{"KnowledgeAccepted":true,"CustomerId":"{{Guid.NewGuid()}}"}"""), ("acr", "urn:x"), ("redirect_uri", "https://evil.example.test"),
            ("client_id", "fapi2-pkjwt-dpop-1"), ("returnUrl", "https://evil.example.test"), ("decision", "approve"), ("Decision", "1"),
        ];

        Assert.Equal(303, (await browser.FillAsync(page, forged)).Status);
        await AssertConsentIsOutOfReachAsync(browser, client, page);
        await browser.FillAsync(Sibling(page, "second-factor"), [.. forged, ("otp", await customer.Device.NextAsync())]);
        await AssertConsentIsOutOfReachAsync(browser, client, page);
    }

    [Fact(DisplayName = "Advisory 44, CVE-2026-7571: names that the server uses for itself mean nothing when a client sends them")]
    public async Task Internal_names_mean_nothing_in_a_request()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var other = bank.NextCustomer();
        var request = new AuthorizationRequest(client.RedirectUri);

        var pushed = await client.PushAsync(request, push =>
        {
            push.Form["fapi_hinted_subject"] = other.Subject;
            push.Form["visit"] = "x";
            push.Form["sub"] = other.Subject;
            push.Form["customer"] = other.Subject;
        });
        var answer = await bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));

        Assert.Null(answer.Error);
        var tokens = await client.RedeemCodeAsync(answer.Code, request);
        Assert.NotEqual(other.Subject, TestKit.Keys.SignedJwt.Parse(tokens.AccessToken)["sub"]);
    }

    [Fact]
    public async Task Only_a_clear_yes_is_a_yes()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var browser = new BareBrowser(bank.Server.Wire);
        await SignInAsync(browser, await browser.OpenVisitAsync(client), bank.NextCustomer());

        foreach (var decision in new[] { "", "Approve", "APPROVE", "approve ", "yes", "true", "1", "approve,deny", null })
        {
            var page = await browser.OpenVisitAsync(client);
            var form = new FormParameters { [FormToken] = await browser.TokenAsync(page), ["decision"] = decision };
            await browser.PostAsync(page, form);
            var answer = (await browser.GetAsync(Resume(client, page))).Expect(303);
            Assert.Contains("error=access_denied", answer.Header("Location"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Denial_uses_the_request_up()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        using var browser = bank.Server.OpenBrowser();
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        await browser.ReachConsentAsync(client.AuthorizeUrl(pushed.RequestUri), bank.NextCustomer());

        Assert.Equal("access_denied", (await browser.DenyAsync()).Error);

        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
    }

    [Fact]
    public async Task Parallel_tabs_work_and_one_request_is_answered_once()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        var browser = new BareBrowser(bank.Server.Wire);
        var request = new AuthorizationRequest(client.RedirectUri);
        var authorize = client.AuthorizeUrl((await client.PushAsync(request)).RequestUri);
        var otherRequest = await browser.OpenVisitAsync(client);
        var first = await browser.OpenVisitAsync(authorize);
        var second = await browser.OpenVisitAsync(authorize);
        var third = await browser.OpenVisitAsync(authorize);
        var otherToken = await browser.TokenAsync(otherRequest);

        // Signed in in the first tab; the others go on in their own time, with the forms they had.
        var consent = await SignInAsync(browser, first, customer);
        (await browser.GetAsync(second)).Expect(200);
        Assert.Equal(303, (await browser.PostAsync(otherRequest, new FormParameters { [FormToken] = otherToken, ["username"] = "x", ["password"] = "y" })).Status);

        // Approved in the first, then again in the first, then in one that was opened before.
        Assert.Equal(303, (await browser.FillAsync(consent, ("decision", "approve"))).Status);
        var answer = (await browser.GetAsync(Resume(client, first))).Expect(303);
        Assert.Contains("code=", answer.Header("Location"), StringComparison.Ordinal);
        foreach (var gone in new[] { consent, first, Sibling(first, "second-factor"), Resume(client, first) })
        {
            var shown = await browser.GetAsync(gone);
            Assert.InRange(shown.Status, 400, 499);
            Assert.DoesNotContain("code=", shown.Header("Location") ?? "", StringComparison.Ordinal);
        }
        await SignInAsync(browser, second, customer);
        Assert.Equal(303, (await browser.FillAsync(Sibling(second, "consent"), ("decision", "approve"))).Status);
        var late = await browser.GetAsync(Resume(client, second));
        Assert.Equal(400, late.Status);
        Assert.Null(late.Header("Location"));
        Assert.Equal(400, (await browser.GetAsync(Resume(client, third))).Status);
        Assert.Equal(400, (await browser.GetAsync(authorize)).Status);
    }

    [Fact]
    public async Task Cancelling_again_and_again_is_one_answer_and_one_audit_line()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        var browser = new BareBrowser(bank.Server.Wire);
        var page = await browser.OpenVisitAsync(client);
        var since = await bank.CountAuditedAsync();

        for (var time = 0; time < 20; time++)
        {
            Assert.Equal(303, (await browser.FillAsync(Sibling(page, "cancel"))).Status);
        }
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.Copy().GetAsync(Resume(client, page))));

        Assert.Equal(1, answers.Count(answer => answer.Status == 303));
        Assert.All(answers.Where(answer => answer.Status != 303), answer => Assert.InRange(answer.Status, 400, 499));
        var lines = await bank.AuditedAsync(since, atLeast: 2 + 9);
        Assert.Single(lines, line => line.Event == "visit_cancelled" && line.ClientId == client.ClientId);
        Assert.Single(lines, line => line.Reason == "customer_denied");
    }

    [Fact]
    public async Task Pages_that_take_secrets_let_no_form_lead_out_of_the_bank()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var browser = new BareBrowser(bank.Server.Wire);
        var page = await browser.OpenVisitAsync(client);

        var signIn = await browser.GetAsync(page);
        Assert.Equal(303, (await browser.FillAsync(page, ("username", "ada"), ("password", "x"))).Status);
        var secondFactor = await browser.GetAsync(Sibling(page, "second-factor"));
        var cancel = await browser.GetAsync(Sibling(page, "cancel"));

        var origin = client.RedirectUri.GetLeftPart(UriPartial.Authority);
        Assert.All(new[] { signIn, secondFactor }, shown =>
            Assert.EndsWith("form-action 'self'", shown.Expect(200).Header("Content-Security-Policy"), StringComparison.Ordinal));
        Assert.EndsWith($"form-action 'self' {origin}", cancel.Expect(200).Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undecided_visit_is_not_answered()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var browser = new BareBrowser(bank.Server.Wire);
        var page = await browser.OpenVisitAsync(client);

        var answer = await browser.GetAsync(Resume(client, page));
        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Header("Location"));
        await SignInAsync(browser, page, bank.NextCustomer());
        Assert.Equal(400, (await browser.GetAsync(Resume(client, page))).Status);
    }

    [Fact]
    public async Task Unknown_customer_wrong_password_wrong_code_and_block_look_alike()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextExpendableCustomer();
        var blocked = bank.NextExpendableCustomer();
        await bank.ReadAsync(db => db.Customers.Where(row => row.Subject == blocked.Subject).ExecuteUpdateAsync(set => set.SetProperty(row => row.IsSuspended, true)));
        var right = int.Parse(customer.Device.At(DateTimeOffset.UtcNow), CultureInfo.InvariantCulture);
        var wrongCode = ((right + 500_000) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        (string Case, string Username, string Password, string Code)[] attempts =
        [
            ("unknown", "nobody-at-all", "whatever-it-is", "123456"),
            ("wrong password", customer.Username, "whatever-it-is", await customer.Device.NextAsync()),
            ("wrong code", customer.Username, customer.Password, wrongCode),
            ("no code", customer.Username, customer.Password, ""),
            ("suspended", blocked.Username, blocked.Password, await blocked.Device.NextAsync()),
            ("empty", "", "", ""),
            ("odd", "ada'; --\u202E\u00E9", new string('p', 5000), new string('9', 5000)),
        ];
        var trails = new Dictionary<string, string>();

        foreach (var (name, username, password, code) in attempts)
        {
            var browser = new BareBrowser(bank.Server.Wire);
            var page = await browser.OpenVisitAsync(client);
            var begun = await browser.FillAsync(page, ("username", username), ("password", password));
            Assert.True(begun.Status == 303, $"{name}: {begun.Status} {begun.Body}");
            var judged = await browser.FillAsync(Sibling(page, "second-factor"), ("otp", code));
            var shown = await browser.GetAsync(page);
            trails[name] = string.Join('|', new[] { begun, judged, shown }.Select(step => Describe(step, page)));
        }

        Assert.All(trails, trail => Assert.Equal(trails["unknown"], trail.Value));
    }

    [Fact]
    public async Task Every_page_has_its_protective_headers()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var browser = new BareBrowser(bank.Server.Wire);
        var authorize = client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri);
        List<ServerResponse> answers = [await browser.GetAsync(authorize)];
        var page = new Uri(authorize, answers[0].Header("Location")!);
        answers.Add(await browser.GetAsync(page));
        answers.Add(await browser.FillAsync(page, ("username", "ada"), ("password", "x")));
        answers.Add(await browser.GetAsync(Sibling(page, "second-factor")));
        answers.Add(await browser.FillAsync(Sibling(page, "second-factor"), ("otp", "1")));
        answers.Add(await browser.GetAsync(page));
        answers.Add(await browser.GetAsync(Sibling(page, "cancel")));
        var consent = await SignInAsync(browser, page, bank.NextCustomer());
        answers.Add(await browser.GetAsync(consent));
        answers.Add(await browser.FillAsync(consent, ("decision", "deny")));
        answers.Add(await browser.GetAsync(Resume(client, page)));
        answers.Add(await browser.GetAsync(consent));
        answers.Add(await browser.GetAsync(new Uri(authorize, "/fapi2/authorize")));
        answers.Add(await browser.GetAsync(new Uri(authorize, "/fapi2/nothing-here")));
        answers.Add(await browser.GetAsync(new Uri(authorize, "/nothing-here")));
        answers.Add(await browser.PostAsync(page, new FormParameters()));

        Assert.All(answers, answer =>
        {
            Assert.Contains("max-age=", answer.Header("Strict-Transport-Security"), StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("DENY", answer.Header("X-Frame-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
            var policy = answer.Header("Content-Security-Policy")!;
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
            Assert.Null(answer.Header("Server"));
            Assert.Null(answer.Header("X-Powered-By"));
            Assert.DoesNotMatch(ForeignScript, answer.Body);
            Assert.DoesNotContain("style=", answer.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
            Assert.True(answer.Status is < 300 or 303 or >= 400 and < 500, $"{answer.Status}");
        });
    }

    [Fact]
    public async Task Pages_show_a_hostile_client_name_as_text()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.Server.ConnectAsync(SecurityBanks.Hostile);
        var browser = new BareBrowser(bank.Server.Wire);

        var page = await browser.OpenVisitAsync(client);
        var shown = (await browser.GetAsync(page)).Expect(200).Body;
        var consent = (await browser.GetAsync(await SignInAsync(browser, page, bank.NextCustomer()))).Expect(200).Body;

        Assert.All(new[] { shown, consent }, html =>
        {
            Assert.Contains("alert(1)", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(ForeignScript, html);
            Assert.DoesNotContain('\u202E', html);
            Assert.DoesNotContain("&#x202E;", html, StringComparison.OrdinalIgnoreCase);
        });
    }

    private static async Task<string> StrangersTokenAsync(Bank bank, FintechClient client)
    {
        var stranger = new BareBrowser(bank.Server.Wire);
        return await stranger.TokenAsync(await stranger.OpenVisitAsync(client));
    }

    private static async Task AssertConsentIsOutOfReachAsync(BareBrowser browser, FintechClient client, Uri page)
    {
        var shown = await browser.GetAsync(Sibling(page, "consent"));
        Assert.Equal(303, shown.Status);
        Assert.DoesNotContain("consent", shown.Header("Location"), StringComparison.Ordinal);
        var token = await browser.TokenAsync(page);
        var posted = await browser.PostAsync(Sibling(page, "consent"), new FormParameters { [FormToken] = token, ["decision"] = "approve" });
        Assert.Equal(303, posted.Status);
        Assert.DoesNotContain("resume", posted.Header("Location"), StringComparison.Ordinal);
        var resumed = await browser.GetAsync(Resume(client, page));
        Assert.Equal(400, resumed.Status);
        Assert.Null(resumed.Header("Location"));
    }

    private static async Task<Uri> SignInAsync(BareBrowser browser, Uri page, TestKit.Sandboxes.SandboxCustomer customer)
    {
        (await browser.FillAsync(Sibling(page, "sign-in"), ("username", customer.Username), ("password", customer.Password))).Expect(303);
        var answer = await browser.FillAsync(Sibling(page, "second-factor"), ("otp", await customer.Device.NextAsync()));
        return new Uri(page, answer.Expect(303).Header("Location")!);
    }

    private static Uri Resume(FintechClient client, Uri page) =>
        new($"{client.Metadata.Endpoint("authorization_endpoint")}/resume?visit={page.Segments[^2].Trim('/')}");

    // What a customer, or whoever watches, can tell: status, where to, headers and words; not ids and tokens.
    private static string Describe(ServerResponse answer, Uri page)
    {
        var document = CustomerPage.ReadAsync(page, answer).GetAwaiter().GetResult().Document;
        var headers = answer.Headers.Where(header => header.Key is not "Date").Select(header => header.Key).Order();
        return $"{answer.Status} {answer.Header("Location")?.Replace(page.Segments[^2], "", StringComparison.Ordinal)} {string.Join(',', headers)} {document.Body?.TextContent}";
    }
}
