using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.StepUp;

namespace FapiAuthServer.Sca.Tests;

/// <summary>The steps of a step-up, as a caller of the module takes them.</summary>
internal static class StepUpSteps
{
    public static Task<ChallengeResult> ChallengeAsync(
        this TestBank bank, TestCustomer customer, ScaAction action, FactorKinds factors, Guid? session = null, string client = TestActions.Client) =>
        bank.ScaAsync(sca => sca.ChallengeAsync(new ChallengeRequest(customer.For(action, client), TestActions.ClientName, factors, session)));

    public static async Task<ChallengeResult.Begun> BeginAsync(
        this TestBank bank, TestCustomer customer, ScaAction action, FactorKinds factors, Guid? session = null, string client = TestActions.Client) =>
        Assert.IsType<ChallengeResult.Begun>(await bank.ChallengeAsync(customer, action, factors, session, client));

    public static Task<VerificationResult> VerifyAsync(this TestBank bank, Guid challengeId, params Proof[] proofs) =>
        bank.ScaAsync(sca => sca.VerifyAsync(challengeId, proofs));

    public static Task<ConsumeResult> ConsumeAsync(this TestBank bank, string code, CodeBinding binding) =>
        bank.ScaAsync(sca => sca.ConsumeAsync(code, binding));

    public static Proof Password(this TestCustomer customer) => new(FactorKinds.Password, customer.Password);

    public static Proof Sms(this TestBank bank) => new(FactorKinds.Sms, bank.Texts.LastCode);

    public static Proof Approval() => new(FactorKinds.AppApproval, "");

    public static async Task EnrolNumberAsync(this TestBank bank, TestCustomer customer, string number = "+491701234567", FactorAuthority? authority = null)
    {
        Assert.True(await bank.UseAsync<SmsEnrolment, bool>(sms => sms.BeginAsync(customer.Identity.Id, number, authority ?? TestActions.InBranch)));
        Assert.True(await bank.UseAsync<SmsEnrolment, bool>(sms => sms.ConfirmAsync(customer.Identity.Id, bank.Texts.LastCode)));
    }

    public static async Task<SoftPhone> EnrolPhoneAsync(
        this TestBank bank, TestCustomer customer, KeyStorage storage = KeyStorage.TrustedEnvironment,
        AppUnlock unlock = AppUnlock.Pin | AppUnlock.BoundBiometrics, FactorAuthority? authority = null)
    {
        var phone = new SoftPhone();
        var activation = await bank.UseAsync<AppDeviceEnrolment, ActivationCode>(
            app => app.BeginAsync(customer.Identity.Id, authority ?? TestActions.InBranch));
        var enrolled = await bank.UseAsync<AppDeviceEnrolment, AppEnrolled?>(
            app => app.EnrolAsync(phone.Enrolment(activation.Text, storage, unlock)));
        phone.Remember(Assert.IsType<AppEnrolled>(enrolled));
        return phone;
    }

    public static Task<AppPrompt?> FetchAsync(this TestBank bank, SoftPhone phone) =>
        bank.UseAsync<BankingApp, AppPrompt?>(app => app.FetchAsync(phone.Fetch(bank.Clock.Now)));

    public static Task<AppAnswer> AnswerAsync(this TestBank bank, string jws) => bank.UseAsync<BankingApp, AppAnswer>(app => app.AnswerAsync(jws));

    public static async Task<SoftPasskey> EnrolPasskeyAsync(this TestBank bank, TestCustomer customer, byte flags = 0x05, FactorAuthority? authority = null)
    {
        var passkey = new SoftPasskey { Flags = flags };
        var invitation = await bank.UseAsync<PasskeyEnrolment, PasskeyInvitation>(
            keys => keys.BeginAsync(customer.Identity.Id, authority ?? TestActions.InBranch));
        Assert.NotNull(await bank.UseAsync<PasskeyEnrolment, Guid?>(
            keys => keys.CompleteAsync(customer.Identity.Id, invitation.RegistrationId, passkey.Create(invitation.Options), "My key")));
        return passkey;
    }

    /// <summary>The whole way with password and text, to a code.</summary>
    public static async Task<VerificationResult.Success> AuthenticateAsync(this TestBank bank, TestCustomer customer, ScaAction action, string client = TestActions.Client)
    {
        var begun = await bank.BeginAsync(customer, action, FactorKinds.Password | FactorKinds.Sms, client: client);
        return Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, customer.Password(), bank.Sms()));
    }

    /// <summary>The same, to what allows a change.</summary>
    public static async Task<AuthenticatedAction> AuthenticatedAsync(this TestBank bank, TestCustomer customer, ScaAction action)
    {
        var success = await bank.AuthenticateAsync(customer, action);
        return Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(success.Code, customer.For(action))).Action;
    }
}
