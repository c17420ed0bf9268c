using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Password;
using FapiAuthServer.Sca.Factors.Totp;
using FapiAuthServer.Sca.StepUp;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Customers;

/// <summary>Signs a customer in with password and one-time code, and answers once, over both. (SCA-008, SCA-024)</summary>
public sealed class CustomerSignIn
{
    private static readonly IReadOnlyList<string> Methods = ["pwd", "otp", "mfa"];
    private const FactorKinds Factors = FactorKinds.Password | FactorKinds.Totp;

    private readonly ScaStore store;
    private readonly ILookupNormalizer normalizer;
    private readonly PasswordFactor passwordFactor;
    private readonly TotpFactor totpFactor;
    private readonly AttemptCounter counter;
    private readonly RefusalPace pace;
    private readonly ScaEvents events;
    private readonly TimeProvider clock;
    private readonly ScaOptions options;
    private readonly ILogger logger;

    internal CustomerSignIn(
        ScaStore store,
        ILookupNormalizer normalizer,
        PasswordFactor passwordFactor,
        TotpFactor totpFactor,
        AttemptCounter counter,
        RefusalPace pace,
        ScaEvents events,
        TimeProvider clock,
        IOptions<ScaOptions> options,
        ILogger<CustomerSignIn> logger)
    {
        this.store = store;
        this.normalizer = normalizer;
        this.passwordFactor = passwordFactor;
        this.totpFactor = totpFactor;
        this.counter = counter;
        this.pace = pace;
        this.events = events;
        this.clock = clock;
        this.options = options.Value;
        this.logger = logger;
    }

    /// <summary>
    /// Step 1, the same for every username and password: always go on to step 2. It is not counted, because it tells nothing;
    /// the attempt is counted where its verdict leaves.
    /// </summary>
    public async Task<SignInAttempt> BeginAsync(string username, string password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(username);
        ArgumentNullException.ThrowIfNull(password);

        var startedAt = clock.GetUtcNow();
        var lookup = Username.TryNormalize(username, normalizer, out var normalized) ? normalized : "";
        var customer = await store.Customers.SingleOrDefaultAsync(c => c.NormalizedUserName == lookup && c.ClosedAt == null, ct);
        var accepted = await passwordFactor.VerifyAsync(customer, password, ct);
        return new SignInAttempt(customer?.Id, accepted, startedAt);
    }

    /// <summary>
    /// Step 2: one attempt is counted, then both elements are judged together. Must run outside any transaction of the caller's.
    /// </summary>
    public async Task<SignInResult> CompleteAsync(SignInAttempt attempt, string otp, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(otp);

        return await pace.KeepAsync(() => JudgeAsync(attempt, otp, ct), static result => result is not SignInResult.Success, ct);
    }

    private async Task<SignInResult> JudgeAsync(SignInAttempt attempt, string otp, CancellationToken ct)
    {
        if (attempt.CustomerId is not { } customerId || clock.GetUtcNow() - attempt.StartedAt > options.AttemptLifetime)
            return new SignInResult.Refused();

        switch (await counter.ReserveAsync(customerId, ct))
        {
            case AttemptReservation.Reserved reserved:
                return await JudgeAsync(reserved, attempt, otp, ct);
            case AttemptReservation.Blocked blocked:
                logger.SignInWhileBlocked(customerId);
                return new SignInResult.Blocked(blocked.Until);
            default:
                return new SignInResult.Refused();
        }
    }

    private async Task<SignInResult> JudgeAsync(
        AttemptReservation.Reserved reserved, SignInAttempt attempt, string otp, CancellationToken ct)
    {
        var customer = reserved.Customer;
        var now = clock.GetUtcNow();
        var step = totpFactor.FindStep(customer, otp, now);

        // Only a full success spends the code: spending it beside a wrong password would tell that the code was right.
        if (attempt.KnowledgeAccepted && step is { } spent && await counter.TryAcceptAsync(customer.Id, spent, TotpCodes.DriftOf(spent, now), ct))
        {
            logger.SignedIn(customer.Id);
            var eventId = await events.RecordAsync(ScaEventKind.SignedIn, customer.Id, Factors, ct);
            return new SignInResult.Success(customer.Identity, now, Methods) { EventId = eventId };
        }

        var state = reserved.StateIfFailed;
        await events.RecordAsync(ScaEventKind.SignInRefused, customer.Id, Factors, ct);
        await counter.ReportAsync(reserved, ct);
        if (state.IsBlocking)
            return new SignInResult.Blocked(state.Until);

        logger.SignInRefused(customer.Id, state.Failures);
        return new SignInResult.Refused();
    }
}
