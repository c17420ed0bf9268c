using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Totp;

namespace FapiAuthServer.Sca.Tests.Factors.Totp;

public sealed class TotpEnrolmentTests
{
    [Fact]
    [Clause("SCA-168")]
    [Clause("SCA-107")]
    public async Task New_seed_counts_from_its_first_code_and_the_old_one_until_then()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var seed = await BeginAsync(bank, alice);
        var renewed = alice with { Secret = seed.Secret };

        Assert.IsType<SignInResult.Refused>(await bank.SignInAsync(alice.Username, alice.Password, renewed.CodeAt(bank.Clock.Now)));
        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice));

        bank.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await ConfirmAsync(bank, alice, renewed.CodeAt(bank.Clock.Now)));
        Assert.IsType<SignInResult.Refused>(await bank.SignInRightAsync(alice));
        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(renewed));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.FactorAdded));
    }

    [Fact]
    [Clause("SCA-164")]
    public async Task Code_that_confirmed_a_seed_does_not_sign_in()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var renewed = alice with { Secret = (await BeginAsync(bank, alice)).Secret };
        var code = renewed.CodeAt(bank.Clock.Now);
        Assert.True(await ConfirmAsync(bank, alice, code));

        Assert.IsType<SignInResult.Refused>(await bank.SignInAsync(alice.Username, alice.Password, code));
        Assert.False(await ConfirmAsync(bank, alice, code));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Guesses_at_the_first_code_are_counted_with_all_others()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var renewed = alice with { Secret = (await BeginAsync(bank, alice)).Secret };

        for (var guess = 0; guess < 5; guess++)
            Assert.False(await ConfirmAsync(bank, alice, renewed.WrongCodeAt(bank.Clock.Now)));

        Assert.False(await ConfirmAsync(bank, alice, renewed.CodeAt(bank.Clock.Now)));
        Assert.IsType<SignInResult.Blocked>(await bank.SignInRightAsync(alice));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Right_first_code_does_not_forgive_failures_before_it()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var renewed = alice with { Secret = (await BeginAsync(bank, alice)).Secret };
        await bank.FailAsync(alice, times: 3);

        Assert.True(await ConfirmAsync(bank, alice, renewed.CodeAt(bank.Clock.Now)));
        Assert.Equal(3, (await bank.RowAsync(alice)).FailedAttempts);
    }

    [Fact]
    [Clause("SCA-160")]
    [Clause("SCA-168")]
    public async Task Seed_has_160_bits_and_an_address_for_a_qr_code()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync("a:b@c.example".Replace(":", ".", StringComparison.Ordinal));

        var seed = await BeginAsync(bank, alice);

        Assert.True(TotpCodes.TryDecodeSecret(seed.Secret, out var bytes));
        Assert.Equal(20, bytes.Length);
        Assert.Equal($"otpauth://totp/My%20Bank:a.b%40c.example?secret={seed.Secret}&issuer=My%20Bank&algorithm=SHA1&digits=6&period=30", seed.Uri);
        Assert.DoesNotContain(seed.Secret, seed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Clause("SCA-109")]
    public async Task Revoked_seed_is_gone_at_once()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.True(await bank.UseAsync<TotpEnrolment, bool>(room => room.RevokeAsync(alice.Identity.Id, TestActions.InBranch)));
        Assert.False(await bank.UseAsync<TotpEnrolment, bool>(room => room.RevokeAsync(alice.Identity.Id, TestActions.InBranch)));

        Assert.Null((await bank.RowAsync(alice)).ProtectedTotpSecret);
        Assert.IsType<SignInResult.Refused>(await bank.SignInRightAsync(alice));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.FactorRemoved));
    }

    private static Task<TotpSeed> BeginAsync(TestBank bank, TestCustomer customer) =>
        bank.UseAsync<TotpEnrolment, TotpSeed>(room => room.BeginAsync(customer.Identity.Id, "My Bank", TestActions.InBranch));

    private static Task<bool> ConfirmAsync(TestBank bank, TestCustomer customer, string code) =>
        bank.UseAsync<TotpEnrolment, bool>(room => room.ConfirmAsync(customer.Identity.Id, code));
}
