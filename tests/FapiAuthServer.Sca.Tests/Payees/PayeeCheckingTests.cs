using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Monitoring;
using FapiAuthServer.Sca.Payees;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Payees;

public sealed class PayeeCheckingTests
{
    [Theory]
    [Clause("SCA-226")]
    [InlineData(PayeeMatch.Match, "Merchant A", PayeeMatch.Match, null)]
    [InlineData(PayeeMatch.CloseMatch, "Merchant A", PayeeMatch.CloseMatch, "Merchant A")]
    [InlineData(PayeeMatch.CloseMatch, null, PayeeMatch.NoMatch, null)]
    [InlineData(PayeeMatch.CloseMatch, "Merchant\u202eA", PayeeMatch.NoMatch, null)]
    [InlineData(PayeeMatch.NoMatch, "Merchant A", PayeeMatch.NoMatch, null)]
    [InlineData(PayeeMatch.Unavailable, "Merchant A", PayeeMatch.Unavailable, null)]
    public async Task Name_on_record_is_told_for_a_close_match_alone(PayeeMatch answered, string? name, PayeeMatch match, string? told)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        bank.Payees.Answer = (_, _) => Task.FromResult(new PayeeCheck(answered, name));

        var check = Assert.Single(await CheckAsync(bank, alice.For(TestActions.Pay(50))));

        Assert.Equal(new PayeeCheck(match, told), check);
        var kept = await bank.DatabaseAsync(db => db.Set<ScaEvent>().SingleAsync(entry => entry.Kind == ScaEventKind.PayeeChecked));
        Assert.Equal(($"{match}:1", alice.Identity.Id), (kept.Detail, kept.CustomerId));
    }

    [Fact]
    [Clause("SCA-226")]
    public async Task Every_payee_is_checked_in_its_place()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        bank.Payees.Answer = async (payee, _) =>
        {
            await Task.Yield();
            return new PayeeCheck(payee.Name == "Bob" ? PayeeMatch.Match : PayeeMatch.NoMatch);
        };
        var batch = new ScaAction.Batch("sepa", [Item("Bob"), Item("Mallory"), Item("Bob")]);

        Assert.Equal([PayeeMatch.Match, PayeeMatch.NoMatch, PayeeMatch.Match], (await CheckAsync(bank, alice.For(batch))).Select(check => check.Match));
        Assert.Equal("Match:2 NoMatch:1", (await bank.DatabaseAsync(db => db.Set<ScaEvent>().SingleAsync(entry => entry.Kind == ScaEventKind.PayeeChecked))).Detail);
    }

    [Fact]
    [Clause("SCA-226")]
    public async Task Directory_that_fails_or_does_not_answer_is_not_waited_for()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Payees.Timeout = TimeSpan.FromMilliseconds(100));
        var alice = await bank.EnrolAsync();
        Func<Payee, CancellationToken, Task<PayeeCheck>>[] failures =
        [
            (_, _) => throw new InvalidOperationException("no directory"),
            (_, _) => Task.FromException<PayeeCheck>(new HttpRequestException("no line")),
            (_, _) => new TaskCompletionSource<PayeeCheck>().Task, // never, and deaf to cancellation
        ];

        foreach (var failure in failures)
        {
            bank.Payees.Answer = failure;
            Assert.Equal(PayeeMatch.Unavailable, Assert.Single(await CheckAsync(bank, alice.For(TestActions.Pay(50)))).Match);
        }
    }

    [Fact]
    [Clause("SCA-226")]
    public async Task Without_a_directory_nothing_is_checked_and_nothing_is_kept()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.Equal(PayeeMatch.NotChecked, Assert.Single(await CheckAsync(bank, alice.For(TestActions.Pay(50)))).Match);
        Assert.Empty(await CheckAsync(bank, alice.For(new ScaAction.SignIn())));

        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(entry => entry.Kind == ScaEventKind.PayeeChecked)));
    }

    [Fact]
    [Clause("SCA-226")]
    [Clause("SCA-010")]
    public async Task Mismatch_rules_every_exemption_out()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var request = new ScaRequest(alice.For(TestActions.Pay(5)));

        Assert.IsType<ScaDecision.Exempt>(await bank.ScaAsync(sca => sca.EvaluateAsync(request)));
        Assert.IsType<ScaDecision.Required>(await bank.ScaAsync(sca => sca.EvaluateAsync(request with { Signals = RiskFindings.PayeeMismatch })));
    }

    private static BatchItem Item(string name)
        => Money.TryCreate(1, "EUR", out var money) && Payee.TryCreate(TestActions.Iban, name, out var payee) ? new BatchItem(money, payee) : throw new InvalidOperationException();

    private static Task<IReadOnlyList<PayeeCheck>> CheckAsync(TestBank bank, CodeBinding binding) => bank.ScaAsync(sca => sca.CheckPayeesAsync(binding));
}
