using FapiAuthServer.Audit;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Passkeys;

namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>A customer's passkeys: those there are, the one a device has just made, and those that are lost.</summary>
internal sealed class OwnPasskeys(PasskeyEnrolment enrolment, PasskeySignIn signIn, AuditTrail audit)
{
    public const string Path = "/passkeys";
    public const string MadePath = "/passkeys/made";

    /// <summary>Whether there are passkeys at this bank.</summary>
    public bool AreOffered => signIn.IsOffered;

    public Task<IReadOnlyList<PasskeySummary>> ListAsync(CustomerIdentity customer, CancellationToken cancellation)
        => enrolment.ListAsync(customer.Id, cancellation);

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

    private ValueTask RecordAsync(string what, Issuer issuer, CustomerIdentity customer)
        => audit.RecordAsync(new SecurityEvent(what, issuer.Name) { Subject = customer.Subject, Endpoint = Path });
}
