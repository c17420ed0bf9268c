using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.TestKit.Databases;
using FsCheck.Xunit;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Exemptions;

public sealed class LowValueTests
{
    [Theory]
    [Clause("SCA-091")]
    [InlineData("30.00", true)]
    [InlineData("30.01", false)]
    public async Task One_payment_is_exempt_up_to_thirty(string amount, bool exempt)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.Equal(exempt, await PayAsync(bank, alice, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task In_a_row_they_are_exempt_up_to_a_hundred()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        foreach (var amount in new[] { 30m, 30m, 30m })
            Assert.True(await PayAsync(bank, alice, amount));

        Assert.False(await PayAsync(bank, alice, 10.01m));
        Assert.True(await PayAsync(bank, alice, 10.00m));
        Assert.False(await PayAsync(bank, alice, 0.01m));
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task Or_five_in_number_if_the_bank_counts_them()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Exemptions.LowValueLimit = LowValueLimit.Count);
        var alice = await bank.EnrolAsync();
        for (var payment = 1; payment <= 5; payment++)
            Assert.True(await PayAsync(bank, alice, 30m));

        Assert.False(await PayAsync(bank, alice, 0.01m));
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task Strong_authentication_of_a_payment_and_nothing_else_begins_anew()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        foreach (var amount in new[] { 30m, 30m, 30m, 10m })
            await PayAsync(bank, alice, amount);

        bank.Clock.Advance(TimeSpan.FromDays(400));
        await bank.AuthenticateAsync(alice, new ScaAction.SignIn());
        Assert.False(await PayAsync(bank, alice, 0.01m));
        await bank.AuthenticateAsync(alice, TestActions.Pay());
        Assert.True(await PayAsync(bank, alice, 30m));
    }

    [Fact]
    [Clause("SCA-091")]
    [Clause("SCA-232")]
    public async Task Limits_are_the_banks_currency_and_its_own_and_payments_in_another_are_not_exempt()
    {
        await using var bank = await TestBank.OpenAsync(options =>
        {
            options.Exemptions.Currency = "GBP";
            options.Exemptions.LowValueSingle = 25;
            options.Exemptions.LowValueCumulative = 85;
        });
        var alice = await bank.EnrolAsync();

        Assert.False(await PayAsync(bank, alice, 1m));
        Assert.False(await PayAsync(bank, alice, 25.01m, "GBP"));
        foreach (var amount in new[] { 25m, 25m, 25m, 10m })
            Assert.True(await PayAsync(bank, alice, amount, "GBP"));
        Assert.False(await PayAsync(bank, alice, 0.01m, "GBP"));
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task Payments_under_another_article_do_not_count()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        bank.Owners.OwnAccounts.Add((alice.Identity.Id, TestActions.OtherIban, TestActions.Iban));
        for (var payment = 0; payment < 5; payment++)
            await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(alice.For(TestActions.Pay(30, from: TestActions.OtherIban)))));

        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<LowValueCounter>().CountAsync()));
    }

    [Theory]
    [Clause("SCA-091")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Parallel_payments_never_pass_the_limit_together(DatabaseKind database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var alice = await bank.EnrolAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PayAsync(bank, alice, 25m))));

        Assert.Equal(4, results.Count(exempt => exempt));
        Assert.Equal(100m, Money.AmountOf((await bank.DatabaseAsync(db => db.Set<LowValueCounter>().SingleAsync())).SumUnits));
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task Counters_before_and_after_are_kept()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await PayAsync(bank, alice, 20.50m);
        await PayAsync(bank, alice, 10m);

        var kept = await bank.DatabaseAsync(db => db.Set<ExemptionDecision>().OrderByDescending(d => d.Id).FirstAsync());

        Assert.Contains("\"countBefore\":\"1\",\"countAfter\":\"2\",\"sumBefore\":\"20.5\",\"sumAfter\":\"30.5\"", kept.Inputs, StringComparison.Ordinal);
        Assert.Equal(Article.LowValue, kept.Article);
    }

    [Property(MaxTest = 3)]
    [Clause("SCA-091")]
    public async Task Whatever_is_paid_in_whatever_order_what_is_exempt_sums_up_to_no_more_than_a_hundred(ushort[] cents)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var exempt = 0m;
        foreach (var amount in cents.Take(15).Select(c => (c % 4000 / 100m) + 0.01m))
            if (await PayAsync(bank, alice, amount))
                exempt += amount;

        Assert.True(exempt <= 100m);
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task Only_what_is_given_counts_and_counts_once()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var binding = alice.For(Payment(30m));
        for (var visit = 0; visit < 10; visit++)
            await EvaluateAsync(bank, binding); // left
        var decision = await EvaluateAsync(bank, binding);

        Assert.Equal(ExemptionUse.Used, await bank.GiveAsync(decision, binding, isGiven: false)); // begun, and rolled back
        Assert.Equal(0, await SumAsync(bank));
        Assert.Equal(ExemptionUse.Used, await bank.GiveAsync(decision, binding));
        Assert.Equal(ExemptionUse.UsedBefore, await bank.GiveAsync(decision, binding));

        Assert.Equal(30m, await SumAsync(bank));
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task Payments_that_were_each_exempt_are_not_all_given_when_together_they_pass_the_limit()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var binding = alice.For(Payment(30m));
        var decisions = new List<Guid>();
        for (var visit = 0; visit < 8; visit++)
            decisions.Add(await EvaluateAsync(bank, binding));

        var uses = await Task.WhenAll(decisions.Select(decision => Task.Run(() => bank.GiveAsync(decision, binding))));

        Assert.Equal(3, uses.Count(use => use == ExemptionUse.Used));
        Assert.Equal(5, uses.Count(use => use == ExemptionUse.Lapsed));
        Assert.Equal(90m, await SumAsync(bank));
    }

    [Fact]
    [Clause("SCA-091")]
    public async Task Decision_is_good_for_nothing_but_what_it_was_made_for()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var bob = await bank.EnrolAsync("bob.example");
        var binding = alice.For(Payment(30m));
        var decision = await EvaluateAsync(bank, binding);
        var required = Assert.IsType<ScaDecision.Required>(await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(alice.For(Payment(31m))))));

        CodeBinding[] others =
        [
            binding with { CustomerId = bob.Identity.Id }, binding with { ClientId = "other" }, binding with { ConsentId = "other" },
            binding with { Action = Payment(29.99m) },
        ];
        foreach (var other in others)
            Assert.Equal(ExemptionUse.OtherBinding, await bank.GiveAsync(decision, other));
        Assert.Equal(ExemptionUse.OtherBinding, await bank.GiveAsync(Guid.NewGuid(), binding));
        Assert.Equal(ExemptionUse.OtherBinding, await bank.GiveAsync(required.DecisionId, alice.For(Payment(31m))));

        Assert.Equal(0, await SumAsync(bank));
    }

    private static ScaAction.Payment Payment(decimal amount, string currency = "EUR")
        => new("sepa", Money.TryCreate(amount, currency, out var money) ? money : throw new ArgumentOutOfRangeException(nameof(amount)), TestActions.Payee());

    private static async Task<Guid> EvaluateAsync(TestBank bank, CodeBinding binding)
        => Assert.IsType<ScaDecision.Exempt>(await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(binding)))).DecisionId;

    private static Task<decimal> SumAsync(TestBank bank)
        => bank.DatabaseAsync(async db => Money.AmountOf(await db.Set<LowValueCounter>().SumAsync(counter => counter.SumUnits)));

    private static async Task<bool> PayAsync(TestBank bank, TestCustomer customer, decimal amount, string currency = "EUR")
    {
        var binding = customer.For(Payment(amount, currency));
        return await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(binding))) is ScaDecision.Exempt { Article: Article.LowValue } exempt
            && await bank.GiveAsync(exempt.DecisionId, binding) == ExemptionUse.Used;
    }
}
