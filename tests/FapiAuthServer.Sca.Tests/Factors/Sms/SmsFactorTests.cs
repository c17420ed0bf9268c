using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Factors.Sms;

public sealed class SmsFactorTests
{
    private const FactorKinds PasswordAndSms = FactorKinds.Password | FactorKinds.Sms;

    public static TheoryData<string, Action<SmsOptions>> Limits => new()
    {
        { "customer", options => options.TextsPerCustomerAndHour = 3 },
        { "number", options => options.TextsPerNumberAndHour = 3 },
        { "client", options => options.TextsPerClientAndHour = 2 },
        { "all", options => options.TextsPerDay = 3 },
    };

    [Fact]
    [Clause("SCA-173")]
    [Clause("SCA-049")]
    [Clause("SCA-040")]
    public async Task Text_names_amount_payee_and_account_warns_and_ends_with_the_code()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);

        var begun = await bank.BeginAsync(alice, TestActions.Pay(from: TestActions.OtherIban), PasswordAndSms);

        Assert.Matches(
            @"^Pay 123\.50 EUR to Green Energy \(…3000\) from …2051\. Never share this code\. Code: [0-9]{6}$", bank.Texts.Last.Text);
        Assert.Equal("+491701234567", bank.Texts.Last.Number);
        Assert.Equal("…4567", begun.SentTo);
        Assert.DoesNotContain(bank.Texts.LastCode, bank.Texts.Last.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Clause("SCA-173")]
    public async Task Text_can_be_bound_to_the_page_for_browsers_that_fill_it_in()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Sms.Origin = "id.bank.example");
        var alice = await bank.EnrolAsync();

        Assert.True(await bank.UseAsync<SmsEnrolment, bool>(sms => sms.BeginAsync(alice.Identity.Id, "+491701234567", TestActions.InBranch)));

        Assert.Matches(@"Code: ([0-9]{6})\n\n@id\.bank\.example #\1$", bank.Texts.Last.Text);
    }

    [Fact]
    [Clause("SCA-046")]
    [Clause("SCA-049")]
    public async Task Batch_is_named_payee_by_payee_or_not_texted_at_all()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var items = Enumerable.Range(1, 4).Select(n => new BatchItem(TestActions.Eur(n), TestActions.Payee(name: $"Payee {n}"))).ToList();
        var sent = bank.Texts.All.Count;

        Assert.Equal(
            new ChallengeResult.Refused(ChallengeRefusal.NotDeliverable),
            await bank.ChallengeAsync(alice, new ScaAction.Batch("sepa", items), PasswordAndSms));
        Assert.Equal(sent, bank.Texts.All.Count);

        await bank.BeginAsync(alice, new ScaAction.Batch("sepa", items[..3]), PasswordAndSms);
        Assert.StartsWith(
            "Pay 6.00 EUR in 3 payments: 1.00 EUR to Payee 1 (…3000); 2.00 EUR to Payee 2 (…3000); 3.00 EUR to Payee 3 (…3000).",
            bank.Texts.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("SCA-048")]
    public async Task Mandate_is_named_with_its_limits()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var limits = new MandateLimits(TestActions.Eur(50), TestActions.Eur(200), LimitPeriod.Month, false, new DateOnly(2027, 12, 31));

        await bank.BeginAsync(alice, new ScaAction.Mandate("sepa", TestActions.Payee(), limits), PasswordAndSms);

        Assert.StartsWith(
            "Let Green Energy (…3000) collect up to 50.00 EUR each time, up to 200.00 EUR per month until 2027-12-31.",
            bank.Texts.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("SCA-170")]
    [Clause("SCA-175")]
    public async Task Codes_are_random_six_digits_and_end_on_the_millisecond()
    {
        await using var bank = await TestBank.OpenAsync(options =>
        {
            options.Sms.CodeLifetime = TimeSpan.FromMinutes(1);
            options.PromptsPerCustomerAndHour = 100;
            options.Sms.TextsPerCustomerAndHour = 100;
            options.Sms.TextsPerNumberAndHour = 100;
        });
        var alice = await EnrolAsync(bank);
        var codes = new HashSet<string>();
        for (var n = 0; n < 20; n++)
        {
            await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
            codes.Add(bank.Texts.LastCode);
        }

        Assert.All(codes, code => Assert.Matches("^[0-9]{6}$", code));
        Assert.True(codes.Count > 17);

        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        bank.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        bank.Clock.Advance(-TimeSpan.FromMilliseconds(1));
        Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
    }

    [Fact]
    [Clause("SCA-174")]
    [Clause("SCA-171")]
    public async Task Code_is_sent_anew_no_sooner_and_no_oftener_than_allowed_and_voids_the_one_before()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        var first = bank.Sms();

        bank.Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        Assert.False(await ResendAsync(bank, begun));
        bank.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await ResendAsync(bank, begun));
        bank.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await ResendAsync(bank, begun));
        bank.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.False(await ResendAsync(bank, begun));
        Assert.False(await bank.ScaAsync(sca => sca.ResendAsync(Guid.NewGuid())));

        Assert.Equal(4, bank.Texts.All.Count); // one to activate the number
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), first));
        Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task New_text_gives_no_new_attempts()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        for (var attempt = 0; attempt < 4; attempt++)
            await bank.VerifyAsync(begun.ChallengeId, alice.Password(), new Proof(FactorKinds.Sms, "000000"));
        bank.Clock.Advance(TimeSpan.FromSeconds(31));
        await ResendAsync(bank, begun);

        Assert.IsType<VerificationResult.Blocked>(
            await bank.VerifyAsync(begun.ChallengeId, alice.Password(), new Proof(FactorKinds.Sms, "000000")));
    }

    [Theory]
    [Clause("SCA-174")]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public async Task No_more_texts_than_paid_for(string limit, Action<SmsOptions> configure)
    {
        await using var bank = await TestBank.OpenAsync(options => configure(options.Sms));
        var alice = await EnrolAsync(bank);

        await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        Assert.True(new ChallengeResult.Refused(ChallengeRefusal.TooMany) == await bank.ChallengeAsync(alice, TestActions.Pay(), PasswordAndSms), limit);

        Assert.Equal(3, bank.Texts.All.Count);
    }

    [Fact]
    [Clause("SCA-172")]
    [Clause("SCA-063")]
    [Clause("SCA-061")]
    public async Task Number_that_may_have_changed_hands_gets_no_code()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var now = bank.Clock.Now;
        NumberRisk[] risks =
        [
            new(SimChangedAt: now.AddDays(-7).AddMilliseconds(1)), new(PortedAt: now.AddDays(-6)), new(IsVoiceOverIp: true),
        ];

        foreach (var risk in risks)
        {
            bank.Numbers.Risk = risk;
            Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotDeliverable), await bank.ChallengeAsync(alice, TestActions.Pay(), PasswordAndSms));
        }

        Assert.Single(bank.Texts.All);
        Assert.Equal(3, bank.Logs.Count(6030));
        bank.Numbers.Risk = new NumberRisk(SimChangedAt: now.AddDays(-7));
        await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
    }

    [Fact]
    public async Task Code_of_a_text_that_was_not_sent_is_void()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        bank.Texts.IsOutOfOrder = true;

        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotDeliverable), await bank.ChallengeAsync(alice, TestActions.Pay(), PasswordAndSms));

        Assert.NotNull((await bank.DatabaseAsync(db => db.Set<SmsMessage>().OrderByDescending(m => m.SentAt).FirstAsync(m => m.ChallengeId != null))).VoidedAt);
    }

    [Theory]
    [InlineData("0170 1234567")]
    [InlineData("+0170123456")]
    [InlineData("+49")]
    [InlineData("+4917012345678901")]
    [InlineData("+49170x234567")]
    [InlineData("alice@bank.example")]
    [Clause("SCA-064")]
    public async Task What_is_no_number_is_not_taken(string number)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        var refusal = await Assert.ThrowsAsync<EnrolmentRefusedException>(
            () => bank.UseAsync<SmsEnrolment, bool>(sms => sms.BeginAsync(alice.Identity.Id, number, TestActions.InBranch)));

        Assert.Equal(["InvalidNumber"], refusal.Reasons);
        Assert.Empty(bank.Texts.All);
    }

    [Fact]
    [Clause("SCA-107")]
    public async Task Number_counts_only_after_its_own_code_came_back()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.UseAsync<SmsEnrolment, bool>(sms => sms.BeginAsync(alice.Identity.Id, "+491701234567", TestActions.InBranch));

        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), PasswordAndSms));
        Assert.False(await ConfirmAsync(bank, alice, bank.Texts.LastCode == "000000" ? "111111" : "000000"));
        bank.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(await ConfirmAsync(bank, alice, bank.Texts.LastCode));
        bank.Clock.Advance(-TimeSpan.FromMilliseconds(1));
        Assert.True(await ConfirmAsync(bank, alice, bank.Texts.LastCode));
        Assert.False(await ConfirmAsync(bank, alice, bank.Texts.LastCode));

        await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        Assert.Equal(3, (await bank.RowAsync(alice)).FailedAttempts);
    }

    [Fact]
    [Clause("SCA-109")]
    public async Task Revoked_number_ends_the_challenge_that_waits_for_it_and_is_forgotten()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);

        await bank.UseAsync<SmsEnrolment, bool>(async sms =>
        {
            await sms.RevokeAsync(alice.Identity.Id, TestActions.InBranch);
            return true;
        });

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        Assert.Empty((await bank.DatabaseAsync(db => db.Set<SmsNumber>().SingleAsync())).ProtectedNumber);
    }

    [Fact]
    [Clause("SCA-213")]
    public async Task Number_that_was_lost_gets_no_code_any_more_and_what_was_sent_is_worth_nothing()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        Assert.Equal("…" + bank.Texts.Last.Number[^4..], await FindMaskedAsync(bank, alice));
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);

        Assert.True(await bank.UseAsync<SmsEnrolment, bool>(sms => sms.ReportLostAsync(alice.Identity.Id)));
        Assert.False(await bank.UseAsync<SmsEnrolment, bool>(sms => sms.ReportLostAsync(alice.Identity.Id)));

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), PasswordAndSms));
        Assert.Null(await FindMaskedAsync(bank, alice));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.FactorRemoved));
    }

    [Fact]
    [Clause("SCA-108")]
    public async Task New_number_takes_the_place_of_the_old_one_when_it_is_confirmed()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        await bank.EnrolNumberAsync(alice, "+491700000001");

        await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);

        Assert.Equal("+491700000001", bank.Texts.Last.Number);
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<SmsNumber>().CountAsync(n => n.RevokedAt == null)));
    }

    private static async Task<TestCustomer> EnrolAsync(TestBank bank)
    {
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        return alice;
    }

    private static Task<bool> ResendAsync(TestBank bank, ChallengeResult.Begun begun) => bank.ScaAsync(sca => sca.ResendAsync(begun.ChallengeId));

    private static Task<bool> ConfirmAsync(TestBank bank, TestCustomer customer, string code) =>
        bank.UseAsync<SmsEnrolment, bool>(sms => sms.ConfirmAsync(customer.Identity.Id, code));

    private static Task<string?> FindMaskedAsync(TestBank bank, TestCustomer customer) =>
        bank.UseAsync<SmsEnrolment, string?>(sms => sms.FindMaskedAsync(customer.Identity.Id));
}
