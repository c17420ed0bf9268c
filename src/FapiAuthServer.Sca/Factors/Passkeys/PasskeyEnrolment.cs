using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>Registers passkeys for step-up and payments, and ends them.</summary>
public sealed class PasskeyEnrolment
{
    private readonly ScaStore store;
    private readonly PasskeyCeremony ceremony;
    private readonly FactorChanges changes;
    private readonly TimeProvider clock;
    private readonly ScaOptions options;

    internal PasskeyEnrolment(ScaStore store, PasskeyCeremony ceremony, FactorChanges changes, TimeProvider clock, IOptions<ScaOptions> options)
    {
        this.store = store;
        this.ceremony = ceremony;
        this.changes = changes;
        this.clock = clock;
        this.options = options.Value;
    }

    /// <summary>What the browser needs for <c>navigator.credentials.create</c>.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, no right to do it, or passkeys are not configured.</exception>
    public async Task<PasskeyInvitation> BeginAsync(Guid customerId, FactorAuthority authority, CancellationToken ct = default)
    {
        if (!ceremony.IsConfigured)
            throw new EnrolmentRefusedException(["PasskeysNotConfigured"]);

        var customer = await changes.RequireAsync(customerId, FactorKinds.None, ChangeKind.AddFactor, authority, ct);
        var existing = await store.Passkeys.Where(p => p.CustomerId == customerId && p.RevokedAt == null).Select(p => p.CredentialId).ToListAsync(ct);
        var json = ceremony.CreationOptionsFor(PasskeyFactor.UserHandleOf(customer), customer.UserName!, customer.DisplayName, existing).ToJson();

        var now = clock.GetUtcNow();
        var registration = new PasskeyRegistration(customerId, json, now, options.ChallengeLifetime, authority.PaymentsFrom(now, options));
        await store.InsertAsync(registration, ct);
        return new PasskeyInvitation(registration.Id, json);
    }

    /// <summary>Keeps the passkey; null when the answer is not one to that invitation of that customer, which is used up in any case.</summary>
    public async Task<Guid?> CompleteAsync(Guid customerId, Guid registrationId, string response, string label, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        var now = clock.GetUtcNow();
        var won = await store.PasskeyRegistrations
            .Where(r => r.Id == registrationId && r.CustomerId == customerId && r.UsedAt == null && r.ExpiresAt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.UsedAt, now), ct);
        if (won == 0 || !IsLabel(label))
            return null;

        var registration = await store.PasskeyRegistrations.SingleAsync(r => r.Id == registrationId, ct);
        var registered = await ceremony.RegisterAsync(
            registration.Options, response,
            async (id, cancellation) => !await store.Passkeys.AnyAsync(p => p.CredentialId == id, cancellation), ct);
        if (registered is null || registered.Credential.Id.Length > Passkey.CredentialIdLength)
            return null;

        var passkey = new Passkey(registration.CustomerId, registered, label, now, registration.PaymentsFrom);
        await store.InsertAsync(passkey, ct);
        await changes.AddedAsync(registration.CustomerId, FactorKinds.Passkey, ct);
        return passkey.Id;
    }

    /// <summary>The customer's passkeys.</summary>
    public async Task<IReadOnlyList<PasskeySummary>> ListAsync(Guid customerId, CancellationToken ct = default) =>
        await store.Passkeys.Where(p => p.CustomerId == customerId && p.RevokedAt == null).OrderBy(p => p.RegisteredAt)
            .Select(p => new PasskeySummary(p.Id, p.Label, p.IsBackupEligible, p.RegisteredAt, p.PaymentsFrom)).ToListAsync(ct);

    /// <summary>Whether a passkey can be called that.</summary>
    public static bool IsLabel(string? label) => ReadableText.Is(label, Passkey.LabelLength);

    /// <summary>Ends a passkey at once; false when there is no such passkey.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or no right to do it.</exception>
    public async Task<bool> RevokeAsync(Guid customerId, Guid passkeyId, FactorAuthority authority, CancellationToken ct = default)
    {
        await changes.RequireAsync(customerId, FactorKinds.None, ChangeKind.RemoveFactor, authority, ct);
        return await EndAsync(customerId, passkeyId, "revoked", ct);
    }

    /// <summary>Ends a passkey that was reported lost, at any hour and without further proof. (SCA-213)</summary>
    public Task<bool> ReportLostAsync(Guid customerId, Guid passkeyId, CancellationToken ct = default) => EndAsync(customerId, passkeyId, "lost", ct);

    private async Task<bool> EndAsync(Guid customerId, Guid passkeyId, string reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var ended = await store.Passkeys.Where(p => p.Id == passkeyId && p.CustomerId == customerId && p.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(p => p.RevokedAt, now), ct);
        if (ended == 0)
            return false;

        await changes.RemovedAsync(customerId, FactorKinds.Passkey, reason, ct);
        return true;
    }
}
