using FapiAuthServer.Data;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Interaction;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Payments;

/// <summary>Payments that the law lets pass without strong authentication: through the whole server, counted only where they are given.</summary>
public sealed class ExemptionTests(PaymentBanks banks)
{
    [Clause("RTS-16")]
    [Clause("SCA-091")]
    [Theory(DisplayName = "30.00 passes after the customer's yes, with its article in token, introspection and evidence; 30.01 does not")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Small_payment_is_exempt(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var small = new Order("30.00");

        var request = await payer.ReachConsentAsync(client, small.ToDetails());
        await payer.Browser.PressAsync("approve");
        var tokens = await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request);

        Assert.Null(payer.Customer.Texts!.Last);
        var sca = PaymentBank.ScaOf(tokens);
        Assert.Equal("LowValue", (string?)sca["exemption"]);
        Assert.Equal("LowValue", (string?)(await bank.Payments.IntrospectAsync(tokens.AccessToken)).Expect(200).Json["sca"]!["exemption"]);
        var report = bank.Executed(tokens, small);
        Assert.Equal(201, (await bank.ReportAsync("/payments/executed", report)).Status);
        Assert.Equal(Article.LowValue, (await bank.FindPaymentAsync((string)report["payment_id"]!))!.Article);

        await payer.ReachConsentAsync(client, new Order("30.01").ToDetails());
        await payer.Browser.PressAsync("approve");
        Assert.True(payer.Browser.Page.IsApproval, payer.Browser.Page.Describe());
        Assert.Equal(30m, await bank.LowValueSumAsync(payer));
    }

    [Clause("RTS-16")]
    [Clause("SCA-091")]
    [Fact(DisplayName = "The payment with which small ones would pass 100 is asked for, and strong authentication begins the count anew")]
    public async Task Small_payments_add_up()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        foreach (var amount in new[] { "30", "30", "30" })
        {
            Assert.True(await PassesAsync(payer, client, amount));
        }

        Assert.False(await PassesAsync(payer, client, "10.01"));
        Assert.True(await PassesAsync(payer, client, "10"));
        Assert.Equal(100m, await bank.LowValueSumAsync(payer));
        Assert.False(await PassesAsync(payer, client, "0.01"));
        await payer.Browser.ConfirmByTextAsync();
        Assert.NotEmpty(payer.Browser.Answer!.Code);

        Assert.Equal(0m, await bank.LowValueSumAsync(payer));
        Assert.True(await PassesAsync(payer, client, "30"));
    }

    [Clause("RTS-16")]
    [Clause("SCA-091")]
    [Theory(DisplayName = "Of two small payments at once that pass 100 only together, one passes and the other is asked for")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Parallel_payments_do_not_pass_the_limit_together(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        await PassesAsync(payer, client, "30");
        await PassesAsync(payer, client, "30");
        using var twin = payer.OpenTwin();
        var first = await payer.ReachConsentAsync(client, new Order("25").ToDetails());
        var second = await payer.ReachConsentAsync(client, new Order("25").ToDetails(), browser: twin);

        await Task.WhenAll(payer.Browser.PressAsync("approve"), twin.PressAsync("approve"));

        CustomerBrowser[] browsers = [payer.Browser, twin];
        var passed = Assert.Single(browsers, browser => browser.Answer is not null);
        var asked = Assert.Single(browsers, browser => browser.Answer is null);
        Assert.True(asked.Page.IsApproval, asked.Page.Describe());
        (await client.RedeemCodeAsync(passed.Answer!.Code, passed == twin ? second : first)).Expect(200);
        Assert.Equal(85m, await bank.LowValueSumAsync(payer));
    }

    [Clause("RTS-16")]
    [Clause("SCA-091")]
    [Fact(DisplayName = "What was exempt when the customer said yes is asked for after all when another payment has used it up meanwhile")]
    public async Task Exemption_that_has_lapsed_becomes_a_question()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        foreach (var amount in new[] { "30", "30", "15" })
        {
            await PassesAsync(payer, client, amount);
        }
        await payer.ReachConsentAsync(client, new Order("20").ToDetails());
        var visit = payer.Visit;
        var shown = payer.Browser.Page.Document.QuerySelector("input[name=shown]")!.GetAttribute("value")!;
        var resume = payer.Resume;

        // Decided, and not answered yet: as if the customer's second window were at the same point.
        await bank.UseAsync(async services =>
        {
            var record = await services.GetRequiredService<FapiDbContext>().Interactions.AsTracking().SingleAsync(row => row.Id == visit);
            await services.GetRequiredService<Visits>().DecideAsync(record, Decision.Approved, shown, CancellationToken.None);
            Assert.False(record.AwaitsApproval);
            return true;
        });
        Assert.True(await PassesAsync(payer, client, "10"));
        await payer.Browser.OpenAsync(resume);

        Assert.True(payer.Browser.Page.IsApproval, payer.Browser.Page.Describe());
        Assert.Equal(85m, await bank.LowValueSumAsync(payer));
        await payer.Browser.ConfirmByTextAsync();
        Assert.NotEmpty(payer.Browser.Answer!.Code);
        Assert.Equal(0m, await bank.LowValueSumAsync(payer));
    }

    [Clause("RTS-16")]
    [Clause("SCA-091")]
    [Theory(DisplayName = "A visit that is left, and a yes that is sent twice, count for nothing or once")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Only_what_is_given_counts(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        await payer.ReachConsentAsync(client, new Order("30").ToDetails());
        var visit = payer.Visit;
        var shown = payer.Browser.Page.Document.QuerySelector("input[name=shown]")!.GetAttribute("value")!;
        for (var time = 0; time < 4; time++)
        {
            await bank.UseAsync(async services =>
            {
                var record = await services.GetRequiredService<FapiDbContext>().Interactions.AsTracking().SingleAsync(row => row.Id == visit);
                await services.GetRequiredService<Visits>().DecideAsync(record, Decision.Approved, shown, CancellationToken.None);
                return true;
            });
        }
        Assert.Equal(0m, await bank.LowValueSumAsync(payer));

        using var twin = payer.OpenTwin();
        await Task.WhenAll(payer.Browser.OpenAsync(payer.Resume), twin.OpenAsync(payer.Resume));

        Assert.Single(new[] { payer.Browser, twin }, browser => browser.Answer is { Error: null });
        Assert.Equal(30m, await bank.LowValueSumAsync(payer));
    }

    [Clause("RTS-16")]
    [Clause("SCA-091")]
    [Theory(DisplayName = "A pushed request that two visits answer at once is given, and counted, once")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Two_visits_to_one_request_count_once(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        await PassesAsync(payer, client, "5");
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = new Order("30").ToDetails());
        using var twin = payer.OpenTwin();
        await payer.Browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        await twin.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));

        await Task.WhenAll(payer.Browser.PressAsync("approve"), twin.PressAsync("approve"));

        Assert.Single(new[] { payer.Browser, twin }, browser => browser.Answer is { Error: null });
        Assert.Equal(35m, await bank.LowValueSumAsync(payer));
    }

    [Clause("RTS-13")]
    [Clause("SCA-088")]
    [Fact(DisplayName = "A payee whom the customer listed, authenticated for that, is paid without being asked; another name or account is not")]
    public async Task Trusted_payee_is_exempt()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var trusted = new Order("500", Name: "Landlord");
        Assert.False(await PassesAsync(payer, client, trusted));

        Assert.False(await ListAsync(bank, payer, trusted, trusted with { Name = "Landlady" })); // authenticated for another
        Assert.False(await PassesAsync(payer, client, trusted));
        Assert.True(await ListAsync(bank, payer, trusted, trusted));

        Assert.True(await PassesAsync(payer, client, trusted));
        Assert.False(await PassesAsync(payer, client, trusted.Change("name")));
        Assert.False(await PassesAsync(payer, client, trusted.Change("account")));
        Assert.Equal(0m, await bank.LowValueSumAsync(payer));
    }

    [Clause("RTS-15")]
    [Clause("SCA-090")]
    [Theory(DisplayName = "From one account of the customer's to another is paid without being asked; to or from somebody else's is not")]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, false)]
    public async Task Own_accounts_are_exempt(int payer, int payee, bool isExempt)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        TestKit.Sandboxes.SandboxCustomer[] customers = [bank.Server.Kit.NextCustomer(), bank.Server.Kit.NextCustomer()];
        using var browser = bank.Server.OpenBrowser();
        var order = new Order("250", Name: customers[payee].Name, Iban: customers[payee].Accounts[1].Iban) { From = customers[payer].Accounts[0].Iban };
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = order.ToDetails());
        await browser.ReachConsentAsync(client.AuthorizeUrl(pushed.RequestUri), customers[0]);
        Assert.Contains(Iban.Show(order.From), browser.Page.Document.Body!.TextContent, StringComparison.Ordinal);

        await browser.PressAsync("approve");

        Assert.Equal(isExempt, browser.Answer is { Error: null });
        if (!isExempt)
        {
            Assert.True(browser.Page.IsApproval, browser.Page.Describe());
            Assert.Contains(Iban.Show(order.From), browser.Page.Document.Body!.TextContent, StringComparison.Ordinal);
            return;
        }
        var tokens = await client.RedeemCodeAsync(browser.Answer!.Code, request);
        Assert.Equal("OwnAccounts", (string?)PaymentBank.ScaOf(tokens)["exemption"]);

        // And carried out from that account, and from no other of the customer's.
        var other = order with { From = customers[0].Accounts[1].Iban };
        Assert.Equal(403, (await bank.PayAsync(client, tokens.AccessToken, other.ToBody().ToJsonString())).Status);
        Assert.Equal(404, (await bank.PayAsync(client, tokens.AccessToken, (order with { From = customers[1].Accounts[0].Iban }).ToBody().ToJsonString())).Status);
        (await bank.PayAsync(client, tokens.AccessToken, order.ToBody().ToJsonString())).Expect(201);
    }

    [Clause("RTS-10.1")]
    [Clause("SCA-081")]
    [Fact(DisplayName = "Account information is asked for by signing in, which is strong authentication already; no more is asked, and nothing under Art. 10 is decided")]
    public async Task Account_information_takes_the_sign_in()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);

        var request = await payer.ReachConsentAsync(client, """[{"type":"account_information","actions":["list_accounts"]}]""");
        await payer.Browser.PressAsync("approve");

        var tokens = await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request);
        Assert.Null(TestKit.Keys.SignedJwt.Parse(tokens.AccessToken).Claims["sca"]);
        Assert.Contains("otp", TestKit.Keys.SignedJwt.Parse(tokens.AccessToken).Claims["amr"]!.AsArray().Select(method => (string?)method));
        Assert.Equal(0, await bank.UseAsync(services => services.GetRequiredService<FapiDbContext>().Set<ExemptionDecision>().CountAsync(d => d.CustomerId == payer.Id)));
        Assert.Equal(1, await bank.UseAsync(services => services.GetRequiredService<FapiDbContext>().Set<ScaEvent>().CountAsync(e => e.CustomerId == payer.Id && e.Kind == ScaEventKind.SignedIn)));
    }

    private static Task<bool> PassesAsync(Payer payer, FintechClient client, string amount) => PassesAsync(payer, client, new Order(amount));

    private static async Task<bool> PassesAsync(Payer payer, FintechClient client, Order order)
    {
        await payer.ReachConsentAsync(client, order.ToDetails());
        await payer.Browser.PressAsync("approve");
        Assert.True(payer.Browser.Answer is not null || payer.Browser.Page.IsApproval, payer.Browser.Page.Describe());
        return payer.Browser.Answer is { Error: null };
    }

    // The server has no page for the list; a bank's own channel does this.
    private static Task<bool> ListAsync(PaymentBank bank, Payer payer, Order listed, Order authenticatedFor) => bank.UseAsync(async services =>
    {
        var sca = services.GetRequiredService<StrongAuthentication>();
        var binding = new CodeBinding(payer.Id, "bank", Guid.NewGuid().ToString("N"), TrustedPayees.Adding(PayeeOf(authenticatedFor)));
        var factors = FactorKinds.Password | FactorKinds.Sms;
        var challenge = Assert.IsType<ChallengeResult.Begun>(await sca.ChallengeAsync(new ChallengeRequest(binding, "The bank", factors)));
        Proof[] proofs = [new(FactorKinds.Password, payer.Customer.Password), new(FactorKinds.Sms, payer.Customer.Texts!.Code)];
        var verified = Assert.IsType<VerificationResult.Success>(await sca.VerifyAsync(challenge.ChallengeId, proofs));
        var consumed = Assert.IsType<ConsumeResult.Consumed>(await sca.ConsumeAsync(verified.Code, binding));
        return await services.GetRequiredService<TrustedPayees>().AddAsync(consumed.Action, PayeeOf(listed));
    });

    private static Payee PayeeOf(Order order) => Payee.TryCreate(order.Iban, order.Name, out var payee) ? payee : throw new ArgumentException("Not a payee.", nameof(order));
}
