using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>Makes phones devices of a customer, each by an activation code that works once, and ends them.</summary>
public sealed class AppDeviceEnrolment
{
    private const string Purpose = "app-activation";
    private const string P256 = "1.2.840.10045.3.1.7";
    private const int KeyBytes = 32;
    private const int IdBytes = 16;

    private readonly ScaStore store;
    private readonly AppDevices devices;
    private readonly KeyedHashes hashes;
    private readonly ISecretProtector protector;
    private readonly FactorChanges changes;
    private readonly TimeProvider clock;
    private readonly ScaOptions options;
    private readonly ILogger logger;

    internal AppDeviceEnrolment(
        ScaStore store, AppDevices devices, KeyedHashes hashes, ISecretProtector protector, FactorChanges changes, TimeProvider clock,
        IOptions<ScaOptions> options, ILogger<AppDeviceEnrolment> logger)
    {
        this.store = store;
        this.devices = devices;
        this.hashes = hashes;
        this.protector = protector;
        this.changes = changes;
        this.clock = clock;
        this.options = options.Value;
        this.logger = logger;
    }

    /// <summary>A code for one new device, shown this once; one given before is void.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, no right to do it, or too many devices.</exception>
    public async Task<ActivationCode> BeginAsync(Guid customerId, FactorAuthority authority, CancellationToken ct = default)
    {
        await changes.RequireAsync(customerId, FactorKinds.None, ChangeKind.AddFactor, authority, ct);
        if (await store.AppDevices.CountAsync(d => d.CustomerId == customerId && d.RevokedAt == null, ct) >= options.App.DevicesPerCustomer)
            throw new EnrolmentRefusedException(["TooManyDevices"]);

        var now = clock.GetUtcNow();
        await store.AppActivations.Where(a => a.CustomerId == customerId && a.UsedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(a => a.UsedAt, now), ct);

        var id = Guid.CreateVersion7();
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var activation = new AppActivation(
            id, customerId, await hashes.ComputeAsync(Purpose, secret, ct), now, options.App.ActivationLifetime, authority.PaymentsFrom(now, options));
        await store.InsertAsync(activation, ct);
        return new ActivationCode(Base64Url.EncodeToString(id.ToByteArray()) + secret, activation.ExpiresAt);
    }

    /// <summary>Makes the phone that holds the code a device; null when code, key or signature is not good, and then the code stays.</summary>
    public async Task<AppEnrolled?> EnrolAsync(AppEnrolment enrolment, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(enrolment);
        var now = clock.GetUtcNow();
        var activation = await FindAsync(enrolment.ActivationCode, ct);
        if (activation is null || activation.UsedAt is not null || activation.ExpiresAt <= now
            || !ReadableText.Is(enrolment.Label, AppDevice.LabelLength) || !IsSigned(enrolment))
        {
            logger.DeviceRefused(activation?.CustomerId);
            return null;
        }

        var id = Guid.CreateVersion7();
        var codeKey = RandomNumberGenerator.GetBytes(KeyBytes);
        var device = new AppDevice(id, activation, enrolment, protector.Protect(codeKey, AppDevice.ContextOf(id)), now);
        if (!await TryAddAsync(activation, device, now, ct))
            return null;

        await changes.AddedAsync(activation.CustomerId, FactorKinds.AppApproval | FactorKinds.AppCode, ct);
        return new AppEnrolled(id, codeKey);
    }

    /// <summary>The customer's devices.</summary>
    public async Task<IReadOnlyList<AppDeviceSummary>> ListAsync(Guid customerId, CancellationToken ct = default) =>
        await store.AppDevices.Where(d => d.CustomerId == customerId && d.RevokedAt == null).OrderBy(d => d.EnrolledAt)
            .Select(d => new AppDeviceSummary(d.Id, d.Label, d.KeyStorage, d.IsIntact, d.EnrolledAt)).ToListAsync(ct);

    /// <summary>Ends a device at once, whatever it was about to approve; false when there is no such device.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or no right to do it.</exception>
    public async Task<bool> RevokeAsync(Guid customerId, Guid deviceId, FactorAuthority authority, CancellationToken ct = default)
    {
        await changes.RequireAsync(customerId, FactorKinds.None, ChangeKind.RemoveFactor, authority, ct);
        return await EndAsync(customerId, deviceId, "revoked", ct);
    }

    /// <summary>Ends a device that was reported lost, at any hour and without further proof. (SCA-213)</summary>
    public Task<bool> ReportLostAsync(Guid customerId, Guid deviceId, CancellationToken ct = default) => EndAsync(customerId, deviceId, "lost", ct);

    /// <summary>Keeps the newest verdict on a device; one that was tampered with counts no more until a better verdict comes.</summary>
    public async Task<bool> RecordIntegrityAsync(Guid deviceId, bool isIntact, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        return await store.AppDevices.Where(d => d.Id == deviceId && d.RevokedAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(d => d.IsIntact, isIntact).SetProperty(d => d.CheckedAt, now), ct) == 1;
    }

    private async Task<bool> EndAsync(Guid customerId, Guid deviceId, string reason, CancellationToken ct)
    {
        if (!await devices.RevokeAsync(customerId, deviceId, ct))
            return false;

        await changes.RemovedAsync(customerId, FactorKinds.AppApproval | FactorKinds.AppCode, reason, ct);
        return true;
    }

    private async Task<bool> TryAddAsync(AppActivation activation, AppDevice device, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await store.BeginAsync(ct);
        var won = await store.AppActivations.Where(a => a.Id == activation.Id && a.UsedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(a => a.UsedAt, now), ct);
        if (won == 0)
            return false;

        await store.InsertAsync(device, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<AppActivation?> FindAsync(string code, CancellationToken ct)
    {
        var idLength = Base64Url.GetEncodedLength(IdBytes);
        if (code.Length != idLength + Base64Url.GetEncodedLength(KeyBytes) || !Base64Url.IsValid(code.AsSpan(0, idLength)))
            return null;

        var id = new Guid(Base64Url.DecodeFromChars(code.AsSpan(0, idLength)));
        var row = await store.AppActivations.SingleOrDefaultAsync(a => a.Id == id, ct);
        return await hashes.MatchesAsync(row?.SecretHash, Purpose, code[idLength..], ct) ? row : null;
    }

    // The phone shows that it holds the private half, and that the key is of the one curve that is used.
    private static bool IsSigned(AppEnrolment enrolment)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(enrolment.PublicKey, out var read);
            return read == enrolment.PublicKey.Length && key.ExportParameters(false).Curve.Oid.Value == P256
                && key.VerifyData(
                    Encoding.ASCII.GetBytes(enrolment.ActivationCode), enrolment.Signature,
                    HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
