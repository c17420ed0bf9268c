using System.Globalization;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.DynamicLinking;

public sealed class AuthenticationCodeTests
{
    public static TheoryData<string, Func<CodeBinding, CodeBinding>> OtherBindings => new()
    {
        { "amount", binding => binding with { Action = TestActions.Pay(123.51m) } },
        { "a digit more", binding => binding with { Action = TestActions.Pay(1123.50m) } },
        { "account", binding => binding with { Action = TestActions.Pay(account: TestActions.OtherIban) } },
        { "name", binding => binding with { Action = TestActions.Pay(name: "Green Energi") } },
        { "client", binding => binding with { ClientId = "fintech-2" } },
        { "client in other letters", binding => binding with { ClientId = "FINTECH-1" } },
        { "consent", binding => binding with { ConsentId = "consent-2" } },
        { "customer", binding => binding with { CustomerId = Guid.NewGuid() } },
    };

    [Fact]
    [Clause("SCA-020")]
    [Clause("SCA-042")]
    public async Task Code_is_good_once_for_what_it_was_given_for()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, code) = await AuthenticateAsync(bank);

        var consumed = Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(code, alice.For(TestActions.Pay())));
        Assert.Equal(alice.Identity.Id, consumed.Action.CustomerId);
        Assert.Equal(TestActions.Pay(), consumed.Action.Action);

        Assert.Equal(new ConsumeResult.Refused(CodeRefusal.Spent), await bank.ConsumeAsync(code, alice.For(TestActions.Pay())));
        Assert.Equal(1, await CountAsync(bank, ScaEventKind.CodeSpent));
        Assert.Equal(1, await CountAsync(bank, ScaEventKind.CodeRefused));
    }

    [Theory]
    [Clause("SCA-041")]
    [Clause("SCA-042")]
    [Clause("SCA-043")]
    [MemberData(nameof(OtherBindings), DisableDiscoveryEnumeration = true)]
    public async Task Code_shown_for_anything_else_is_refused_and_void_from_then_on(string what, Func<CodeBinding, CodeBinding> change)
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, code) = await AuthenticateAsync(bank);

        Assert.Equal(new ConsumeResult.Refused(CodeRefusal.OtherBinding), await bank.ConsumeAsync(code, change(alice.For(TestActions.Pay()))));
        Assert.IsType<ConsumeResult.Refused>(await bank.ConsumeAsync(code, alice.For(TestActions.Pay())));

        Assert.Equal(0, await CountAsync(bank, ScaEventKind.CodeSpent));
        Assert.True(2 == await CountAsync(bank, ScaEventKind.CodeRefused), what);
        Assert.Null((await bank.DatabaseAsync(db => db.Set<AuthenticationCode>().SingleAsync())).SpentAt);
    }

    [Theory]
    [Clause("SCA-045")]
    [InlineData("99.99")]
    [InlineData("100.01")]
    [InlineData("1000.00")]
    public async Task Card_payment_is_for_the_amount_that_was_reserved_and_no_other(string other)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var reserved = CardReservation(100.00m);
        var (code, second) = ((await bank.AuthenticateAsync(alice, reserved)).Code, (await bank.AuthenticateAsync(alice, reserved)).Code);
        Assert.Contains("Pay 100.00 EUR to Hotel", bank.Texts.Last.Text, StringComparison.Ordinal);

        var changed = alice.For(CardReservation(decimal.Parse(other, CultureInfo.InvariantCulture)));
        Assert.Equal(new ConsumeResult.Refused(CodeRefusal.OtherBinding), await bank.ConsumeAsync(code, changed));
        Assert.IsType<ConsumeResult.Refused>(await bank.ConsumeAsync(code, alice.For(reserved)));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(second, alice.For(reserved)));
    }

    [Theory]
    [Clause("SCA-020")]
    [InlineData(DatabaseKind.Sqlite, 8)]
    [InlineData(DatabaseKind.PostgreSql, 8)]
    [InlineData(DatabaseKind.Sqlite, 40)]
    [InlineData(DatabaseKind.PostgreSql, 40)]
    public async Task Of_parallel_uses_of_one_code_exactly_one_wins(DatabaseKind database, int uses)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var (alice, code) = await AuthenticateAsync(bank);
        var binding = alice.For(TestActions.Pay());

        var results = await Task.WhenAll(Enumerable.Range(0, uses).Select(_ => Task.Run(() => bank.ConsumeAsync(code, binding))));

        Assert.Single(results, result => result is ConsumeResult.Consumed);
        Assert.Equal(uses - 1, results.Count(result => result is ConsumeResult.Refused));
        Assert.Equal(1, await CountAsync(bank, ScaEventKind.CodeSpent));
    }

    [Fact]
    [Clause("SCA-023")]
    public async Task Code_ends_on_the_millisecond()
    {
        await using var bank = await TestBank.OpenAsync(options => options.CodeLifetime = TimeSpan.FromMinutes(5));
        var (alice, code) = await AuthenticateAsync(bank);

        bank.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(new ConsumeResult.Refused(CodeRefusal.Expired), await bank.ConsumeAsync(code, alice.For(TestActions.Pay())));

        bank.Clock.Advance(-TimeSpan.FromMilliseconds(1));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(code, alice.For(TestActions.Pay())));
    }

    [Fact]
    [Clause("SCA-021")]
    [Clause("SCA-022")]
    [Clause("SCA-023")]
    public async Task No_code_can_be_made_from_another_or_by_turning_a_letter()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, code) = await AuthenticateAsync(bank);
        var second = (await bank.AuthenticateAsync(alice, TestActions.Pay())).Code;
        var turned = code[..^1] + (code[^1] == 'A' ? 'B' : 'A');
        string[] forged = [turned, code[..22] + second[22..], second[..22] + code[22..], code + "A", code[1..], "", new string('=', 65), new string('A', 65)];

        Assert.Equal(43, code.Length - 22); // 256 bits beside the name of the row
        foreach (var attempt in forged)
            Assert.Equal(new ConsumeResult.Refused(CodeRefusal.Unknown), await bank.ConsumeAsync(attempt, alice.For(TestActions.Pay())));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(code, alice.For(TestActions.Pay())));
    }

    [Fact]
    [Clause("SCA-104")]
    public async Task Codes_are_checked_after_the_key_was_renewed()
    {
        await using var bank = await TestBank.OpenAsync(options =>
        {
            options.KeyLifetime = TimeSpan.FromDays(1);
            options.CodeLifetime = TimeSpan.FromDays(1);
        });
        var (alice, code) = await AuthenticateAsync(bank);

        bank.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        var before = (await bank.AuthenticateAsync(alice, TestActions.Pay())).Code;
        bank.Clock.Advance(TimeSpan.FromMinutes(1));
        var after = (await bank.AuthenticateAsync(alice, TestActions.Pay())).Code;

        Assert.Equal(2, await bank.DatabaseAsync(db => db.Set<Sca.Data.ScaKey>().CountAsync()));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(before, alice.For(TestActions.Pay())));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(after, alice.For(TestActions.Pay())));
        Assert.Equal(new ConsumeResult.Refused(CodeRefusal.Expired), await bank.ConsumeAsync(code, alice.For(TestActions.Pay())));
    }

    private static async Task<(TestCustomer Customer, string Code)> AuthenticateAsync(TestBank bank)
    {
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        return (alice, (await bank.AuthenticateAsync(alice, TestActions.Pay())).Code);
    }

    // What is charged later is the business of the card; the customer agrees to the sum that is reserved.
    private static ScaAction.Payment CardReservation(decimal amount) => new("card", TestActions.Eur(amount), TestActions.Payee("acquirer-1:merchant-7", "Hotel"));

    private static Task<int> CountAsync(TestBank bank, ScaEventKind kind) =>
        bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(entry => entry.Kind == kind));
}
