using FapiAuthServer.Audit;
using FapiAuthServer.Grants;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.StepUp;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>What customers do about their phones in a browser: sign in, add one with two other elements, report one lost.</summary>
internal sealed class OwnDevices(
    CustomerSignIn signIn, CustomerSessions sessions, CustomerDirectory directory, StrongAuthentication sca, AppDeviceEnrolment enrolment, AuditTrail audit)
{
    public const string Path = "/devices";
    public const string SignInPath = "/devices/sign-in";

    private const string Bank = "bank";
    private static readonly ScaAction AddPhone = new ScaAction.Change(ChangeKind.AddFactor, "Banking app");

    /// <summary>Who is signed in, or null.</summary>
    public async Task<CustomerIdentity?> FindCustomerAsync(HttpContext context, Issuer issuer, CancellationToken cancellation)
        => await sessions.FindAsync(context, issuer, cancellation) is { } session ? await directory.FindBySubjectAsync(session.Subject, cancellation) : null;

    /// <summary>Both elements at once, and one verdict over them.</summary>
    public async Task<bool> SignInAsync(HttpContext context, Issuer issuer, string username, string password, string otp, CancellationToken cancellation)
    {
        var attempt = await signIn.BeginAsync(username, password, cancellation);
        if (await signIn.CompleteAsync(attempt, otp, cancellation) is not SignInResult.Success success)
        {
            await RecordAsync(SecurityEvent.SignInFailed, issuer, subject: null);
            return false;
        }

        var customer = new CustomerAuthentication(success.Customer.Subject, success.AuthenticatedAt, success.Methods) { Traits = success.Traits };
        await sessions.BeginAsync(context, issuer, customer, cancellation);
        await RecordAsync(SecurityEvent.SignInSucceeded, issuer, customer.Subject);
        return true;
    }

    public Task<IReadOnlyList<AppDeviceSummary>> ListAsync(CustomerIdentity customer, CancellationToken cancellation)
        => enrolment.ListAsync(customer.Id, cancellation);

    /// <summary>A code for a new phone, for who shows password and one-time code for exactly this; null for everybody else.</summary>
    public async Task<ActivationCode?> ActivateAsync(Issuer issuer, CustomerIdentity customer, string password, string otp, CancellationToken cancellation)
    {
        var activation = await AuthenticateAsync(customer, password, otp, cancellation) is { } action
            ? await TryBeginAsync(customer, new FactorAuthority.ByCustomer(action), cancellation)
            : null;
        await RecordAsync(activation is null ? SecurityEvent.DeviceActivationRefused : SecurityEvent.DeviceActivationIssued, issuer, customer.Subject);
        return activation;
    }

    /// <summary>Ends a phone at once, without further proof: who reports it may have nothing else left.</summary>
    public async Task ReportLostAsync(Issuer issuer, CustomerIdentity customer, Guid device, CancellationToken cancellation)
    {
        if (await enrolment.ReportLostAsync(customer.Id, device, cancellation))
            await RecordAsync(SecurityEvent.DeviceReportedLost, issuer, customer.Subject);
    }

    private async Task<AuthenticatedAction?> AuthenticateAsync(CustomerIdentity customer, string password, string otp, CancellationToken cancellation)
    {
        var binding = new CodeBinding(customer.Id, Bank, Guid.CreateVersion7().ToString("N"), AddPhone);
        if (await sca.ChallengeAsync(new ChallengeRequest(binding, Bank, FactorKinds.Password | FactorKinds.Totp), cancellation) is not ChallengeResult.Begun challenge)
            return null;

        Proof[] proofs = [new Proof(FactorKinds.Password, password), new Proof(FactorKinds.Totp, otp)];
        return await sca.VerifyAsync(challenge.ChallengeId, proofs, cancellation) is VerificationResult.Success success
            && await sca.ConsumeAsync(success.Code, binding, cancellation) is ConsumeResult.Consumed consumed
            ? consumed.Action
            : null;
    }

    private async Task<ActivationCode?> TryBeginAsync(CustomerIdentity customer, FactorAuthority authority, CancellationToken cancellation)
    {
        try
        {
            return await enrolment.BeginAsync(customer.Id, authority, cancellation);
        }
        catch (EnrolmentRefusedException)
        {
            return null; // as many phones as one may have
        }
    }

    private ValueTask RecordAsync(string what, Issuer issuer, string? subject)
        => audit.RecordAsync(new SecurityEvent(what, issuer.Name) { Subject = subject, Endpoint = Path });
}
