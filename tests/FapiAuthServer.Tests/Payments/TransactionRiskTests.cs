using System.Text.Json.Nodes;
using FapiAuthServer.Audit;
using FapiAuthServer.Protocol.PaymentReports;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Payments;

/// <summary>Art. 18 rests on what the bank reports: payments make a rate, fraud raises it, and two bad quarters end the exemption.</summary>
public sealed class TransactionRiskTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Sca:Exemptions:AllowsTransactionRisk"] = "true",
        ["Sca:Exemptions:FraudRateInterval"] = "00:00:00",
    };

    private PaymentBank bank = null!;
    private FintechClient client = null!;

    public async ValueTask InitializeAsync()
    {
        bank = await PaymentBank.OpenAsync(DatabaseKind.Sqlite, Settings);
        client = await bank.RegisterAsync();
    }

    public ValueTask DisposeAsync() => bank.DisposeAsync();

    [Clause("RTS-18")]
    [Clause("SCA-093")]
    [Clause("RTS-20")]
    [Clause("SCA-102")]
    [Fact(DisplayName = "Without reported payments nothing is exempt; with them up to the band; after fraud not; after two bad quarters not even at a good rate")]
    public async Task Reports_decide()
    {
        using var payer = await Payer.EnrolAsync(bank.Server);
        var order = new Order("400.00");

        // No rate is no low rate.
        var tokens = await AgreeAsync(payer, order, article: null);
        (await bank.ReportAsync("/payments/executed", bank.Executed(tokens, order, "first"))).Expect(201);

        // Within the band of 500, and not a cent above it.
        (await bank.ReportAsync("/payments/executed", bank.Executed(await AgreeAsync(payer, order, "TransactionRisk"), order, "second"))).Expect(201);
        await AgreeAsync(payer, new Order("500.01"), article: null);
        await AgreeAsync(payer, new Order("500.00"), "TransactionRisk");

        // Half of it was fraud.
        (await bank.ReportAsync("/payments/fraud", new JsonObject { ["payment_id"] = "second" })).Expect(200);
        await AgreeAsync(payer, order, article: null);
        await AgreeAsync(payer, new Order("10.00"), article: null);

        // Two quarters above the rates, then a great deal of good payments: the rate of 90 days is low, and it is asked all the same.
        var next = Quarter.Of(Quarter.Of(bank.Server.Clock.GetUtcNow()).End);
        await RecordAsync("next good", 1000, next.Start.AddDays(1));
        await RecordAsync("next bad", 10, next.Start.AddDays(1), isFraud: true);
        using (bank.Server.Clock.Forward(next.End.AddDays(8) - bank.Server.Clock.GetUtcNow()))
        {
            await bank.Server.Services.GetRequiredService<CloseQuarters>().CloseEndedAsync(TestContext.Current.CancellationToken);
        }
        await RecordAsync("great deal", 900_000_000, bank.Server.Clock.GetUtcNow().AddMinutes(-1));
        await AgreeAsync(payer, order, article: null);

        var told = await bank.AuditAsync(line => line is { Event: SecurityEvent.RiskBandChanged, Reason: nameof(RiskBandState.Ceased) });
        Assert.Equal(3, told.Count); // the bands of credit transfers
        using var answer = await bank.Server.Wire.Client(null).GetAsync(new Uri(bank.Server.Kit.PublicAddress, "/sandbox/evidence.csv"), TestContext.Current.CancellationToken);
        var csv = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, csv.Split("\r\n").Count(line => line.EndsWith("CEASED", StringComparison.Ordinal)));
    }

    private async Task<TokenResponse> AgreeAsync(Payer payer, Order order, string? article)
    {
        var tokens = await PaymentBank.AgreeAsync(payer, client, order);
        Assert.Equal(article, (string?)PaymentBank.ScaOf(tokens)["exemption"]);
        return tokens;
    }

    // Of other channels: the bank's own system enters them in the same book.
    private Task<bool> RecordAsync(string id, decimal amount, DateTimeOffset at, bool isFraud = false) => bank.UseAsync(async services =>
    {
        var book = services.GetRequiredService<PaymentBook>();
        Assert.True(Money.TryCreate(amount, "EUR", out var money));
        Assert.True(await book.RecordAsync(new ExecutedPayment(id, Guid.NewGuid(), PaymentType.CreditTransfer, money, null, at)));
        return !isFraud || await book.RecordFraudAsync(id);
    });
}
