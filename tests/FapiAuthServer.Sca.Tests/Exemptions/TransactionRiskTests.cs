using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Monitoring;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Sca.Tests.Exemptions;

public sealed class TransactionRiskTests
{
    // Of 100 million in all: so much fraud is this rate.
    [Theory]
    [Clause("SCA-093")]
    [InlineData(PaymentType.CreditTransfer, 5_000, "500.00", true)]   // 0.0050 %
    [InlineData(PaymentType.CreditTransfer, 5_000, "500.01", false)]
    [InlineData(PaymentType.CreditTransfer, 5_100, "500.00", false)]  // 0.0051 %
    [InlineData(PaymentType.CreditTransfer, 5_100, "250.01", false)]
    [InlineData(PaymentType.CreditTransfer, 5_100, "250.00", true)]
    [InlineData(PaymentType.CreditTransfer, 10_000, "250.00", true)]
    [InlineData(PaymentType.CreditTransfer, 10_100, "250.00", false)]
    [InlineData(PaymentType.CreditTransfer, 15_000, "100.00", true)]
    [InlineData(PaymentType.CreditTransfer, 15_000, "100.01", false)]
    [InlineData(PaymentType.CreditTransfer, 15_100, "100.00", false)]
    [InlineData(PaymentType.Card, 10_000, "500.00", true)]            // 0.0100 %
    [InlineData(PaymentType.Card, 10_100, "500.00", false)]           // 0.0101 %
    [InlineData(PaymentType.Card, 10_100, "250.00", true)]
    [InlineData(PaymentType.Card, 60_000, "250.00", true)]
    [InlineData(PaymentType.Card, 60_100, "250.00", false)]
    [InlineData(PaymentType.Card, 130_000, "100.00", true)]
    [InlineData(PaymentType.Card, 130_100, "100.00", false)]
    public async Task Amount_is_exempt_while_fraud_of_its_type_is_within_the_rate_of_its_band(PaymentType type, int fraud, string amount, bool exempt)
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();
        await RecordAsync(bank, "good", type, 100_000_000 - fraud);
        await RecordAsync(bank, "bad", type, fraud, isFraud: true);

        Assert.Equal(exempt, await IsExemptAsync(bank, alice, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), type));
    }

    [Fact]
    [Clause("SCA-093")]
    [Clause("SCA-100")]
    public async Task Rate_is_of_the_type_over_ninety_days_and_without_payments_there_is_none()
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();
        Assert.False(await IsExemptAsync(bank, alice, 1));

        await RecordAsync(bank, "cards", PaymentType.Card, 1000);
        Assert.False(await IsExemptAsync(bank, alice, 1));
        await RecordAsync(bank, "good", PaymentType.CreditTransfer, 1000);
        await RecordAsync(bank, "till", PaymentType.CreditTransfer, 1000, isFraud: true, isRemote: false);
        Assert.True(await IsExemptAsync(bank, alice, 1));
        await RecordAsync(bank, "bad", PaymentType.CreditTransfer, 1000, isFraud: true);
        Assert.False(await IsExemptAsync(bank, alice, 1));

        bank.Clock.Advance(TimeSpan.FromDays(89));
        await RecordAsync(bank, "new", PaymentType.CreditTransfer, 1000);
        Assert.False(await IsExemptAsync(bank, alice, 1));
        bank.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(await IsExemptAsync(bank, alice, 1));
    }

    [Theory]
    [Clause("SCA-093")]
    [InlineData(RiskFindings.AbnormalSpending)]
    [InlineData(RiskFindings.AbnormalDevice)]
    [InlineData(RiskFindings.Malware)]
    [InlineData(RiskFindings.FraudScenario)]
    [InlineData(RiskFindings.AbnormalLocation)]
    [InlineData(RiskFindings.RiskyPayeeLocation)]
    public async Task Any_of_the_six_findings_rules_it_out(RiskFindings finding)
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();
        await RecordAsync(bank, "good", PaymentType.CreditTransfer, 1000);

        Assert.True(await IsExemptAsync(bank, alice, 1));
        Assert.False(await IsExemptAsync(bank, alice, 1, signals: finding));
    }

    [Fact]
    [Clause("SCA-102")]
    public async Task Two_bad_quarters_stop_the_exemption_and_a_good_one_brings_it_back()
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();
        var quarter = new Quarter(2026, 1);

        bank.Clock.MoveTo(quarter.Start.AddDays(10));
        await RecordAsync(bank, "q1 good", PaymentType.CreditTransfer, 1000);
        await RecordAsync(bank, "q1 bad", PaymentType.CreditTransfer, 10, isFraud: true);
        await Assert.ThrowsAsync<ArgumentException>(() => CloseAsync(bank, quarter));
        bank.Clock.MoveTo(quarter.End);
        var first = await CloseAsync(bank, quarter);
        Assert.Equal([RiskBandState.Warned, RiskBandState.Warned, RiskBandState.Warned], States(first, PaymentType.CreditTransfer));
        Assert.Equal([RiskBandState.InUse, RiskBandState.InUse, RiskBandState.InUse], States(first, PaymentType.Card));
        Assert.All(first, change => Assert.Equal(change.Type == PaymentType.CreditTransfer, change.MustBeReported));
        Assert.Empty(await CloseAsync(bank, quarter));

        bank.Clock.Advance(TimeSpan.FromDays(1));
        await RecordAsync(bank, "q2 good", PaymentType.CreditTransfer, 1000);
        await RecordAsync(bank, "q2 bad", PaymentType.CreditTransfer, 10, isFraud: true);
        bank.Clock.MoveTo(new Quarter(2026, 2).End);
        Assert.Equal([RiskBandState.Ceased, RiskBandState.Ceased, RiskBandState.Ceased], States(await CloseAsync(bank, new Quarter(2026, 2)), PaymentType.CreditTransfer));

        // Ninety days later the rolling rate is good, but only the quarter's end ends the stop.
        bank.Clock.Advance(TimeSpan.FromDays(91));
        await RecordAsync(bank, "q3 good", PaymentType.CreditTransfer, 1000);
        Assert.False(await IsExemptAsync(bank, alice, 1));
        bank.Clock.MoveTo(new Quarter(2026, 3).End);
        var third = await CloseAsync(bank, new Quarter(2026, 3));
        Assert.Equal([RiskBandState.InUse, RiskBandState.InUse, RiskBandState.InUse], States(third, PaymentType.CreditTransfer));
        Assert.Contains(third, change => change is { Type: PaymentType.CreditTransfer, MustBeReported: true });
        Assert.True(await IsExemptAsync(bank, alice, 1));
        Assert.Empty(await CloseAsync(bank, new Quarter(2026, 2)));
    }

    [Theory]
    [Clause("SCA-102")]
    [InlineData(RiskBandState.InUse, false, RiskBandState.InUse)]
    [InlineData(RiskBandState.InUse, true, RiskBandState.Warned)]
    [InlineData(RiskBandState.Warned, false, RiskBandState.InUse)]
    [InlineData(RiskBandState.Warned, true, RiskBandState.Ceased)]
    [InlineData(RiskBandState.Ceased, false, RiskBandState.InUse)]
    [InlineData(RiskBandState.Ceased, true, RiskBandState.Ceased)]
    public void States_follow_from_quarters(RiskBandState state, bool isAbove, RiskBandState after) => Assert.Equal(after, RiskBand.After(state, isAbove));

    [Fact]
    [Clause("SCA-102")]
    public async Task Quarter_without_payments_proves_nothing()
    {
        await using var bank = await OpenAsync();
        foreach (var quarter in new[] { new Quarter(2026, 1), new Quarter(2026, 2) })
        {
            bank.Clock.MoveTo(quarter.Start.AddDays(1));
            await RecordAsync(bank, quarter.ToString(), PaymentType.Card, 10, isFraud: true);
            bank.Clock.MoveTo(quarter.End);
            await CloseAsync(bank, quarter);
        }

        bank.Clock.MoveTo(new Quarter(2026, 3).End);

        Assert.Equal([RiskBandState.Ceased, RiskBandState.Ceased, RiskBandState.Ceased], States(await CloseAsync(bank, new Quarter(2026, 3)), PaymentType.Card));
    }

    [Theory]
    [Clause("SCA-102")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_parallel_closings_of_a_quarter_one_changes_each_band(DatabaseKind database)
    {
        await using var bank = await OpenAsync(database);
        bank.Clock.MoveTo(new Quarter(2026, 1).End);

        var changes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CloseAsync(bank, new Quarter(2026, 1)))));

        Assert.Equal(RiskBand.All.Count, changes.Sum(change => change.Count));
    }

    [Fact]
    [Clause("SCA-093")]
    public async Task It_is_off_until_the_bank_switches_it_on()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Exemptions.AllowsLowValue = false);
        var alice = await bank.EnrolAsync();
        await RecordAsync(bank, "good", PaymentType.CreditTransfer, 1000);

        Assert.False(await IsExemptAsync(bank, alice, 1));
    }

    private static Task<TestBank> OpenAsync(DatabaseKind database = DatabaseKind.Sqlite) => TestBank.OpenAsync(database, options =>
    {
        options.Exemptions.AllowsTransactionRisk = true;
        options.Exemptions.AllowsLowValue = false;
        options.Exemptions.FraudRateInterval = TimeSpan.Zero;
    });

    private static IEnumerable<RiskBandState> States(IReadOnlyList<RiskBandChange> changes, PaymentType type) =>
        changes.Where(change => change.Type == type).Select(change => change.After);

    private static Task<IReadOnlyList<RiskBandChange>> CloseAsync(TestBank bank, Quarter quarter) =>
        bank.UseAsync<QuarterClosing, IReadOnlyList<RiskBandChange>>(closing => closing.CloseAsync(quarter));

    private static async Task RecordAsync(TestBank bank, string id, PaymentType type, decimal amount, bool isFraud = false, bool isRemote = true)
    {
        var payment = new ExecutedPayment(id, Guid.NewGuid(), type, TestActions.Eur(amount), null, bank.Clock.Now.AddMinutes(-1), isRemote);
        Assert.True(await bank.UseAsync<PaymentBook, bool>(book => book.RecordAsync(payment)));
        if (isFraud)
            Assert.True(await bank.UseAsync<PaymentBook, bool>(book => book.RecordFraudAsync(id)));
    }

    private static async Task<bool> IsExemptAsync(
        TestBank bank, TestCustomer customer, decimal amount, PaymentType type = PaymentType.CreditTransfer, RiskFindings signals = RiskFindings.None)
    {
        var request = new ScaRequest(customer.For(TestActions.Pay(amount))) { PaymentType = type, Signals = signals };
        return await bank.ScaAsync(sca => sca.EvaluateAsync(request)) is ScaDecision.Exempt { Article: Article.TransactionRisk };
    }
}
