using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Password;
using FapiAuthServer.Sca.StepUp;

namespace FapiAuthServer.Sca.Tests.Factors.Password;

public sealed class PasswordEnrolmentTests
{
    private const string NewPassword = "another long password";
    private static readonly ScaAction.Change Changing = new(ChangeKind.ChangePassword, "Password");

    [Fact]
    [Clause("SCA-108")]
    public async Task New_password_takes_the_place_of_the_old_one_by_right_of_a_passkey()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var begun = await bank.BeginAsync(alice, Changing, FactorKinds.Passkey);
        var success = Assert.IsType<VerificationResult.Success>(
            await bank.VerifyAsync(begun.ChallengeId, new Proof(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!))));
        var authority = new FactorAuthority.ByCustomer(Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(success.Code, alice.For(Changing))).Action);

        await AssertRefusedAsync(bank, alice, "short", authority, "PasswordTooShort");
        await ChangeAsync(bank, alice, NewPassword, authority);

        Assert.IsType<SignInResult.Refused>(await bank.SignInRightAsync(alice));
        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice with { Password = NewPassword }));
        Assert.Equal(nameof(FactorKinds.Password), bank.Notices.All[^1].Detail);
    }

    [Fact]
    [Clause("SCA-105")]
    public async Task Password_does_not_vouch_for_its_own_replacement()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var before = (await bank.RowAsync(alice)).PasswordHash;

        await AssertRefusedAsync(bank, alice, NewPassword, new FactorAuthority.ByCustomer(await bank.AuthenticatedAsync(alice, Changing)), "NotAuthorized");

        Assert.Equal(before, (await bank.RowAsync(alice)).PasswordHash);
        await ChangeAsync(bank, alice, NewPassword, TestActions.InBranch);
        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice with { Password = NewPassword }));
    }

    [Fact]
    public async Task Unfit_passwords_are_named_by_stable_codes()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.Empty(await FindFaultsAsync(bank, alice.Identity.Id, NewPassword));
        Assert.Equal(["PasswordTooShort"], await FindFaultsAsync(bank, alice.Identity.Id, "short"));
        Assert.Contains("PasswordTooShort", await FindFaultsAsync(bank, alice.Identity.Id, ""));
        Assert.Equal(["PasswordTooLong"], await FindFaultsAsync(bank, alice.Identity.Id, new string('x', 1025)));
        Assert.Equal(["UnknownCustomer"], await FindFaultsAsync(bank, Guid.NewGuid(), NewPassword));
    }

    private static Task<IReadOnlyList<string>> FindFaultsAsync(TestBank bank, Guid id, string password) =>
        bank.UseAsync<PasswordEnrolment, IReadOnlyList<string>>(room => room.FindFaultsAsync(id, password));

    private static Task<bool> ChangeAsync(TestBank bank, TestCustomer customer, string password, FactorAuthority authority) =>
        bank.UseAsync<PasswordEnrolment, bool>(async room =>
        {
            await room.ChangeAsync(customer.Identity.Id, password, authority);
            return true;
        });

    private static async Task AssertRefusedAsync(TestBank bank, TestCustomer customer, string password, FactorAuthority authority, string reason) =>
        Assert.Equal([reason], (await Assert.ThrowsAsync<EnrolmentRefusedException>(() => ChangeAsync(bank, customer, password, authority))).Reasons);
}
