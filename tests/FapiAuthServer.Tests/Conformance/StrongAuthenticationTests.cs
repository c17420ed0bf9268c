using System.Text.Json.Nodes;
using FapiAuthServer.Audit;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>A payment takes a factor that is bound to its amount and payee, and nothing else will do (RTS Art. 4 and 5).</summary>
public sealed class StrongAuthenticationTests(ConformanceBanks banks)
{
    private const string Any = "pkjwt-dpop";
    private const string Other =
        """{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"7"},"creditorName":"Merchant B","creditorAccount":{"iban":"GB29NWBK60161331926819"}}""";

    [Clause("RTS-5.1.a")]
    [Clause("RTS-5.1.c")]
    [Theory(DisplayName = "A payment confirmed by text message: shown with amount and payee, and carried by the tokens")]
    [EachVariant]
    public async Task Text_message_confirms_a_payment(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        var request = await payer.ReachApprovalAsync(scene.First);
        AssertShows(payer.Browser, "123.50 EUR", "Merchant A", "DE02 1001 0010 9307 1186 03");

        await payer.Browser.PressAsync("factor-sms");
        AssertShows(payer.Browser, "123.50 EUR", "Merchant A", payer.Customer.Texts!.Number[^4..]);
        Assert.Contains("Pay 123.50 EUR to Merchant A", payer.Customer.Texts.Last, StringComparison.Ordinal);
        await payer.EnterAsync(payer.Customer.Texts.Code);

        var tokens = await scene.First.RedeemCodeAsync(payer.Browser.Answer!.Code, request);
        var access = SignedJwt.Parse(tokens.Expect(200).Json["access_token"]!.GetValue<string>());
        Assert.Equal(Hash("123.50", "Merchant A", "DE02100100109307118603"), (string?)access.Claims["sca"]!["transaction_hash"]);
        AssertMethods(access.Claims["amr"], "pwd", "sms", "mfa", "mca");
        AssertMethods(SignedJwt.Parse((string)tokens.Json["id_token"]!).Claims["amr"], "pwd", "sms", "mfa", "mca");
        var api = await scene.Bank.Server.ConnectAsync("fapi2-rs-1");
        var introspected = (await api.IntrospectAsync(tokens.AccessToken)).Expect(200);
        Assert.True(JsonNode.DeepEquals(access.Claims["sca"], introspected.Json["sca"]));
        Assert.True(await payer.HasEventAsync(SecurityEvent.ActionAuthenticated, scene.First.ClientId));

        // Where it is carried out: this payment, and no other by a digit.
        var pay = scene.Bank.AccountsFor("fapi2");
        (await scene.First.CallApiAsync(new Uri(pay, "/pay/123.50"), tokens.AccessToken)).Expect(200);
        var refused = await scene.First.CallApiAsync(new Uri(pay, "/pay/123.51"), tokens.AccessToken);
        Assert.Equal((403, "insufficient_authorization"), (refused.Status, refused.Error));
    }

    [Theory(DisplayName = "A payment approved in the banking app: the number of the page is found there, and the page goes on by itself")]
    [EachVariant(Any)]
    public async Task App_approves_a_payment(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank, withNumber: false);
        var phone = await payer.EnrolPhoneAsync();
        var request = await payer.ReachAppAsync(scene.First, "factor-app");
        Assert.Equal("3", payer.Browser.Page.Response.Header("Refresh"));

        var prompt = (await phone.FetchAsync())!;
        Assert.Equal("123.5", (string?)prompt.Shown["amount"]);
        var number = int.Parse(payer.Browser.Page.Text("match-number")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(204, (await phone.ApproveAsync(prompt, number)).Status);
        await payer.Browser.OpenAsync(payer.Browser.Page.Address);

        var tokens = await scene.First.RedeemCodeAsync(payer.Browser.Answer!.Code, request);
        Assert.Equal(
            Hash("123.50", "Merchant A", "DE02100100109307118603"),
            (string?)SignedJwt.Parse(tokens.Expect(200).Json["access_token"]!.GetValue<string>()).Claims["sca"]!["transaction_hash"]);
    }

    [Theory(DisplayName = "A payment confirmed by a code that the banking app makes of it")]
    [EachVariant(Any)]
    public async Task Code_of_the_app_confirms_a_payment(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank, withNumber: false);
        var phone = await payer.EnrolPhoneAsync();
        var request = await payer.ReachAppAsync(scene.First, "factor-app-code");

        await payer.EnterAsync(phone.Code((await phone.FetchAsync())!));

        (await scene.First.RedeemCodeAsync(payer.Browser.Answer!.Code, request)).Expect(200);
    }

    [Theory(DisplayName = "A no in the banking app is the customer's answer to the client")]
    [EachVariant(Any)]
    public async Task Denial_in_the_app_ends_the_visit(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank, withNumber: false);
        var phone = await payer.EnrolPhoneAsync();
        await payer.ReachAppAsync(scene.First, "factor-app");
        var ledger = scene.OpenLedger();

        await phone.DenyAsync((await phone.FetchAsync())!);
        await payer.Browser.OpenAsync(payer.Browser.Page.Address);

        Assert.Equal("access_denied", payer.Browser.Answer!.Error);
        await ledger.IsRefusedAsync("Authorization", "customer_denied", "RFC6749-4.1.2.1");
    }

    [Clause("RTS-5.1.b")]
    [Theory(DisplayName = "Password and authenticator code alone get no payment through, nor is the authenticator on offer")]
    [EachVariant(Any)]
    public async Task Sign_in_alone_is_not_enough(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        await payer.ReachApprovalAsync(scene.First);
        Assert.Equal(["factor-sms"], payer.Browser.Page.Document.QuerySelectorAll("button[name=factor]").Select(button => button.Id));
        var ledger = scene.OpenLedger();
        var resume = payer.Resume;

        await payer.Browser.OpenAsync(resume);

        await ledger.PageIsRefusedAsync(payer.Browser, "invalid_request", "interaction_unfinished", "RFC6749-4.1.1");
    }

    [Theory(DisplayName = "A customer without such a factor is told so, and nothing is issued")]
    [EachVariant(Any)]
    public async Task Without_a_factor_there_is_no_way(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank, withNumber: false);
        var request = new AuthorizationRequest(scene.First.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await scene.First.PushAsync(request, push => push.Form["authorization_details"] = $"[{Payer.Payment}]");
        await payer.Browser.ReachConsentAsync(scene.First.AuthorizeUrl(pushed.RequestUri), payer.Customer);
        var ledger = scene.OpenLedger();

        await payer.Browser.PressAsync("approve");
        Assert.True(payer.Browser.Page.Has("no-way"), payer.Browser.Page.Describe());
        await payer.Browser.FollowAsync("cancel");
        await payer.Browser.PressAsync("deny");

        Assert.Equal("access_denied", payer.Browser.Answer!.Error);
        await ledger.IsRefusedAsync("Authorization", "customer_denied", "RFC6749-4.1.2.1");
    }

    [Clause("RTS-5.1.d")]
    [Theory(DisplayName = "A request that is changed after the customer was asked is refused, and uses up what they authenticated for")]
    [EachVariant(Any, Cases = ["123.50>123.51", "123.50>1123.50", "EUR>USD", "Merchant A>Merchant B", "DE02100100109307118603>GB29NWBK60161331926819", "payment_initiation>nothing_at_all"])]
    public async Task Changed_request_is_refused(Variant variant, string change)
    {
        var (from, to) = change.Split('>') is [var before, var after] ? (before, after) : throw new ArgumentException("Not a change.", nameof(change));
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        await payer.ReachApprovalAsync(scene.First);
        await payer.Browser.PressAsync("factor-sms");
        var ledger = scene.OpenLedger();

        await payer.TamperAsync(from, to);
        await payer.EnterAsync(payer.Customer.Texts!.Code);

        Assert.Equal("access_denied", payer.Browser.Answer?.Error);
        await ledger.IsRefusedAsync("Authorization", "action_not_authenticated", "RTS-5.1.d");
    }

    [Clause("RTS-5.1.d")]
    [Theory(DisplayName = "What was authenticated on one visit is worth nothing on another, though customer, client and payment are the same")]
    [EachVariant(Any, Cases = ["same client", "other client"])]
    public async Task Authentication_of_another_visit_is_refused(Variant variant, string who)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        await payer.ReachApprovalAsync(scene.First);
        var first = payer.Visit;
        await payer.Browser.ConfirmByTextAsync();
        Assert.NotEmpty(payer.Browser.Answer!.Code);
        await payer.ReachApprovalAsync(who == "same client" ? scene.First : scene.Second);
        var ledger = scene.OpenLedger();

        await payer.CopyApprovalAsync(first, payer.Visit);
        await payer.Browser.OpenAsync(payer.Resume);

        Assert.Equal("access_denied", payer.Browser.Answer?.Error);
        await ledger.IsRefusedAsync("Authorization", "action_not_authenticated", "RTS-5.1.d");
    }

    [Theory(DisplayName = "One code sent twice at once answers once")]
    [EachVariant(Any)]
    public async Task Parallel_answers_issue_one_code(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        var request = await payer.ReachApprovalAsync(scene.First);
        await payer.Browser.PressAsync("factor-sms");
        using var twin = scene.Bank.Server.OpenBrowser();
        twin.Cookies.Add(payer.Browser.Cookies.GetAllCookies());
        await twin.OpenAsync(payer.Browser.Page.Address);
        var code = payer.Customer.Texts!.Code;

        await Task.WhenAll(payer.EnterAsync(code), twin.PressAsync("approval-verify", ("approval-code", code)));

        CustomerBrowser[] answered = [.. new[] { payer.Browser, twin }.Where(browser => browser.Answer is not null)];
        Assert.Null(Assert.Single(answered).Answer!.Error);
        (await scene.First.RedeemCodeAsync(answered[0].Answer!.Code, request)).Expect(200);
    }

    [Clause("RTS-4.3.b")]
    [Theory(DisplayName = "Five wrong codes block the customer: then the right one is refused in the same words")]
    [EachVariant(Any)]
    public async Task Guessing_blocks(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        await payer.ReachApprovalAsync(scene.First);
        await payer.Browser.PressAsync("factor-sms");
        var code = payer.Customer.Texts!.Code;
        var words = "";

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await payer.EnterAsync(Payer.Wrong(code));
            words = payer.Browser.Page.Text("fault")!;
        }
        await payer.EnterAsync(code);

        Assert.Null(payer.Browser.Answer);
        Assert.Equal(words, payer.Browser.Page.Text("fault"));
        Assert.True(await payer.HasEventAsync(SecurityEvent.ActionAuthenticationFailed, scene.First.ClientId));
        Assert.False(await scene.Bank.HasGrantsAsync(scene.First.ClientId));
    }

    [Theory(DisplayName = "Nobody can be asked without end: after ten prompts in an hour no text is sent")]
    [EachVariant(Any)]
    public async Task Prompts_are_limited(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        var phone = await payer.EnrolPhoneAsync();
        await payer.ReachApprovalAsync(scene.First);

        for (var prompt = 0; prompt < 10; prompt++)
        {
            await payer.Browser.PressAsync(prompt == 0 ? "factor-sms" : "factor-app");
            Assert.False(payer.Browser.Page.Has("fault"), payer.Browser.Page.Describe());
            await payer.Browser.PressAsync("approval-again");
        }
        var text = payer.Customer.Texts!.Last;
        await payer.Browser.PressAsync("factor-sms");

        Assert.True(payer.Browser.Page.Has("fault"));
        Assert.False(payer.Browser.Page.Has("approval-code"));
        Assert.Equal(text, payer.Customer.Texts.Last);
        Assert.NotNull(phone);
    }

    [Theory(DisplayName = "A way that is not on offer is not taken, whatever the browser sends")]
    [EachVariant(Any, Cases = ["Totp", "Password", "RecoveryCode", "AppApproval", "None", "999"])]
    public async Task Only_offered_ways_are_taken(Variant variant, string way)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        await payer.ReachApprovalAsync(scene.First);
        payer.Browser.Page.Element("factor-sms").SetAttribute("value", way);

        await payer.Browser.PressAsync("factor-sms");

        Assert.False(payer.Browser.Page.Has("approval-verify"), payer.Browser.Page.Describe());
        Assert.True(payer.Browser.Page.Has("factor-sms"));
        Assert.Null(payer.Customer.Texts!.Last);
    }

    [Clause("RTS-5.3.b")]
    [Theory(DisplayName = "Several payments are confirmed with their total and each payee; in two currencies there is none, and the request is refused")]
    [EachVariant(Any)]
    public async Task Batch_has_one_total(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        using var payer = await Payer.EnrolAsync(scene.Bank);
        var request = await payer.ReachApprovalAsync(scene.First, $"[{Payer.Payment},{Other}]");
        AssertShows(payer.Browser, "130.50 EUR", "123.50 EUR", "Merchant A", "7.00 EUR", "Merchant B");
        await payer.Browser.ConfirmByTextAsync();
        (await scene.First.RedeemCodeAsync(payer.Browser.Answer!.Code, request)).Expect(200);
        var ledger = scene.OpenLedger();

        var refused = await scene.First.PushAsync(
            new AuthorizationRequest(scene.First.RedirectUri) { Scope = "openid" },
            push => push.Form["authorization_details"] = $"[{Payer.Payment},{Other.Replace("EUR", "GBP", StringComparison.Ordinal)}]");

        await ledger.PushIsRefusedAsync(refused, "invalid_authorization_details", "authorization_details_invalid", "RTS-5.3.b");
    }

    private static string Hash(string amount, string name, string iban)
        => Money.TryParse(amount, "EUR", out var money) && Payee.TryCreate(iban, name, out var payee)
            ? new ScaAction.Payment("payment_initiation", money, payee).Hash
            : throw new ArgumentException("Not a payment.", nameof(amount));

    private static void AssertShows(CustomerBrowser browser, params string[] words)
        => Assert.All(words, word => Assert.Contains(word, browser.Page.Document.Body!.TextContent, StringComparison.Ordinal));

    private static void AssertMethods(JsonNode? amr, params string[] methods)
        => Assert.Equal(methods.Order(StringComparer.Ordinal), amr!.AsArray().Select(method => (string)method!).Order(StringComparer.Ordinal));
}
