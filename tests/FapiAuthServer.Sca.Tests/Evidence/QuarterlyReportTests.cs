using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Tests.Evidence;

public sealed class QuarterlyReportTests
{
    private static readonly Quarter Second = new(2026, 2);

    [Fact]
    [Clause("SCA-103")]
    [Clause("SCA-100")]
    [Clause("SCA-101")]
    public async Task Payments_are_split_by_type_channel_and_exemption_with_values_rates_and_averages()
    {
        await using var bank = await TestBank.OpenAsync();
        await RecordAsync(bank, "1", PaymentType.CreditTransfer, 100, null);
        await RecordAsync(bank, "2", PaymentType.CreditTransfer, 300.50m, null, isFraud: true);
        await RecordAsync(bank, "3", PaymentType.CreditTransfer, 20, Article.LowValue);
        await RecordAsync(bank, "4", PaymentType.Card, 7, Article.TransactionRisk);
        await RecordAsync(bank, "5", PaymentType.Card, 8, null, isRemote: false);
        await RecordAsync(bank, "before", PaymentType.Card, 9, null, at: Second.Start.AddMilliseconds(-1));
        await RecordAsync(bank, "after", PaymentType.Card, 9, null, at: Second.End);

        var report = await ReportAsync(bank);

        Assert.Equal(
            [
                new PaymentLine(PaymentType.CreditTransfer, true, null, "EUR", 2, 400.50m, 1, 300.50m),
                new PaymentLine(PaymentType.CreditTransfer, true, Article.LowValue, "EUR", 1, 20m, 0, 0m),
                new PaymentLine(PaymentType.Card, false, null, "EUR", 1, 8m, 0, 0m),
                new PaymentLine(PaymentType.Card, true, Article.TransactionRisk, "EUR", 1, 7m, 0, 0m),
            ],
            report.Payments);
        Assert.Equal(300.50m / 400.50m, report.Payments[0].Rate);
        Assert.Equal(200.25m, report.Payments[0].Average);
    }

    [Fact]
    [Clause("SCA-128")]
    public async Task Decisions_failures_and_blocks_are_counted()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var small = alice.For(TestActions.Pay(5));
        await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(small))); // nothing comes of this one
        var exempt = Assert.IsType<ScaDecision.Exempt>(await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(small))));
        await bank.GiveAsync(exempt.DecisionId, small);
        await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(alice.For(TestActions.Pay(500)))));
        await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(alice.For(TestActions.Pay(600)))));
        await bank.AuthenticateAsync(alice, TestActions.Pay(500));
        await bank.SignInRightAsync(alice);
        await bank.FailAsync(alice, times: 5);

        var report = await ReportAsync(bank);

        Assert.Equal(1, report.Decisions["LowValue"]);
        Assert.Equal(2, report.Decisions["StrongAuthentication"]);
        Assert.Equal(1, report.Events[ScaEventKind.Verified]);
        Assert.Equal(1, report.Events[ScaEventKind.SignedIn]);
        Assert.Equal(5, report.Events[ScaEventKind.SignInRefused]);
        Assert.Equal(1, report.Events[ScaEventKind.BlockedForATime]);
    }

    [Fact]
    [Clause("SCA-128")]
    public async Task Report_is_written_as_lines_of_one_shape()
    {
        await using var bank = await TestBank.OpenAsync();
        await RecordAsync(bank, "1", PaymentType.CreditTransfer, 300, null, isFraud: true);
        await RecordAsync(bank, "2", PaymentType.CreditTransfer, 100.5m, null);
        await bank.FailAsync(await bank.EnrolAsync(), times: 1);

        var lines = (await ReportAsync(bank)).ToCsv().Split("\r\n");

        Assert.Equal(
            [
                "quarter,section,type,channel,basis,currency,count,value,fraud_count,fraud_value,fraud_rate,average_value,reference_rate,state",
                "2026Q2,payments,CreditTransfer,remote,StrongAuthentication,EUR,2,400.5,1,300,0.74906367,200.25,,",
                "2026Q2,events,SignInRefused,,,,1,,,,,,,",
                "2026Q2,bands,CreditTransfer,remote,UpTo100,EUR,,,,,0.74906367,,0.00015,OK",
                "2026Q2,bands,CreditTransfer,remote,UpTo250,EUR,,,,,0.74906367,,0.00010,OK",
                "2026Q2,bands,CreditTransfer,remote,UpTo500,EUR,,,,,0.74906367,,0.00005,OK",
                "2026Q2,bands,Card,remote,UpTo100,EUR,,,,,,,0.0013,OK",
                "2026Q2,bands,Card,remote,UpTo250,EUR,,,,,,,0.0006,OK",
                "2026Q2,bands,Card,remote,UpTo500,EUR,,,,,,,0.0001,OK",
                "",
            ],
            lines);
    }

    [Fact]
    public async Task Payment_is_entered_once_and_is_fraud_once()
    {
        await using var bank = await TestBank.OpenAsync();
        await RecordAsync(bank, "1", PaymentType.Card, 1, null);

        Assert.False(await bank.UseAsync<PaymentBook, bool>(book => book.RecordAsync(
            new ExecutedPayment("1", Guid.NewGuid(), PaymentType.Card, TestActions.Eur(2), null, bank.Clock.Now))));
        Assert.False(await bank.UseAsync<PaymentBook, bool>(book => book.RecordFraudAsync("2")));
        Assert.True(await bank.UseAsync<PaymentBook, bool>(book => book.RecordFraudAsync("1")));
        Assert.False(await bank.UseAsync<PaymentBook, bool>(book => book.RecordFraudAsync("1")));
        Assert.Equal(1m, Assert.Single((await ReportAsync(bank)).Payments).Total);
    }

    [Fact]
    public void Quarters_follow_each_other_without_gaps()
    {
        var quarter = new Quarter(2025, 4);

        Assert.Equal("2025Q4", quarter.ToString());
        Assert.Equal(new DateTimeOffset(2025, 10, 1, 0, 0, 0, TimeSpan.Zero), quarter.Start);
        Assert.Equal(new Quarter(2026, 1).Start, quarter.End);
        Assert.Equal(quarter, new Quarter(2026, 1).Previous);
        Assert.Equal(quarter, Quarter.Of(quarter.End.AddTicks(-1)));
        Assert.Equal(new Quarter(2026, 1), Quarter.Of(quarter.End));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Quarter(2026, 5));
    }

    private static Task<QuarterlyReport> ReportAsync(TestBank bank) => bank.UseAsync<QuarterlyReporting, QuarterlyReport>(reporting => reporting.CreateAsync(Second));

    private static async Task RecordAsync(
        TestBank bank, string id, PaymentType type, decimal amount, Article? article, bool isFraud = false, bool isRemote = true, DateTimeOffset? at = null)
    {
        await bank.UseAsync<PaymentBook, bool>(book => book.RecordAsync(
            new ExecutedPayment(id, Guid.NewGuid(), type, TestActions.Eur(amount), article, at ?? bank.Clock.Now, isRemote)));
        if (isFraud)
            await bank.UseAsync<PaymentBook, bool>(book => book.RecordFraudAsync(id));
    }
}
