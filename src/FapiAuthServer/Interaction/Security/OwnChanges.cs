using System.Text;
using System.Text.Json;
using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace FapiAuthServer.Interaction.Security;

/// <summary>
/// Authenticates customers for exactly the change they are about, by factors other than the one that changes. The password of the
/// sign-in does not count again: whoever found a browser open must not be able to change anything. (SCA-105)
/// </summary>
internal sealed class OwnChanges(
    FapiDbContext db, StrongAuthentication sca, ISecretProtector protector, IStringLocalizer<Texts> text, AuditTrail audit)
{
    private const string Bank = "bank";

    /// <summary>What the customer of this session is about, or null.</summary>
    public async Task<OwnChange?> FindAsync(HttpContext context, Issuer issuer, CancellationToken cancellation)
    {
        var id = SecretCookie.Session.ReadHash(context);
        var json = await db.CustomerSessions.Where(session => session.Id == id && session.Issuer == issuer.Name)
            .Select(session => session.Change).SingleOrDefaultAsync(cancellation);
        return json is null ? null : JsonSerializer.Deserialize<OwnChange>(json);
    }

    /// <summary>Begins a change: what is on offer to authenticate for it. One that was open before is forgotten.</summary>
    public async Task OpenAsync(HttpContext context, CustomerIdentity customer, OwnChangeKind kind, CancellationToken cancellation)
    {
        var change = new OwnChange(Guid.CreateVersion7().ToString("N"), kind);
        var decision = await sca.EvaluateAsync(new ScaRequest(Bind(customer, change)) { IsDirect = true }, cancellation);
        var offers = decision is ScaDecision.Required required ? required.Offers.Where(offer => (offer & change.Replaced) == 0) : [];
        await WriteAsync(context, before: null, change with { Approval = new ApprovalState { Offers = [.. offers] } }, cancellation);
    }

    /// <summary>Asks the customer by the way they chose, if it is one of those on offer.</summary>
    public async Task AskAsync(HttpContext context, CustomerIdentity customer, OwnChange change, FactorKinds way, string? number, string? label, CancellationToken cancellation)
    {
        if (change.Approval.OfferFor(way) is not { } offer)
            return;

        var asked = number is null ? change with { Label = label } : change with { ProtectedNumber = Seal(change, number), NumberEnd = $"…{number[^4..]}" };
        var begun = await sca.ChallengeAsync(new ChallengeRequest(Bind(customer, asked), ForeignName.Plain(text["Bank.Name"]), offer), cancellation);
        await WriteAsync(context, change, asked with { Approval = asked.Approval.After(begun, offer) }, cancellation);
    }

    /// <summary>Sends the code of the open question anew.</summary>
    public async Task ResendAsync(HttpContext context, OwnChange change, CancellationToken cancellation)
    {
        if (change.Approval.ChallengeId is not { } challenge)
            return;

        var isSent = await sca.ResendAsync(challenge, cancellation);
        await WriteAsync(context, change, change with { Approval = change.Approval with { Notice = isSent ? ApprovalNotice.None : ApprovalNotice.NotResent } }, cancellation);
    }

    /// <summary>Goes back to the choice of a way.</summary>
    public Task ChooseAgainAsync(HttpContext context, OwnChange change, ApprovalNotice notice, CancellationToken cancellation)
        => WriteAsync(context, change, change with { Approval = change.Approval.ChooseAgain(notice) }, cancellation);

    /// <summary>How far the app is; a question that is over, or was answered with no, is not asked any more.</summary>
    public async Task<ChallengeProgress> FollowAsync(HttpContext context, OwnChange change, CancellationToken cancellation)
    {
        if (change.Approval.ChallengeId is not { } challenge)
            return ChallengeProgress.Waiting;

        var progress = await sca.GetProgressAsync(challenge, cancellation);
        if (progress is ChallengeProgress.Over or ChallengeProgress.Denied)
            await ChooseAgainAsync(context, change, ApprovalNotice.Over, cancellation);
        return progress;
    }

    /// <summary>Judges what the customer typed, or the app or passkey has sent: the right to make the change, or null.</summary>
    public async Task<AuthenticatedAction?> AuthenticateAsync(
        HttpContext context, Issuer issuer, CustomerIdentity customer, OwnChange change, string answer, string password, CancellationToken cancellation)
    {
        if (change.Approval.ChallengeId is not { } challenge)
            return null;

        switch (await sca.VerifyAsync(challenge, change.Approval.ProofsOf(answer, password), cancellation))
        {
            case VerificationResult.Success success:
                await audit.RecordAsync(Event(SecurityEvent.ActionAuthenticated, issuer, customer, change.Kind));
                return await sca.ConsumeAsync(success.Code, Bind(customer, change), cancellation) is ConsumeResult.Consumed consumed ? consumed.Action : null;
            case VerificationResult.Pending:
                return null;
            default:
                var isOver = await sca.GetProgressAsync(challenge, cancellation) == ChallengeProgress.Over;
                await WriteAsync(context, change, change with { Approval = change.Approval.AfterFailure(isOver) }, cancellation);
                await audit.RecordAsync(Event(SecurityEvent.ActionAuthenticationFailed, issuer, customer, change.Kind));
                return null;
        }
    }

    /// <summary>The change is made.</summary>
    public async Task CloseAsync(HttpContext context, OwnChange change, CancellationToken cancellation)
    {
        var (id, json) = (SecretCookie.Session.ReadHash(context), ToJson(change));
        await db.CustomerSessions.Where(session => session.Id == id && session.Change == json)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.Change, (string?)null), cancellation);
    }

    /// <summary>The number that was bound to the change.</summary>
    public string NumberOf(OwnChange change) => Encoding.ASCII.GetString(protector.Unprotect(change.ProtectedNumber!, ContextOf(change)));

    public static SecurityEvent Event(string what, Issuer issuer, CustomerIdentity customer, OwnChangeKind kind)
        => new(what, issuer.Name) { Subject = customer.Subject, Endpoint = OwnFactors.ChangePath, Reason = JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()) };

    public static string ToJson(OwnChange change) => JsonSerializer.Serialize(change);

    private byte[] Seal(OwnChange change, string number) => protector.Protect(Encoding.ASCII.GetBytes(number), ContextOf(change));

    // Of two forms sent at once, the later must not undo what the earlier has won.
    private async Task WriteAsync(HttpContext context, OwnChange? before, OwnChange after, CancellationToken cancellation)
    {
        var (id, old, json) = (SecretCookie.Session.ReadHash(context), before is null ? null : ToJson(before), ToJson(after));
        await db.CustomerSessions.Where(session => session.Id == id && (old == null || session.Change == old))
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.Change, json), cancellation);
    }

    private static CodeBinding Bind(CustomerIdentity customer, OwnChange change) => new(customer.Id, Bank, change.Id, change.Action);

    private static string ContextOf(OwnChange change) => $"own-change:{change.Id}";
}
