using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Monitoring;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Exemptions;

public sealed class EvaluationTests
{
    private const string Savings = "DE75512108001245126199";
    private static readonly ScaAction.AccountAccess Access = new([TestActions.Iban], ["balances"]);

    [Fact]
    [Clause("SCA-001")]
    [Clause("SCA-002")]
    [Clause("SCA-003")]
    public async Task Whatever_no_article_exempts_needs_strong_authentication_and_the_decision_is_kept()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        ScaAction[] actions = [Access, TestActions.Pay(), new ScaAction.Change(ChangeKind.ChangeLimits, "limit of a day"), new ScaAction.SignIn()];

        foreach (var action in actions)
            Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(action))));

        var decisions = await bank.DatabaseAsync(db => db.Set<ExemptionDecision>().ToListAsync());
        Assert.Equal(actions.Select(action => action.Hash).Order(StringComparer.Ordinal), decisions.Select(decision => decision.ActionHash).Order(StringComparer.Ordinal));
        Assert.All(decisions, decision => Assert.Null(decision.Article));
    }

    [Fact]
    [Clause("SCA-007")]
    [Clause("SCA-215")]
    public async Task Customer_is_offered_every_way_that_is_enrolled_and_good_for_the_action()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        Assert.Empty(Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay())))).Offers);

        await bank.EnrolNumberAsync(alice);
        using var phone = await bank.EnrolPhoneAsync(alice);
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var session = (await bank.AuthenticateAsync(alice, new ScaAction.SignIn())).EventId;

        Assert.Equal(
            [
                FactorKinds.AppApproval, FactorKinds.Passkey, FactorKinds.Password | FactorKinds.AppCode, FactorKinds.Password | FactorKinds.Sms,
                FactorKinds.Password | FactorKinds.AppApproval, FactorKinds.Password | FactorKinds.Passkey,
            ],
            Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay())))).Offers);
        Assert.Equal(
            [FactorKinds.AppApproval, FactorKinds.Passkey, FactorKinds.AppCode, FactorKinds.Sms],
            Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay())) { SessionEventId = session })).Offers);
        Assert.Contains(
            FactorKinds.Password | FactorKinds.Totp,
            Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(Access)))).Offers);
    }

    [Fact]
    [Clause("SCA-007")]
    public async Task What_cannot_be_two_elements_by_itself_is_offered_beside_a_password_only()
    {
        await using var bank = await TestBank.OpenAsync(options => options.App.AllowsSoftwareKeys = true);
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice, KeyStorage.Software, AppUnlock.None);
        using var synced = await bank.EnrolPasskeyAsync(alice, flags: 0x0D);

        Assert.Equal(
            [
                FactorKinds.Password | FactorKinds.AppCode, FactorKinds.Password | FactorKinds.AppApproval,
                FactorKinds.Password | FactorKinds.Passkey, FactorKinds.Password | FactorKinds.Totp,
            ],
            Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(Access)))).Offers);
    }

    [Theory]
    [Clause("SCA-010")]
    [InlineData(RiskFindings.CompromisedElement)]
    [InlineData(RiskFindings.AbnormalSpending)]
    [InlineData(RiskFindings.FraudScenario)]
    [InlineData(RiskFindings.Malware)]
    [InlineData(RiskFindings.AbnormalDevice)]
    [InlineData(RiskFindings.AbnormalLocation)]
    [InlineData(RiskFindings.RiskyPayeeLocation)]
    public async Task Any_finding_of_monitoring_turns_an_exemption_into_strong_authentication(RiskFindings finding)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var request = new ScaRequest(alice.For(TestActions.Pay(5)));

        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request with { Signals = finding }));
        Assert.Equal(finding, (await bank.DatabaseAsync(db => db.Set<ExemptionDecision>().SingleAsync())).Findings);
        AssertExempt(Article.LowValue, await EvaluateAsync(bank, request));
    }

    [Fact]
    [Clause("SCA-010")]
    public async Task Amount_far_above_what_the_customer_pays_is_found_without_any_signal()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        for (var payment = 0; payment < 5; payment++)
            await bank.UseAsync<PaymentBook, bool>(book => book.RecordAsync(
                new ExecutedPayment($"p{payment}", alice.Identity.Id, PaymentType.CreditTransfer, TestActions.Eur(5), null, bank.Clock.Now.AddDays(-payment))));

        AssertExempt(Article.LowValue, await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay(15)))));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay(16)))));
    }

    [Theory]
    [Clause("SCA-080")]
    [InlineData(180, true, true)]
    [InlineData(180, false, false)]
    [InlineData(181, true, false)]
    public async Task Article_10_holds_for_recent_history_up_to_180_days_after_authentication(int days, bool recentOnly, bool exempt)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var request = new ScaRequest(alice.For(Access)) { IsDirect = true, IsRecentHistoryOnly = recentOnly };
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request)); // the first time
        await bank.AuthenticateAsync(alice, Access);

        bank.Clock.Advance(TimeSpan.FromDays(days));

        Assert.Equal(exempt, await EvaluateAsync(bank, request) is ScaDecision.Exempt { Article: Article.AccountInformation });
    }

    [Theory]
    [Clause("SCA-081")]
    [Clause("SCA-084")]
    [Clause("SCA-085")]
    [InlineData(180, true, true)]
    [InlineData(180, false, false)]
    [InlineData(181, true, false)]
    public async Task Article_10a_holds_per_third_party_for_180_days(int days, bool recentOnly, bool exempt)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        await bank.AuthenticateAsync(alice, Access);

        bank.Clock.Advance(TimeSpan.FromDays(days));
        await bank.AuthenticateAsync(alice, Access, client: "own-app"); // resets no clock but its own
        var request = new ScaRequest(alice.For(Access)) { IsRecentHistoryOnly = recentOnly };

        Assert.Equal(exempt, await EvaluateAsync(bank, request) is ScaDecision.Exempt { Article: Article.AccountInformationThroughThirdParty });
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request with { Binding = alice.For(Access, "fintech-2") }));
    }

    [Fact]
    [Clause("SCA-085")]
    public async Task Authentication_for_one_account_is_none_for_another()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        await bank.AuthenticateAsync(alice, Access);

        var both = new ScaAction.AccountAccess([TestActions.Iban, Savings], ["balances"]);

        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(both)) { IsRecentHistoryOnly = true }));
    }

    [Fact]
    [Clause("SCA-082")]
    public async Task Article_10a_is_set_aside_only_with_reason_and_evidence_which_are_kept()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        await bank.AuthenticateAsync(alice, Access);
        var request = new ScaRequest(alice.For(Access)) { IsRecentHistoryOnly = true };

        Assert.Throws<ArgumentException>(() => new ScaOverride("stolen phone", " "));
        Assert.Throws<ArgumentException>(() => new ScaOverride("", "case 7"));
        var decision = Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request with { Override = new ScaOverride("stolen phone", "case 7") }));

        var kept = await bank.DatabaseAsync(db => db.Set<ExemptionDecision>().SingleAsync(d => d.Id == decision.DecisionId));
        Assert.Contains("\"override\":\"stolen phone\"", kept.Inputs, StringComparison.Ordinal);
        Assert.Contains("\"evidence\":\"case 7\"", kept.Inputs, StringComparison.Ordinal);
        AssertExempt(Article.AccountInformationThroughThirdParty, await EvaluateAsync(bank, request));
    }

    [Fact]
    [Clause("SCA-224")]
    [Clause("SCA-230")]
    [Clause("SCA-231")]
    public async Task Where_the_law_sets_no_limit_third_parties_have_none_and_the_banks_own_has_its_own()
    {
        await using var bank = await TestBank.OpenAsync(options =>
        {
            options.Exemptions.ThirdPartyAccessLifetime = null;
            options.Exemptions.DirectAccessLifetime = TimeSpan.FromDays(90);
        });
        var alice = await EnrolAsync(bank);
        var request = new ScaRequest(alice.For(Access)) { IsRecentHistoryOnly = true };
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request)); // the first time
        await bank.AuthenticateAsync(alice, Access);

        bank.Clock.Advance(TimeSpan.FromDays(90));
        AssertExempt(Article.AccountInformation, await EvaluateAsync(bank, request with { IsDirect = true }));
        bank.Clock.Advance(TimeSpan.FromDays(91));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request with { IsDirect = true }));
        AssertExempt(Article.AccountInformationThroughThirdParty, await EvaluateAsync(bank, request));
    }

    [Fact]
    [Clause("SCA-088")]
    public async Task Article_13_holds_for_payees_the_customer_has_listed_with_strong_authentication()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var (payee, request) = (TestActions.Payee(), new ScaRequest(alice.For(TestActions.Pay(5000))));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request));

        var paid = await bank.AuthenticatedAsync(alice, TestActions.Pay());
        var other = await bank.AuthenticatedAsync(alice, TrustedPayees.Adding(TestActions.Payee(TestActions.OtherIban)));
        var remove = await bank.AuthenticatedAsync(alice, TrustedPayees.Removing(payee));
        foreach (var unfit in new[] { paid, other, remove })
            Assert.False(await bank.UseAsync<TrustedPayees, bool>(list => list.AddAsync(unfit, payee)));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request));

        var add = await bank.AuthenticatedAsync(alice, TrustedPayees.Adding(payee));
        Assert.True(await bank.UseAsync<TrustedPayees, bool>(list => list.AddAsync(add, payee)));
        AssertExempt(Article.TrustedPayee, await EvaluateAsync(bank, request));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay(5000, name: "Green Energi")))));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay(5000, TestActions.OtherIban)))));

        Assert.False(await bank.UseAsync<TrustedPayees, bool>(list => list.RemoveAsync(add, payee)));
        Assert.True(await bank.UseAsync<TrustedPayees, bool>(list => list.RemoveAsync(remove, payee)));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request));
    }

    [Fact]
    [Clause("SCA-089")]
    public async Task Article_14_holds_for_the_same_amount_to_the_same_payee_until_the_last_day()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var lastDay = DateOnly.FromDateTime(bank.Clock.Now.UtcDateTime).AddDays(60);
        var series = new ScaAction.Mandate("sepa", TestActions.Payee(), new MandateLimits(TestActions.Eur(50), null, default, true, lastDay));
        ScaRequest Request(ScaAction action, string? id = TestActions.Consent) => new(alice.For(action, consent: "consent-2")) { SeriesId = id };

        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, Request(TestActions.Pay(50))));
        await bank.AuthenticateAsync(alice, series);

        AssertExempt(Article.Recurring, await EvaluateAsync(bank, Request(TestActions.Pay(50.00m))));
        foreach (var other in new[] { TestActions.Pay(50.01m), TestActions.Pay(49.99m), TestActions.Pay(50, TestActions.OtherIban), TestActions.Pay(50, name: "Other") })
            Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, Request(other)));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, Request(TestActions.Pay(50), "consent-9")));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, Request(TestActions.Pay(50), null)));

        bank.Clock.Advance(TimeSpan.FromDays(60));
        AssertExempt(Article.Recurring, await EvaluateAsync(bank, Request(TestActions.Pay(50))));
        bank.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, Request(TestActions.Pay(50))));
    }

    [Fact]
    [Clause("SCA-090")]
    public async Task Article_15_holds_between_accounts_of_one_person()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        bank.Owners.OwnAccounts.Add((alice.Identity.Id, Savings, TestActions.Iban));
        var request = new ScaRequest(alice.For(TestActions.Pay(5000, from: Savings)));

        AssertExempt(Article.OwnAccounts, await EvaluateAsync(bank, request));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, request with { PaymentType = PaymentType.Card }));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay(5000)))));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, new ScaRequest(alice.For(TestActions.Pay(5000, TestActions.OtherIban, from: Savings)))));
    }

    [Fact]
    [Clause("SCA-092")]
    public async Task Article_17_holds_only_where_the_bank_has_switched_it_on()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Exemptions.AllowsCorporateProcesses = true);
        await using var other = await TestBank.OpenAsync();
        var corporate = new ScaRequest((await EnrolAsync(bank)).For(TestActions.Pay(5000))) { IsCorporateProcess = true };
        var same = new ScaRequest((await EnrolAsync(other)).For(TestActions.Pay(5000))) { IsCorporateProcess = true };

        AssertExempt(Article.CorporateProcess, await EvaluateAsync(bank, corporate));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(bank, corporate with { IsCorporateProcess = false }));
        Assert.IsType<ScaDecision.Required>(await EvaluateAsync(other, same));
    }

    private static async Task<TestCustomer> EnrolAsync(TestBank bank)
    {
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        return alice;
    }

    private static Task<ScaDecision> EvaluateAsync(TestBank bank, ScaRequest request) => bank.ScaAsync(sca => sca.EvaluateAsync(request));

    private static void AssertExempt(Article article, ScaDecision decision) =>
        Assert.Equal(article, Assert.IsType<ScaDecision.Exempt>(decision).Article);
}
