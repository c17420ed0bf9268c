using System.Buffers.Text;
using System.Text.Json;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>
/// Signs a customer in with a passkey alone, under the rules of every other sign-in: counted before it is judged, refused in one
/// way, worth two elements only where the key is. The signature is verified by whoever speaks HTTP. (SCA-184, SCA-185)
/// </summary>
public sealed class PasskeySignIn
{
    private readonly ScaStore store;
    private readonly PasskeyUses uses;
    private readonly FactorPolicy policy;
    private readonly AttemptCounter counter;
    private readonly RefusalPace pace;
    private readonly ScaEvents events;
    private readonly TimeProvider clock;
    private readonly ScaOptions options;
    private readonly ILogger logger;

    internal PasskeySignIn(
        ScaStore store, PasskeyUses uses, FactorPolicy policy, AttemptCounter counter, RefusalPace pace, ScaEvents events, TimeProvider clock,
        IOptions<ScaOptions> options, ILogger<PasskeySignIn> logger)
    {
        this.store = store;
        this.uses = uses;
        this.policy = policy;
        this.counter = counter;
        this.pace = pace;
        this.events = events;
        this.clock = clock;
        this.options = options.Value;
        this.logger = logger;
    }

    /// <summary>Whether there are passkeys at this bank.</summary>
    public bool IsOffered => options.Passkeys.RelyingPartyId is not null;

    /// <summary>Judges an answer, once. Must run outside any transaction of the caller's.</summary>
    /// <param name="answer">What the browser sent.</param>
    /// <param name="verifyAsync">Verifies it against the challenge of the question; null when it is not good.</param>
    /// <param name="ct">Ends it early.</param>
    public Task<SignInResult> CompleteAsync(
        PasskeyAnswer answer, Func<CancellationToken, Task<VerifiedPasskey?>> verifyAsync, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(verifyAsync);
        return pace.KeepAsync(() => JudgeAsync(answer, verifyAsync, ct), static result => result is not SignInResult.Success, ct);
    }

    private async Task<SignInResult> JudgeAsync(
        PasskeyAnswer answer, Func<CancellationToken, Task<VerifiedPasskey?>> verifyAsync, CancellationToken ct)
    {
        var expiresAt = answer.AskedAt + options.AttemptLifetime;
        if (!IsOffered || clock.GetUtcNow() >= expiresAt || ReadCredentialId(answer.Response) is not { } credentialId
            || !await store.TryInsertAsync(new SpentPasskeyQuestion(answer.QuestionId, expiresAt), ct)
            || await store.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.RevokedAt == null, ct) is not { } passkey)
            return new SignInResult.Refused();

        switch (await counter.ReserveAsync(passkey.CustomerId, ct))
        {
            case AttemptReservation.Reserved reserved:
                return await JudgeAsync(reserved, passkey, await verifyAsync(ct), ct);
            case AttemptReservation.Blocked blocked:
                logger.SignInWhileBlocked(passkey.CustomerId);
                return new SignInResult.Blocked(blocked.Until);
            default:
                return new SignInResult.Refused();
        }
    }

    private async Task<SignInResult> JudgeAsync(AttemptReservation.Reserved reserved, Passkey passkey, VerifiedPasskey? verified, CancellationToken ct)
    {
        if (verified is null || verified.CustomerId != passkey.CustomerId || !verified.CredentialId.AsSpan().SequenceEqual(passkey.CredentialId))
            return await RefuseAsync(reserved, ct);

        var assertion = new PasskeyAssertion(passkey, verified.SignCount, verified.IsBackupEligible, verified.IsBackedUp);
        if (!assertion.IsConsistent)
            return await RefuseAsync(reserved, ct);

        if (assertion.IsFromCopy)
        {
            await uses.StopAsync(passkey, ct);
            return await RefuseAsync(reserved, ct);
        }

        uses.NoteBackup(assertion);
        List<Element> elements = [.. uses.ElementsOf(assertion, isPayment: false)];
        return policy.IsSatisfiedBy(elements, isPayment: false) && await TryFinishAsync(reserved.Customer, assertion, elements, ct) is { } success
            ? success
            : await RefuseAsync(reserved, ct);
    }

    private async Task<SignInResult?> TryFinishAsync(Customer customer, PasskeyAssertion assertion, List<Element> elements, CancellationToken ct)
    {
        await using var transaction = await store.BeginAsync(ct);
        if (!await uses.TryCountAsync(assertion, ct) || !await counter.TryClearAsync(customer.Id, ct))
            return null;

        var eventId = await events.RecordAsync(ScaEventKind.SignedIn, customer.Id, FactorKinds.Passkey, ct, assertion.Passkey.Id.ToString());
        await transaction.CommitAsync(ct);

        logger.SignedIn(customer.Id);
        return new SignInResult.Success(customer.Identity, clock.GetUtcNow(), [.. elements.Select(element => element.Method), "mfa"])
        {
            EventId = eventId,
            Traits = PasskeyUses.TraitsOf(assertion.Passkey),
        };
    }

    private async Task<SignInResult> RefuseAsync(AttemptReservation.Reserved reserved, CancellationToken ct)
    {
        var state = reserved.StateIfFailed;
        await events.RecordAsync(ScaEventKind.SignInRefused, reserved.Customer.Id, FactorKinds.Passkey, ct);
        await counter.ReportAsync(reserved, ct);
        if (state.IsBlocking)
            return new SignInResult.Blocked(state.Until);

        logger.SignInRefused(reserved.Customer.Id, state.Failures);
        return new SignInResult.Refused();
    }

    // Whose attempt it is has to be known before it is judged: it is counted with the owner of the key, whoever is said to own it.
    private static byte[]? ReadCredentialId(string response)
    {
        if (response.Length is 0 or > PasskeyCeremony.MaxLength)
            return null;

        try
        {
            using var document = JsonDocument.Parse(response);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } text
                && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text) is { Length: <= Passkey.CredentialIdLength } bytes
                ? bytes
                : null;
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or half a surrogate pair in it
        }
    }
}
