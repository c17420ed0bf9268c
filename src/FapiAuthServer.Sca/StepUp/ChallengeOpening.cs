using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>Begins challenges: one open per customer, and no more prompts than a customer can mean. (SCA-171, SCA-194)</summary>
internal sealed class ChallengeOpening(
    ScaStore store, IEnumerable<IFactor> factors, FactorPolicy policy, SessionElements session, PromptLimits limits, ScaEvents events,
    CustomerDirectory directory, ICustomerNotices notices, TimeProvider clock, IOptions<ScaOptions> options, ILogger<ChallengeOpening> logger)
{
    public async Task<ChallengeResult> OpenAsync(ChallengeRequest request, CancellationToken ct)
    {
        store.RequireNoTransaction();
        if (!request.Binding.FitsColumns || !ReadableText.Is(request.ClientName, ChallengeRequest.ClientNameLength))
            throw new ArgumentException("The client, its name or the consent is longer than can be kept.", nameof(request));

        var customer = await store.Customers.SingleOrDefaultAsync(c => c.Id == request.Binding.CustomerId, ct);
        if (customer is null || directory.GetState(customer) != CustomerState.Active)
            return await RefuseAsync(request, null, ChallengeRefusal.NotServed, ct);

        var isPayment = request.Binding.Action.IsPayment;
        var reused = await session.FindAsync(customer.Id, request.SessionEventId, ct);
        if (!policy.Allows(request.Factors, Of(reused), isPayment))
            return await RefuseAsync(request, null, ChallengeRefusal.PolicyForbids, ct);

        var asked = factors.Where(factor => request.Factors.HasFlag(factor.Kind)).ToList();
        foreach (var factor in asked)
            if (!await factor.IsUsableAsync(customer, isPayment, ct))
                return await RefuseAsync(request, null, ChallengeRefusal.NotEnrolled, ct);

        // Written before it is counted: of parallel requests none can pass by the others unseen.
        var challenge = new Challenge(request, clock.GetUtcNow(), options.Value.ChallengeLifetime);
        await store.InsertAsync(challenge, ct);
        if (await limits.FindExcessAsync(challenge, ct) is { } excess)
            return await RefuseAsync(request, challenge, excess, ct);

        await ReplaceOpenAsync(customer, challenge, ct);
        return await PrepareAsync(request, challenge, customer, asked, ct);
    }

    private async Task<ChallengeResult> PrepareAsync(
        ChallengeRequest request, Challenge challenge, Customer customer, List<IFactor> asked, CancellationToken ct)
    {
        var prepared = Preparation.Nothing;
        foreach (var factor in asked)
            prepared = prepared.With(await factor.PrepareAsync(challenge, customer, ct));
        if (prepared.Refusal is { } refusal)
            return await RefuseAsync(request, challenge, refusal, ct);

        if (prepared.MatchNumber is { } number)
            await store.Challenges.Where(c => c.Id == challenge.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(c => c.MatchNumber, number), ct);

        await events.RecordAsync(ScaEventKind.Challenged, customer.Id, request.Binding, challenge.Id, request.Factors, ct);
        return new ChallengeResult.Begun(challenge.Id, challenge.ExpiresAt, prepared.SentTo, prepared.MatchNumber, prepared.PasskeyOptions);
    }

    // The customer's row names the one challenge that can be answered, so a new one voids the old one in one write.
    private async Task ReplaceOpenAsync(Customer customer, Challenge challenge, CancellationToken ct)
    {
        await store.Customers.Where(c => c.Id == customer.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.CurrentChallengeId, challenge.Id), ct);

        var now = clock.GetUtcNow();
        if (customer.CurrentChallengeId is { } previous
            && await store.Challenges.AnyAsync(c => c.Id == previous && c.State == ChallengeState.Open && c.ExpiresAt > now, ct))
            await notices.NotifyAsync(new CustomerNotice(customer.Id, NoticeKind.PromptReplaced, challenge.ClientName), ct);
    }

    private async Task<ChallengeResult> RefuseAsync(ChallengeRequest request, Challenge? challenge, ChallengeRefusal reason, CancellationToken ct)
    {
        if (challenge is not null)
            await store.Challenges.Where(c => c.Id == challenge.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(c => c.State, ChallengeState.Refused), ct);
        logger.ChallengeRefused(request.Binding.CustomerId, reason);
        return new ChallengeResult.Refused(reason);
    }

    private static FactorKinds Of(IReadOnlyList<Element> elements) =>
        elements.Aggregate(FactorKinds.None, (kinds, element) => kinds | element.Factor);
}
