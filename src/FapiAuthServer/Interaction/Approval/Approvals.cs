using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Grants;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Issuers;
using FapiAuthServer.Rejections;
using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Monitoring;
using FapiAuthServer.Sca.Payees;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.Transaction;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction.Approval;

/// <summary>
/// What a customer's yes takes beyond the sign-in: for payments, strong authentication bound to amount and payee. The action is
/// computed anew from the stored request each time, so that a change anywhere between is a refusal (RTS-5.1.d).
/// </summary>
internal sealed class Approvals(
    StrongAuthentication sca, AuthorizationDetailsTypes types, CustomerDirectory customers, AuthenticationContexts contexts, IssuerDirectory issuers,
    ISecretProtector protector, IOptions<ScaOptions> options)
{
    /// <summary>What the yes of this visit's customer takes; null when the sign-in is enough.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="shown">The hash of the action that the customer said yes to; empty for none.</param>
    /// <param name="cancellation">The request's end.</param>
    public async Task<ApprovalState?> EvaluateAsync(InteractionRecord visit, string shown, CancellationToken cancellation)
    {
        if (!TryFindAction(visit, out var action) || (action?.Hash ?? "") != shown)
            return new ApprovalState { ActionHash = shown }; // of which nothing will come: it is not intact

        // A sign-in is strong authentication already; only what it cannot be bound to takes more.
        if (action is null)
            return null;

        var binding = await BindAsync(visit, action, cancellation);
        var agreed = await WithChecksAsync(new ApprovalState { ActionHash = shown }, visit.ApprovalState, binding, cancellation);
        if (agreed.IsRefused)
            return agreed;

        // Who pays by mistake or deceit is told so, and therefore asked.
        var differs = agreed.PayeeChecks.Any(check => check.Match is PayeeMatch.NoMatch or PayeeMatch.CloseMatch);
        var request = new ScaRequest(binding) { SessionEventId = visit.Authentication!.EventId, Signals = differs ? RiskFindings.PayeeMismatch : RiskFindings.None };
        return await sca.EvaluateAsync(request, cancellation) switch
        {
            ScaDecision.Exempt exempt => agreed with { Exemption = exempt.Article.ToString(), RecordId = exempt.DecisionId },
            ScaDecision.Required required => agreed with { Offers = StrongEnough(visit, required.Offers), RecordId = required.DecisionId },
            _ => throw new InvalidOperationException("An evaluation is one or the other."),
        };
    }

    // Whoever insists on a passkey gets nothing that rests on less, so nothing less is asked (OIDUAR-2).
    private IReadOnlyList<FactorKinds> StrongEnough(InteractionRecord visit, IReadOnlyList<FactorKinds> offers)
        => contexts.DemandedBy(issuers.Get(visit.Issuer), RequestedContexts.Of(PushedParameters.Deserialize(visit.Parameters))) == AuthenticationTraits.None
            ? offers
            : [.. offers.Where(offer => offer == FactorKinds.Passkey)];

    /// <summary>Whether the customer has yet to authenticate for what the request asks.</summary>
    public bool IsOpen(InteractionRecord visit)
        => visit.ApprovalState is { } approval ? !approval.IsSettled && CanBeAsked(visit) : !TryFindAction(visit, out var action) || action is not null;

    /// <summary>Whether the request still asks for what the customer said yes to, and to a payee who may be paid; else nobody is asked, and it is refused.</summary>
    public bool CanBeAsked(InteractionRecord visit)
        => visit.ApprovalState is { ActionHash: { } agreed, IsRefused: false } && TryFindAction(visit, out var action) && action?.Hash == agreed;

    /// <summary>
    /// Uses up what the customer authenticated for, once, if it is exactly what the request asks for now. An exemption is used in
    /// the transaction that the caller has open.
    /// </summary>
    public async Task<ApprovalOutcome> ConsumeAsync(InteractionRecord visit, CancellationToken cancellation)
    {
        var customer = visit.Authentication!;
        var isOne = TryFindAction(visit, out var action);
        if (isOne && action is null && visit.ApprovalState is null)
            return new ApprovalOutcome(customer, Action: null);

        if (!isOne || action is null || visit.ApprovalState is not { } approval)
            return Refuse(customer, "the request is not the one that was approved");

        if (approval.IsRefused)
            return new ApprovalOutcome(customer, Action: null, new Rejection(Reasons.PayeeRefused, "RTS-2", "the payee's name is not that of the account"));

        var binding = await BindAsync(visit, action, cancellation);
        if (approval.Exemption is { } article)
            return await sca.UseExemptionAsync(approval.RecordId, binding, cancellation) switch
            {
                ExemptionUse.Used => new ApprovalOutcome(customer, new AuthorizedAction(action.Hash, Factors: null, article, approval.RecordId)),
                ExemptionUse.UsedBefore => Answered(customer),
                ExemptionUse.Lapsed => new ApprovalOutcome(customer, Action: null) { HasLapsed = true },
                _ => Refuse(customer, "the exemption was for another action"),
            };

        return Open(visit, approval) is not { } code ? Refuse(customer, "the authentication code is another visit's")
            : await sca.ConsumeAsync(code, binding, cancellation) switch
            {
                ConsumeResult.Consumed consumed => new ApprovalOutcome(
                    customer with { AuthenticatedAt = approval.AuthenticatedAt, Methods = approval.Methods, Traits = approval.Traits },
                    new AuthorizedAction(action.Hash, consumed.Action.Factors.ToString().Replace(",", "", StringComparison.Ordinal), Exemption: null, approval.RecordId)),
                // Of two answers at once the other has it: that is no reason to end what the other answers.
                ConsumeResult.Refused { Reason: CodeRefusal.Spent } => Answered(customer),
                ConsumeResult.Refused refused => Refuse(customer, $"the authentication code: {refused.Reason}"),
                _ => throw new InvalidOperationException("A code is taken or refused."),
            };
    }

    /// <summary>The code as it may be stored with this visit, and read with no other.</summary>
    public byte[] Seal(InteractionRecord visit, string code) => protector.Protect(Encoding.ASCII.GetBytes(code), ContextOf(visit));

    /// <summary>What the customer agrees to; false when it is not one thing that can be agreed to.</summary>
    public bool TryFindAction(InteractionRecord visit, out ScaAction? action)
    {
        action = null;
        return GrantDetails.TryParse((string?)PushedParameters.Deserialize(visit.Parameters)["authorization_details"], out var details)
            && types.TryFindAction(details, out action);
    }

    /// <summary>For this customer, client and visit, and nothing else.</summary>
    public async Task<CodeBinding> BindAsync(InteractionRecord visit, ScaAction action, CancellationToken cancellation)
    {
        var customer = await customers.FindBySubjectAsync(visit.Authentication!.Subject, cancellation);
        return new CodeBinding(customer?.Id ?? Guid.Empty, visit.ClientId, visit.Id, action);
    }

    // Asked once for a visit, however often the customer says yes.
    private async Task<ApprovalState> WithChecksAsync(ApprovalState agreed, ApprovalState? before, CodeBinding binding, CancellationToken cancellation)
    {
        var checks = before is { PayeeChecks.Count: > 0 } && before.ActionHash == agreed.ActionHash
            ? before.PayeeChecks
            : await sca.CheckPayeesAsync(binding, cancellation);
        return agreed with
        {
            PayeeChecks = checks,
            IsRefused = options.Value.Payees.RefusesNoMatch && checks.Any(check => check.Match == PayeeMatch.NoMatch),
        };
    }

    private string? Open(InteractionRecord visit, ApprovalState approval)
    {
        try
        {
            return approval.ProtectedCode is { } code ? Encoding.ASCII.GetString(protector.Unprotect(code, ContextOf(visit))) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ApprovalOutcome Answered(CustomerAuthentication customer)
        => new(customer, Action: null, new Rejection(Reasons.InteractionFinished, "PAR-4")) { IsAnswered = true };

    private static ApprovalOutcome Refuse(CustomerAuthentication customer, string detail)
        => new(customer, Action: null, new Rejection(Reasons.ActionNotAuthenticated, "RTS-5.1.d", detail));

    private static string ContextOf(InteractionRecord visit) => $"visit-approval:{visit.Id}";
}
