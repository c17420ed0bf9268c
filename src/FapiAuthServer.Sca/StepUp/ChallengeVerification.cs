using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>Judges all elements of a challenge together, and uses them up in one transaction of which one request is the winner.</summary>
internal sealed class ChallengeVerification(
    ScaStore store, IEnumerable<IFactor> factors, FactorPolicy policy, SessionElements session, AttemptCounter counter,
    AuthenticationCodes codes, ExemptionState exemptions, ScaEvents events, TimeProvider clock, ILogger<ChallengeVerification> logger)
{
    public async Task<VerificationResult> VerifyAsync(Guid challengeId, IReadOnlyList<Proof> proofs, CancellationToken ct)
    {
        store.RequireNoTransaction();
        var asked = await store.Challenges.Where(c => c.Id == challengeId)
            .Join(store.Customers, c => c.CustomerId, customer => customer.Id, (c, customer) => new { Challenge = c, Customer = customer })
            .LeftJoin(store.Events, pair => pair.Challenge.SessionEventId, entry => entry.Id, (pair, entry) => new { pair.Challenge, pair.Customer, Session = entry })
            .SingleOrDefaultAsync(ct);
        if (asked is not { Challenge: var challenge, Customer: var customer } || !challenge.IsOpenAt(clock.GetUtcNow()) || !IsAnswered(challenge, proofs))
            return new VerificationResult.Refused();
        if (challenge.Factors.HasFlag(FactorKinds.AppApproval) && challenge.ApprovedBy is null)
            return new VerificationResult.Pending();

        switch (await counter.ReserveAsync(customer, ct))
        {
            case AttemptReservation.Reserved reserved:
                return await JudgeAsync(reserved, challenge, session.Of(asked.Session, challenge.CustomerId), proofs, ct);
            case AttemptReservation.Blocked blocked:
                logger.VerificationWhileBlocked(challenge.CustomerId);
                return new VerificationResult.Blocked(blocked.Until);
            default:
                return new VerificationResult.Refused();
        }
    }

    public async Task<ChallengeProgress> GetProgressAsync(Guid challengeId, CancellationToken ct)
    {
        var challenge = await store.Challenges.SingleOrDefaultAsync(c => c.Id == challengeId, ct);
        if (challenge?.State is ChallengeState.Denied or ChallengeState.Disowned)
            return ChallengeProgress.Denied;
        if (challenge is null || !challenge.IsOpenAt(clock.GetUtcNow())
            || !await store.Customers.AnyAsync(c => c.Id == challenge.CustomerId && c.CurrentChallengeId == challenge.Id, ct))
            return ChallengeProgress.Over;
        return challenge.ApprovedBy is null ? ChallengeProgress.Waiting : ChallengeProgress.Approved;
    }

    private async Task<VerificationResult> JudgeAsync(
        AttemptReservation.Reserved reserved, Challenge challenge, IReadOnlyList<Element> shown, IReadOnlyList<Proof> proofs, CancellationToken ct)
    {
        var customer = reserved.Customer;
        var elements = new List<Element>(shown);
        var verdicts = new List<FactorVerdict>();

        // Each is judged by itself, whatever became of the one before: none helps another, and the time must not tell which was
        // wrong. (SCA-066)
        foreach (var proof in proofs)
            verdicts.Add(await FactorOf(proof).JudgeAsync(challenge, customer, proof.Value, ct));
        elements.AddRange(verdicts.SelectMany(verdict => verdict.Elements));

        if (customer.CurrentChallengeId == challenge.Id && verdicts.All(verdict => verdict.IsRight)
            && policy.IsSatisfiedBy(elements, challenge.IsPayment)
            && await TryFinishAsync(challenge, verdicts, elements, ct) is { } success)
            return success;

        return await RefuseAsync(reserved, challenge, ct);
    }

    private async Task<VerificationResult?> TryFinishAsync(
        Challenge challenge, List<FactorVerdict> verdicts, List<Element> elements, CancellationToken ct)
    {
        var shown = elements.Aggregate(FactorKinds.None, (kinds, element) => kinds | element.Factor);
        var binding = challenge.Binding;
        var (code, row) = await codes.DraftAsync(binding, challenge.Id, shown, ct);

        await using var transaction = await store.BeginAsync(ct);
        var now = clock.GetUtcNow();
        var won = await store.Challenges
            .Where(c => c.Id == challenge.Id && c.State == ChallengeState.Open && c.ExpiresAt > now)
            .ExecuteUpdateAsync(update => update.SetProperty(c => c.State, ChallengeState.Verified), ct);
        if (won == 0)
            return null;

        foreach (var verdict in verdicts)
            if (!await verdict.SpendAsync(ct))
                return null;
        if (!await counter.TryClearAsync(challenge.CustomerId, challenge.Id, ct))
            return null;

        // Without the end of the challenge there is no code, and without the entry neither.
        var entry = events.Draft(ScaEventKind.Verified, challenge.CustomerId, binding, challenge.Id, shown, DetailOf(elements));
        await store.InsertAsync([row, entry], ct);
        await exemptions.NoteAuthenticationAsync(binding, ct);
        await transaction.CommitAsync(ct);

        logger.Verified(challenge.CustomerId, challenge.Id, shown);
        return new VerificationResult.Success(code, entry.Id, elements, MethodsOf(elements), now) { Traits = TraitsOf(challenge, verdicts) };
    }

    private async Task<VerificationResult> RefuseAsync(AttemptReservation.Reserved reserved, Challenge challenge, CancellationToken ct)
    {
        var state = reserved.StateIfFailed;
        logger.VerificationRefused(challenge.CustomerId, challenge.Id, state.Failures);
        await events.RecordAsync(
            ScaEventKind.VerificationRefused, challenge.CustomerId, challenge.Binding, challenge.Id, challenge.Factors, ct);
        await counter.ReportAsync(reserved, ct);
        return state.IsBlocking ? new VerificationResult.Blocked(state.Until) : new VerificationResult.Refused();
    }

    private static bool IsAnswered(Challenge challenge, IReadOnlyList<Proof> proofs) =>
        proofs.Select(proof => proof.Factor).Order().SequenceEqual(FactorPolicy.Single(challenge.Factors).Order());

    private IFactor FactorOf(Proof proof) => factors.Single(factor => factor.Kind == proof.Factor);

    // Which element was fresh, and which was shown earlier in the session. (SCA-031)
    private static string DetailOf(List<Element> elements) =>
        string.Join(' ', elements.Select(element => $"{element.Factor}/{element.Category}/{(element.IsFresh ? "fresh" : "session")}"));

    // An authentication is as strong as the weakest of what was shown for it, and only if that would have been enough alone.
    private AuthenticationTraits TraitsOf(Challenge challenge, List<FactorVerdict> verdicts) =>
        policy.IsSatisfiedBy([.. verdicts.SelectMany(verdict => verdict.Elements)], challenge.IsPayment)
            ? verdicts.Select(verdict => verdict.Traits).Aggregate((all, each) => all & each)
            : AuthenticationTraits.None;

    private static List<string> MethodsOf(List<Element> elements)
    {
        List<string> methods = [.. elements.Select(element => element.Method).Distinct(), "mfa"];

        // A text or an app reaches the customer by another way than the page. (SCA-145)
        if (elements.Any(element => (element.Factor & (FactorKinds.Sms | FactorKinds.AppApproval | FactorKinds.AppCode)) != 0))
            methods.Add("mca");
        return methods;
    }
}
