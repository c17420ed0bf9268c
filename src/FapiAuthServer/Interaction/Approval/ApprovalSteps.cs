using System.Text.Json;
using FapiAuthServer.Audit;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Interaction.Approval;

/// <summary>What the approval page does: ask by one of the ways, ask again, judge the answer, follow the banking app.</summary>
internal sealed class ApprovalSteps(
    FapiDbContext db, StrongAuthentication sca, Approvals approvals, CustomerSessions sessions, ClientRegistry clients, AuditTrail audit)
{
    /// <summary>Asks the customer by the way they chose, if it is one of those on offer.</summary>
    public async Task BeginAsync(InteractionRecord visit, FactorKinds way, CancellationToken cancellation)
    {
        if (visit.ApprovalState is not { } state || state.OfferFor(way) is not { } offer
            || !approvals.TryFindAction(visit, out var action) || action is null)
            return;

        var name = (await clients.FindAsync(visit.Issuer, visit.ClientId, cancellation))?.Name ?? visit.ClientId;
        var binding = await approvals.BindAsync(visit, action, cancellation);
        var begun = await sca.ChallengeAsync(new ChallengeRequest(binding, ForeignName.Plain(name), offer, visit.Authentication!.EventId), cancellation);
        await WriteAsync(visit, state.After(begun, offer), cancellation);
    }

    /// <summary>Goes back to the choice of a way.</summary>
    public async Task ChooseAgainAsync(InteractionRecord visit, CancellationToken cancellation)
    {
        if (visit.ApprovalState is { IsSettled: false } state)
            await WriteAsync(visit, state.ChooseAgain(ApprovalNotice.None), cancellation);
    }

    /// <summary>Sends the code of the open question anew.</summary>
    public async Task ResendAsync(InteractionRecord visit, CancellationToken cancellation)
    {
        if (visit.ApprovalState is not { ChallengeId: { } challenge } state)
            return;

        var isSent = await sca.ResendAsync(challenge, cancellation);
        await WriteAsync(visit, state with { Notice = isSent ? ApprovalNotice.None : ApprovalNotice.NotResent }, cancellation);
    }

    /// <summary>Judges what the customer typed, or the app or passkey has sent.</summary>
    public async Task VerifyAsync(HttpContext context, Issuer issuer, InteractionRecord visit, string answer, string password, CancellationToken cancellation)
    {
        if (visit.ApprovalState is not { ChallengeId: { } challenge, IsSettled: false } state)
            return;

        switch (await sca.VerifyAsync(challenge, state.ProofsOf(answer, password), cancellation))
        {
            case VerificationResult.Success success:
                await SettleAsync(context, issuer, visit, state, success, cancellation);
                break;
            case VerificationResult.Pending:
                break;
            default:
                var isOver = await sca.GetProgressAsync(challenge, cancellation) == ChallengeProgress.Over;
                await WriteAsync(visit, state.AfterFailure(isOver), cancellation);
                await RecordAsync(SecurityEvent.ActionAuthenticationFailed, visit);
                break;
        }
    }

    /// <summary>Takes over what has happened in the banking app meanwhile. A no there is the customer's answer to the client.</summary>
    public async Task FollowAsync(HttpContext context, Issuer issuer, InteractionRecord visit, CancellationToken cancellation)
    {
        if (visit.ApprovalState is not { ChallengeId: { } challenge, IsSettled: false } state)
            return;

        switch (await sca.GetProgressAsync(challenge, cancellation))
        {
            case ChallengeProgress.Approved when state.Factors == FactorKinds.AppApproval:
                await VerifyAsync(context, issuer, visit, "", "", cancellation);
                break;
            case ChallengeProgress.Denied:
                visit.Decide(Decision.Denied);
                await db.SaveChangesAsync(cancellation);
                await RecordAsync(SecurityEvent.ConsentDenied, visit);
                break;
            case ChallengeProgress.Over:
                await WriteAsync(visit, state.ChooseAgain(ApprovalNotice.Over), cancellation);
                break;
        }
    }

    private async Task SettleAsync(
        HttpContext context, Issuer issuer, InteractionRecord visit, ApprovalState state, VerificationResult.Success success, CancellationToken cancellation)
    {
        // Whatever a second form of the same page has written meanwhile: this one has won.
        var settled = state.ChooseAgain(ApprovalNotice.None) with
        {
            ProtectedCode = approvals.Seal(visit, success.Code),
            Methods = success.Methods,
            AuthenticatedAt = success.AuthenticatedAt,
            Traits = success.Traits,
            RecordId = success.EventId,
        };
        var json = JsonSerializer.Serialize(settled);
        var written = await db.Interactions.Where(interaction => interaction.Id == visit.Id && interaction.AnsweredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(interaction => interaction.Approval, json), cancellation);
        await AdoptAsync(visit, written, json, cancellation);
        await sessions.BeginAsync(context, issuer, visit.Authentication!, cancellation);
        await RecordAsync(SecurityEvent.ActionAuthenticated, visit);
    }

    // Of two forms sent at once, the later must not undo what the earlier has won.
    private async Task WriteAsync(InteractionRecord visit, ApprovalState state, CancellationToken cancellation)
    {
        var (before, after) = (visit.Approval, JsonSerializer.Serialize(state));
        var written = await db.Interactions.Where(interaction => interaction.Id == visit.Id && interaction.Approval == before && interaction.AnsweredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(interaction => interaction.Approval, after), cancellation);
        await AdoptAsync(visit, written, after, cancellation);
    }

    // What has been written past the context is what the visit holds, unless somebody else has written meanwhile.
    private async Task AdoptAsync(InteractionRecord visit, int written, string approval, CancellationToken cancellation)
    {
        if (written == 0)
        {
            await db.Entry(visit).ReloadAsync(cancellation);
            return;
        }

        var property = db.Entry(visit).Property(interaction => interaction.Approval);
        property.CurrentValue = property.OriginalValue = approval;
    }

    private ValueTask RecordAsync(string what, InteractionRecord visit)
        => audit.RecordAsync(new SecurityEvent(what, visit.Issuer)
        {
            ClientId = visit.ClientId,
            Subject = visit.Authentication?.Subject,
            CorrelationId = visit.CorrelationId,
        });
}
