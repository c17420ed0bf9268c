using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Tests.Factors;

public sealed class FactorPolicyTests
{
    private static readonly FactorPolicy Policy = new(Options.Create(new ScaOptions()));
    private static readonly FactorPolicy Loose = new(Options.Create(new ScaOptions { RequireDifferentCategories = false }));

    [Theory]
    [Clause("SCA-008")]
    [InlineData(FactorKinds.Sms | FactorKinds.Totp)]
    [InlineData(FactorKinds.Sms | FactorKinds.AppCode)]
    [InlineData(FactorKinds.Totp | FactorKinds.RecoveryCode)]
    [InlineData(FactorKinds.Password)]
    [InlineData(FactorKinds.Sms)]
    [InlineData(FactorKinds.AppCode)]
    [InlineData(FactorKinds.None)]
    public void Two_elements_of_one_category_or_one_alone_are_refused(FactorKinds factors) =>
        Assert.False(Policy.Allows(factors, FactorKinds.None, isPayment: false));

    [Theory]
    [Clause("SCA-221")]
    [InlineData(FactorKinds.Sms | FactorKinds.Totp, true)]
    [InlineData(FactorKinds.Sms, false)]
    public void Switched_off_the_rule_of_categories_allows_two_of_one_but_never_one(FactorKinds factors, bool allowed) =>
        Assert.Equal(allowed, Loose.Allows(factors, FactorKinds.None, isPayment: false));

    [Theory]
    [Clause("SCA-166")]
    [Clause("SCA-212")]
    [InlineData(FactorKinds.Password | FactorKinds.Totp)]
    [InlineData(FactorKinds.Password | FactorKinds.RecoveryCode)]
    [InlineData(FactorKinds.Password | FactorKinds.Sms | FactorKinds.RecoveryCode)]
    public void What_is_not_bound_to_amount_and_payee_is_not_good_for_payments(FactorKinds factors)
    {
        Assert.True(Policy.Allows(factors, FactorKinds.None, isPayment: false));
        Assert.False(Policy.Allows(factors, FactorKinds.None, isPayment: true));
    }

    [Theory]
    [Clause("SCA-008")]
    [InlineData(FactorKinds.Password | FactorKinds.Sms)]
    [InlineData(FactorKinds.Password | FactorKinds.AppCode)]
    [InlineData(FactorKinds.AppApproval)]
    [InlineData(FactorKinds.Passkey)]
    public void Two_categories_are_allowed_for_payments(FactorKinds factors) =>
        Assert.True(Policy.Allows(factors, FactorKinds.None, isPayment: true));

    [Fact]
    [Clause("SCA-031")]
    [Clause("SCA-004")]
    public void What_was_shown_is_enough_only_with_a_fresh_element_that_is_linked()
    {
        var password = new Element(FactorCategory.Knowledge, FactorKinds.Password, "pwd", IsLinked: false);
        var text = new Element(FactorCategory.Possession, FactorKinds.Sms, "sms", IsLinked: true);
        var seed = new Element(FactorCategory.Possession, FactorKinds.Totp, "otp", IsLinked: false);

        Assert.True(Policy.IsSatisfiedBy([password with { IsFresh = false }, text], isPayment: true));
        Assert.False(Policy.IsSatisfiedBy([password, text with { IsFresh = false }], isPayment: true));
        Assert.False(Policy.IsSatisfiedBy([password, seed], isPayment: true));
        Assert.True(Policy.IsSatisfiedBy([password, seed], isPayment: false));
        Assert.False(Policy.IsSatisfiedBy([password with { IsFresh = false }, seed with { IsFresh = false }], isPayment: false));
        Assert.False(Policy.IsSatisfiedBy([text, seed], isPayment: false));
        Assert.True(Loose.IsSatisfiedBy([text, seed], isPayment: false));
        Assert.False(Policy.IsSatisfiedBy([password, password], isPayment: false));
        Assert.False(Loose.IsSatisfiedBy([password, password], isPayment: false));
    }

    [Fact]
    [Clause("SCA-008")]
    public async Task Challenge_that_the_policy_refuses_sends_nothing()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var sent = bank.Texts.All.Count;

        foreach (var factors in new[] { FactorKinds.Sms, FactorKinds.Sms | FactorKinds.Totp, FactorKinds.Password | FactorKinds.Totp })
            Assert.Equal(
                new ChallengeResult.Refused(ChallengeRefusal.PolicyForbids), await bank.ChallengeAsync(alice, TestActions.Pay(), factors));

        Assert.Equal(sent, bank.Texts.All.Count);
    }

    [Fact]
    [Clause("SCA-166")]
    public async Task Authenticator_app_is_good_for_account_access()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var begun = await bank.BeginAsync(alice, new ScaAction.AccountAccess([TestActions.Iban], ["balances"]), FactorKinds.Password | FactorKinds.Totp);

        var success = Assert.IsType<VerificationResult.Success>(
            await bank.VerifyAsync(begun.ChallengeId, alice.Password(), new Proof(FactorKinds.Totp, alice.CodeAt(bank.Clock.Now))));

        Assert.Equal(["pwd", "otp", "mfa"], success.Methods);
        Assert.NotEqual(0, (await bank.RowAsync(alice)).LastTotpStep);
    }

    [Fact]
    [Clause("SCA-164")]
    public async Task Code_of_an_authenticator_app_that_a_sign_in_has_spent_is_refused_in_a_challenge()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var code = alice.CodeAt(bank.Clock.Now);
        await bank.SignInAsync(alice.Username, alice.Password, code);
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), FactorKinds.Password | FactorKinds.Totp);

        Assert.IsType<VerificationResult.Refused>(
            await bank.VerifyAsync(begun.ChallengeId, alice.Password(), new Proof(FactorKinds.Totp, code)));
    }
}
