using System.Text.Json;
using FapiAuthServer.Sca.DynamicLinking;
using FsCheck.Xunit;

namespace FapiAuthServer.Sca.Tests.DynamicLinking;

public sealed class ScaActionTests
{
    private static readonly MandateLimits Limits = new(TestActions.Eur(50), TestActions.Eur(200), LimitPeriod.Month, false, new DateOnly(2027, 12, 31));

    /// <summary>Actions of which no two are one.</summary>
    public static IReadOnlyList<ScaAction> Different { get; } =
    [
        TestActions.Pay(),
        TestActions.Pay(123.51m),
        TestActions.Pay(1235.0m),
        TestActions.Pay(account: TestActions.OtherIban),
        TestActions.Pay(name: "Green Energi"),
        TestActions.Pay(name: "green energy"),
        TestActions.Pay(name: "Caf\u00E9"),
        TestActions.Pay(name: "Cafe\u0301"), // looks the same; never taken for it
        TestActions.Pay(name: "Green\",\"x\":\"Energy"),
        TestActions.Pay(name: "Green:Energy,123.5"),
        TestActions.Pay(name: "Green\\Energy"),
        TestActions.Pay(name: "Green\\u0045nergy"),
        TestActions.Pay(from: TestActions.OtherIban),
        new ScaAction.Payment("instant", TestActions.Eur(123.50m), TestActions.Payee()),
        new ScaAction.Payment("sepa", Usd(123.50m), TestActions.Payee()),
        Batch((10, TestActions.Iban), (20, TestActions.OtherIban)),
        Batch((20, TestActions.Iban), (10, TestActions.OtherIban)),
        Batch((10, TestActions.OtherIban), (20, TestActions.Iban)),
        Batch((30, TestActions.Iban)),
        Batch((10, TestActions.Iban), (10, TestActions.Iban), (10, TestActions.OtherIban)),
        Batch((123.50m, TestActions.Iban)),
        new ScaAction.Mandate("sepa", TestActions.Payee(), Limits),
        new ScaAction.Mandate("sepa", TestActions.Payee(), Limits with { IsFixedAmount = true }),
        new ScaAction.Mandate("sepa", TestActions.Payee(), Limits with { PerPayment = TestActions.Eur(51) }),
        new ScaAction.Mandate("sepa", TestActions.Payee(), Limits with { PerPeriod = null }),
        new ScaAction.Mandate("sepa", TestActions.Payee(), Limits with { PerPeriod = TestActions.Eur(201) }),
        new ScaAction.Mandate("sepa", TestActions.Payee(), Limits with { Period = LimitPeriod.Year }),
        new ScaAction.Mandate("sepa", TestActions.Payee(), Limits with { LastDay = null }),
        new ScaAction.AccountAccess([], []),
        new ScaAction.AccountAccess([TestActions.Iban], []),
        new ScaAction.AccountAccess([], ["balances"]),
        new ScaAction.AccountAccess([TestActions.Iban], ["balances"], new DateOnly(2026, 12, 31)),
        new ScaAction.Change(ChangeKind.AddFactor, "phone"),
        new ScaAction.Change(ChangeKind.RemoveFactor, "phone"),
        new ScaAction.Change(ChangeKind.AddFactor, "phones"),
        new ScaAction.SignIn(),
    ];

    [Fact]
    [Clause("SCA-041")]
    [Clause("SCA-043")]
    [Clause("SCA-046")]
    [Clause("SCA-048")]
    public void No_two_different_actions_have_one_form_or_one_hash()
    {
        Assert.Equal(Different.Count, Different.Select(action => action.Canonical).Distinct().Count());
        Assert.Equal(Different.Count, Different.Select(action => action.Hash).Distinct().Count());
    }

    [Fact]
    [Clause("SCA-044")]
    public void What_is_read_back_is_what_was_written() =>
        Assert.All(Different, action =>
        {
            var read = ScaAction.Read(action.Canonical);
            Assert.Equal(action, read);
            Assert.Equal(action.GetType(), read.GetType());
            Assert.Equal(action.Hash, read.Hash);
        });

    [Property]
    [Clause("SCA-044")]
    public bool Whatever_a_payee_is_called_the_form_is_read_back_letter_by_letter(string? name, uint cents)
    {
        if (!Payee.TryCreate(TestActions.Iban, name, out var payee) || !Money.TryCreate(cents / 100m, "EUR", out var amount))
            return true;

        var read = (ScaAction.Payment)ScaAction.Read(new ScaAction.Payment("sepa", amount, payee).Canonical);
        return read.Payee.Name == name && read.Payee.Account == TestActions.Iban && read.Amount == amount;
    }

    [Property]
    [Clause("SCA-041")]
    public bool Two_payees_share_a_form_only_if_they_are_one(string? left, string? right)
    {
        if (!Payee.TryCreate(TestActions.Iban, left, out var a) || !Payee.TryCreate(TestActions.Iban, right, out var b))
            return true;

        var (first, second) = (new ScaAction.Payment("sepa", TestActions.Eur(1), a), new ScaAction.Payment("sepa", TestActions.Eur(1), b));
        return (first.Hash == second.Hash) == string.Equals(left, right, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("SCA-041")]
    public void However_amount_and_account_are_written_one_payment_is_one()
    {
        Assert.Equal(TestActions.Pay(1m).Hash, TestActions.Pay(1.00m).Hash);
        Assert.Equal(TestActions.Pay().Hash, TestActions.Pay(account: "de89 3704 0044 0532 0130 00").Hash);
        Assert.Equal(
            new ScaAction.AccountAccess([TestActions.Iban, TestActions.OtherIban], ["b", "a"]),
            new ScaAction.AccountAccess([TestActions.OtherIban, TestActions.Iban, TestActions.Iban], ["a", "b"]));
    }

    [Fact]
    [Clause("SCA-040")]
    [Clause("SCA-047")]
    public void The_form_that_is_signed_holds_what_must_be_shown()
    {
        using var form = JsonDocument.Parse(TestActions.Pay().Canonical);

        Assert.Equal("123.5", form.RootElement.GetProperty("amount").GetString());
        Assert.Equal("EUR", form.RootElement.GetProperty("currency").GetString());
        Assert.Equal("Green Energy", form.RootElement.GetProperty("payee").GetProperty("name").GetString());
        Assert.Equal(TestActions.Iban, form.RootElement.GetProperty("payee").GetProperty("account").GetString());
    }

    [Fact]
    [Clause("SCA-046")]
    public void The_total_of_a_batch_is_in_its_form()
    {
        using var form = JsonDocument.Parse(Batch((10.10m, TestActions.Iban), (20.20m, TestActions.OtherIban)).Canonical);
        Assert.Equal("30.3", form.RootElement.GetProperty("total").GetString());
        Assert.Equal(2, form.RootElement.GetProperty("payments").GetArrayLength());
    }

    [Fact]
    [Clause("SCA-004")]
    public void Payments_and_mandates_are_linked_and_nothing_else() =>
        Assert.All(Different, action => Assert.Equal(action is ScaAction.Payment or ScaAction.Batch or ScaAction.Mandate, action.IsPayment));

    [Theory]
    [Clause("SCA-044")]
    [InlineData("")]
    [InlineData(" Green")]
    [InlineData("Green\nEnergy")]
    [InlineData("Green\0Energy")]
    [InlineData("Green\u202EygrenE")]
    [InlineData("Green\u200BEnergy")]
    [InlineData("Green\u00A0Energy")]
    [InlineData("Green\uD800")]
    [InlineData("Green\uFFFD")]
    [InlineData(null)]
    public void A_name_a_customer_cannot_read_as_it_is_written_is_refused(string? name)
    {
        Assert.False(Payee.TryCreate(TestActions.Iban, name, out _));
        if (name is not null)
            Assert.Throws<ArgumentException>(() => new ScaAction.Change(ChangeKind.AddFactor, name));
    }

    [Theory]
    [InlineData("DE89;DROP")]
    [InlineData("DE89\u0661")]
    [InlineData("")]
    [InlineData("  ")]
    public void What_is_no_account_is_refused(string account) => Assert.False(Payee.TryCreate(account, "Green Energy", out _));

    [Fact]
    public void What_no_bank_can_carry_out_is_refused()
    {
        var eur = new BatchItem(TestActions.Eur(1), TestActions.Payee());

        Assert.Throws<ArgumentException>(() => new ScaAction.Batch("sepa", [eur, new BatchItem(Usd(1), TestActions.Payee())]));
        Assert.Throws<ArgumentException>(() => new ScaAction.Batch("sepa", []));
        Assert.Throws<ArgumentException>(() => new ScaAction.AccountAccess(Enumerable.Range(0, 201).Select(n => $"account-{n}"), []));
        Assert.Throws<ArgumentException>(() => new ScaAction.Payment("", TestActions.Eur(1), TestActions.Payee()));
        Assert.Throws<ArgumentException>(() => new ScaAction.Batch("sepa", [.. Enumerable.Repeat(eur, ScaAction.Batch.MaxItems + 1)]));
        Assert.Throws<ArgumentException>(() => new ScaAction.Batch(
            "sepa", [.. Enumerable.Repeat(new BatchItem(TestActions.Eur(9_999_999_999_999m), TestActions.Payee()), 2)]));
    }

    private static Money Usd(decimal amount) => Money.TryCreate(amount, "USD", out var money) ? money : throw new ArgumentException("No amount.");

    private static ScaAction.Batch Batch(params (decimal Amount, string Account)[] items) =>
        new("sepa", [.. items.Select(item => new BatchItem(TestActions.Eur(item.Amount), TestActions.Payee(item.Account)))]);
}
