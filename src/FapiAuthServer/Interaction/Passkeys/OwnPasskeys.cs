using FapiAuthServer.Audit;
using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Passkeys;

namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>What customers do about their passkeys in a browser: add one with two other elements, report one lost.</summary>
internal sealed class OwnPasskeys(OwnDevices devices, PasskeyEnrolment enrolment, PasskeySignIn signIn, AuditTrail audit)
{
    public const string Path = "/passkeys";

    private static readonly ScaAction.Change Add = new(ChangeKind.AddFactor, "Passkey");

    /// <summary>Whether there are passkeys at this bank.</summary>
    public bool AreOffered => signIn.IsOffered;

    public Task<IReadOnlyList<PasskeySummary>> ListAsync(CustomerIdentity customer, CancellationToken cancellation)
        => enrolment.ListAsync(customer.Id, cancellation);

    /// <summary>What the browser needs to make a passkey, for who shows password and one-time code for exactly this; null for everybody else.</summary>
    public async Task<PasskeyInvitation?> InviteAsync(Issuer issuer, CustomerIdentity customer, string password, string otp, CancellationToken cancellation)
    {
        var invitation = await devices.AuthenticateAsync(customer, Add, password, otp, cancellation) is { } action
            ? await TryBeginAsync(customer, new FactorAuthority.ByCustomer(action), cancellation)
            : null;
        if (invitation is null)
            await RecordAsync(SecurityEvent.PasskeyRefused, issuer, customer);
        return invitation;
    }

    /// <summary>Keeps what the browser has made; false when it is not what it was asked for.</summary>
    public async Task<bool> AddAsync(Issuer issuer, CustomerIdentity customer, Guid registration, string response, string label, CancellationToken cancellation)
    {
        var isAdded = await enrolment.CompleteAsync(customer.Id, registration, response, label, cancellation) is not null;
        await RecordAsync(isAdded ? SecurityEvent.PasskeyAdded : SecurityEvent.PasskeyRefused, issuer, customer);
        return isAdded;
    }

    /// <summary>Ends a passkey at once, without further proof: who reports it may have nothing else left.</summary>
    public async Task ReportLostAsync(Issuer issuer, CustomerIdentity customer, Guid passkey, CancellationToken cancellation)
    {
        if (await enrolment.ReportLostAsync(customer.Id, passkey, cancellation))
            await RecordAsync(SecurityEvent.PasskeyReportedLost, issuer, customer);
    }

    private async Task<PasskeyInvitation?> TryBeginAsync(CustomerIdentity customer, FactorAuthority authority, CancellationToken cancellation)
    {
        try
        {
            return await enrolment.BeginAsync(customer.Id, authority, cancellation);
        }
        catch (EnrolmentRefusedException)
        {
            return null; // blocked in between
        }
    }

    private ValueTask RecordAsync(string what, Issuer issuer, CustomerIdentity customer)
        => audit.RecordAsync(new SecurityEvent(what, issuer.Name) { Subject = customer.Subject, Endpoint = Path });
}
