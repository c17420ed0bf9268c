using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// The customer has decided: consumes the request, whatever the decision, and on approval opens the grant that a code is
/// then issued for. All of it is one commit, so a request is answered once however many visits it has.
/// </summary>
internal sealed class AnswerVisit(FapiDbContext db, SingleUseStore singleUse, GivenGrants given, Approvals approvals, PairwiseSubjects subjects, AuthenticationContexts contexts, TokenGate gate, TimeProvider time)
    : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Interaction is not { } visit)
            return;

        if (visit.Decision == Decision.Pending || visit.Decision == Decision.Approved && approvals.IsOpen(visit))
        {
            fapi.StaysInBrowser = true;
            context.Reject(Reasons.InteractionUnfinished, "RFC6749-4.1.1");
            return;
        }

        var pushed = await db.Artefacts.AsTracking().FirstOrDefaultAsync(artefact => artefact.Id == visit.ArtefactId, context.CancellationToken);
        if (pushed is null || pushed.ConsumedAt is not null)
        {
            fapi.StaysInBrowser = true;
            context.Reject(Reasons.InteractionFinished, "PAR-4");
            return;
        }

        // What was authenticated for is used up before anything is written: without it there is nothing to write.
        var refusal = await FindRefusalAsync(context, visit);
        var approval = refusal is null ? await ConsumeAsync(visit, context.CancellationToken) : null;
        if (approval is { HasLapsed: true })
        {
            await AskAfterAllAsync(context, visit);
            return;
        }

        refusal ??= approval!.Refusal ?? FindWeakness(context, approval.Customer);
        if (refusal is not null)
            await singleUse.RollBackAsync(); // an exemption that nothing comes of is not used
        if (approval is { IsAnswered: true })
        {
            fapi.StaysInBrowser = true;
            context.Reject(refusal!);
            return;
        }

        singleUse.Consume(pushed);
        visit.Answer(time.GetUtcNow());

        if (refusal is not null)
            await RefuseAsync(context, refusal);
        else
            given.Open(context, approval!.Customer, approval.Action);
    }

    // An exemption counts only if all that is given under it is committed.
    private async Task<ApprovalOutcome> ConsumeAsync(InteractionRecord visit, CancellationToken cancellation)
    {
        if (visit.ApprovalState is { Exemption: not null })
            await singleUse.BeginAsync(cancellation);

        var outcome = await approvals.ConsumeAsync(visit, cancellation);
        if (outcome.Action is null)
            await singleUse.RollBackAsync();
        return outcome;
    }

    // Another payment has used up what this one was to be exempt under.
    private async Task AskAfterAllAsync(HandleAuthorizationRequestContext context, InteractionRecord visit)
    {
        visit.Demand(await approvals.EvaluateAsync(visit, visit.ApprovalState?.ActionHash ?? "", context.CancellationToken));
        await db.SaveChangesAsync(context.CancellationToken);

        context.Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Http.Response.Headers.Location = visit.AwaitsApproval ? VisitPages.Url(context.Fapi.Issuer, visit) : VisitPages.ResumeUrl(context.Fapi.Issuer, visit);
        context.HandleRequest();
    }

    private async Task<Rejection?> FindRefusalAsync(HandleAuthorizationRequestContext context, InteractionRecord visit)
    {
        if (visit.Decision == Decision.Denied)
            return new Rejection(Reasons.CustomerDenied, "RFC6749-4.1.2.1");
        if (IsAnother(context, visit.Authentication!))
            return new Rejection(Reasons.CustomerMismatch, "OIDCC-3.1.2.1");

        return await gate.DecideAsync(visit.Authentication!.Subject, context.CancellationToken) is not null
            ? new Rejection(Reasons.CustomerDenied, "RTS-4.3.b", "the customer is blocked")
            : null;
    }

    // OIDUAR-2: an essential acr is earned or the request fails, whatever page the customer came by.
    private Rejection? FindWeakness(HandleAuthorizationRequestContext context, CustomerAuthentication customer)
        => RequestedContexts.Of(context.Request!) is { AreEssential: true } requested && !contexts.AreMet(context.Fapi.Issuer, requested, customer.Traits)
            ? new Rejection(Reasons.AcrNotEarned, "OIDUAR-2")
            : null;

    // A refusal uses the request up too.
    private async Task RefuseAsync(HandleAuthorizationRequestContext context, Rejection rejection)
    {
        var outcome = await singleUse.CommitAsync(context.CancellationToken);
        context.Fapi.StaysInBrowser = !outcome.Succeeded;
        context.Reject(outcome.Succeeded ? rejection : new Rejection(Reasons.InteractionFinished, "PAR-4"));
    }

    // OIDCC-5.5.1 and 3.1.2.1: a subject that the request names is the only one it may be answered with.
    private bool IsAnother(HandleAuthorizationRequestContext context, CustomerAuthentication customer)
        => AuthenticationDemands.TryParse(context.Request!, out var demands, out _)
            && !demands.Accepts(subjects.For(context.Fapi.Issuer, context.Fapi.Client!.Client, customer.Subject));
}
