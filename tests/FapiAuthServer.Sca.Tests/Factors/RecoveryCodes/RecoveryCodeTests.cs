using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.RecoveryCodes;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Sca.Tests.Factors.RecoveryCodes;

public sealed class RecoveryCodeTests
{
    private const FactorKinds PasswordAndRecovery = FactorKinds.Password | FactorKinds.RecoveryCode;

    [Fact]
    [Clause("SCA-212")]
    [Clause("SCA-201")]
    public async Task Each_code_works_once_however_it_is_typed()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var codes = await CreateAsync(bank, alice);

        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$", code));
        Assert.IsType<VerificationResult.Success>(await SignInAsync(bank, alice, codes[0].ToLowerInvariant().Replace('-', ' ')));
        Assert.IsType<VerificationResult.Refused>(await SignInAsync(bank, alice, codes[0]));
        Assert.IsType<VerificationResult.Success>(await SignInAsync(bank, alice, codes[9]));
        Assert.Equal(8, await bank.UseAsync<RecoveryCodeEnrolment, int>(room => room.CountAsync(alice.Identity.Id)));
    }

    [Fact]
    [Clause("SCA-212")]
    public async Task Codes_are_never_good_for_a_payment()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await CreateAsync(bank, alice);

        Assert.Equal(
            new ChallengeResult.Refused(ChallengeRefusal.PolicyForbids), await bank.ChallengeAsync(alice, TestActions.Pay(), PasswordAndRecovery));
    }

    [Fact]
    [Clause("SCA-109")]
    public async Task New_list_voids_the_old_one_and_a_revoked_one_is_gone()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var old = await CreateAsync(bank, alice);
        var codes = await CreateAsync(bank, alice);
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), PasswordAndRecovery);

        Assert.IsType<VerificationResult.Refused>(await SignInAsync(bank, alice, old[0]));
        begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), PasswordAndRecovery);
        await bank.UseAsync<RecoveryCodeEnrolment, bool>(async room =>
        {
            await room.RevokeAsync(alice.Identity.Id, TestActions.InBranch);
            return true;
        });
        Assert.IsType<VerificationResult.Refused>(
            await bank.VerifyAsync(begun.ChallengeId, alice.Password(), new Proof(FactorKinds.RecoveryCode, codes[0])));
    }

    [Fact]
    public async Task Codes_of_another_customer_are_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await CreateAsync(bank, alice);
        var bob = await bank.EnrolAsync("bob.example");
        var his = await CreateAsync(bank, bob);

        Assert.IsType<VerificationResult.Refused>(await SignInAsync(bank, alice, his[0]));
        Assert.IsType<VerificationResult.Success>(await SignInAsync(bank, bob, his[0]));
    }

    [Theory]
    [Clause("SCA-020")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_parallel_uses_of_one_code_exactly_one_wins(DatabaseKind database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var alice = await bank.EnrolAsync();
        var codes = await CreateAsync(bank, alice);
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), PasswordAndRecovery);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => bank.VerifyAsync(begun.ChallengeId, alice.Password(), new Proof(FactorKinds.RecoveryCode, codes[0])))));

        Assert.Single(results, result => result is VerificationResult.Success);
    }

    private static Task<IReadOnlyList<string>> CreateAsync(TestBank bank, TestCustomer customer) =>
        bank.UseAsync<RecoveryCodeEnrolment, IReadOnlyList<string>>(room => room.CreateAsync(customer.Identity.Id, TestActions.InBranch));

    private static async Task<VerificationResult> SignInAsync(TestBank bank, TestCustomer customer, string code)
    {
        var begun = await bank.BeginAsync(customer, new ScaAction.SignIn(), PasswordAndRecovery);
        return await bank.VerifyAsync(begun.ChallengeId, customer.Password(), new Proof(FactorKinds.RecoveryCode, code));
    }
}
