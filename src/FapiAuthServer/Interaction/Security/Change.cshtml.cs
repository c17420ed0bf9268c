using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Interaction.Passkeys;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.StepUp;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction.Security;

/// <summary>One change of a factor, from the choice of how to confirm it to what comes of it.</summary>
internal sealed class ChangeModel(OwnDevices visitors, OwnChanges changes, OwnFactors factors, CustomerSessions sessions, BankingAppLink app, IOptions<ScaOptions> sca) : PageModel
{
    /// <summary>How often a page that waits for the app looks again, without script.</summary>
    private const int RefreshSeconds = 3;

    public OwnChange Change { get; private set; } = null!;
    public ChangeFault Fault { get; private set; }

    /// <summary>What came of it, once there is something.</summary>
    public ChangeOutcome? Outcome { get; private set; }

    /// <summary>Whether the app has still to answer, so that nothing can be typed yet.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>What was typed, to be corrected.</summary>
    public string? Number { get; private set; }
    public string? Label { get; private set; }
    public string Hub => HttpContext.Features.Get<Issuer>()!.Path + OwnFactors.Path;
    public string MakingPasskey => HttpContext.Features.Get<Issuer>()!.Path + OwnPasskeys.MadePath;
    public string? AppLink => Outcome?.Activation is { } code ? app.For(code) : null;
    public int ShortestPassword => sca.Value.PasswordMinimumLength;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;

        // A page that looks again by itself is nobody doing anything: it keeps no session alive (RTS-4.3.d).
        if (await visitors.FindCustomerAsync(HttpContext, issuer, cancellation, isActivity: false) is null)
            return SignIn(issuer);

        return await changes.FindAsync(HttpContext, issuer, cancellation) is { } change ? await ShowAsync(issuer, change, cancellation) : new SeeOther(Hub);
    }

    public async Task<IActionResult> OnPostAsync(
        string? step, OwnChangeKind? kind, FactorKinds? factor, string? code, string? password, string? number, string? label, string? newPassword, string? repeated,
        CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visitors.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return SignIn(issuer);

        if (step == "open")
        {
            if (kind is { } wanted && Enum.IsDefined(wanted))
                await changes.OpenAsync(HttpContext, customer, wanted, cancellation);
            return Again(issuer);
        }

        // A form of a change that is over, or that another took the place of.
        if (await changes.FindAsync(HttpContext, issuer, cancellation) is not { } change || change.Kind != kind)
            return Again(issuer);

        switch (step)
        {
            case "begin":
                return await BeginAsync(issuer, customer, change, factor ?? FactorKinds.None, number, (label ?? "").Trim(), cancellation);
            case "resend":
                await changes.ResendAsync(HttpContext, change, cancellation);
                return Again(issuer);
            case "again":
                await changes.ChooseAgainAsync(HttpContext, change, ApprovalNotice.None, cancellation);
                return Again(issuer);
            case "confirm":
                return await ConfirmAsync(issuer, customer, change, code ?? "", cancellation);
            default:
                return await VerifyAsync(issuer, customer, change, code ?? "", password ?? "", newPassword ?? "", repeated ?? "", cancellation);
        }
    }

    private async Task<IActionResult> BeginAsync(
        Issuer issuer, CustomerIdentity customer, OwnChange change, FactorKinds way, string? written, string label, CancellationToken cancellation)
    {
        string? number = null;
        if (change.Kind == OwnChangeKind.Number && !PhoneNumber.TryRead(written, out number))
        {
            (Fault, Number) = (ChangeFault.NumberInvalid, written);
            return await ShowAsync(issuer, change, cancellation);
        }

        if (change.Kind == OwnChangeKind.Passkey && !PasskeyEnrolment.IsLabel(label))
        {
            (Fault, Label) = (ChangeFault.LabelUnfit, label);
            return await ShowAsync(issuer, change, cancellation);
        }

        await changes.AskAsync(HttpContext, customer, change, way, number, label, cancellation);
        return Again(issuer);
    }

    private async Task<IActionResult> VerifyAsync(
        Issuer issuer, CustomerIdentity customer, OwnChange change, string code, string password, string newPassword, string repeated, CancellationToken cancellation)
    {
        if (change.Approval.ChallengeId is null)
            return Again(issuer);

        // Before the customer is asked for more: a code is not to be lost to a password that cannot be taken.
        if (change.Kind == OwnChangeKind.Password)
        {
            Fault = newPassword != repeated ? ChangeFault.PasswordsDiffer
                : await factors.IsFitPasswordAsync(customer, newPassword, cancellation) ? ChangeFault.None : ChangeFault.PasswordUnfit;
            if (Fault != ChangeFault.None)
                return await ShowAsync(issuer, change, cancellation);
        }

        if (await changes.AuthenticateAsync(HttpContext, issuer, customer, change, code, password, cancellation) is not { } action)
            return Again(issuer);

        // Assurance has risen, so the session gets a new id, whatever comes of the change.
        Change = change;
        Outcome = await factors.ApplyAsync(issuer, customer, change, action, newPassword, cancellation);
        if (Outcome == ChangeOutcome.Done)
            await sessions.EndOthersAsync(HttpContext, customer.Subject, cancellation);
        if (Outcome.Invitation is not null)
            ContentSecurity.AllowOwnScript(HttpContext);
        if (await sessions.FindAsync(HttpContext, issuer, cancellation) is { } session)
            await sessions.BeginAsync(HttpContext, issuer, session, cancellation, Outcome.AwaitsFirstCode ? OwnChanges.ToJson(change with { AwaitsFirstCode = true }) : null);
        return Page();
    }

    private async Task<IActionResult> ConfirmAsync(Issuer issuer, CustomerIdentity customer, OwnChange change, string code, CancellationToken cancellation)
    {
        if (!change.AwaitsFirstCode)
            return Again(issuer);

        Change = change;
        if (await factors.ConfirmAsync(issuer, customer, change, code, cancellation))
        {
            await changes.CloseAsync(HttpContext, change, cancellation);
            await sessions.EndOthersAsync(HttpContext, customer.Subject, cancellation);
            Outcome = ChangeOutcome.Done;
        }
        else
        {
            Fault = ChangeFault.CodeWrong;
        }
        return Page();
    }

    private async Task<IActionResult> ShowAsync(Issuer issuer, OwnChange change, CancellationToken cancellation)
    {
        Change = change;
        if (change.AwaitsFirstCode)
            return Page();

        var progress = await changes.FollowAsync(HttpContext, change, cancellation);
        if (progress is ChallengeProgress.Over or ChallengeProgress.Denied)
            Change = await changes.FindAsync(HttpContext, issuer, cancellation) ?? change;

        if (Change.Approval.Way == FactorKinds.Passkey)
            ContentSecurity.AllowOwnScript(HttpContext);
        IsWaiting = Change.Approval.Factors == FactorKinds.AppApproval && progress == ChallengeProgress.Waiting;
        if (IsWaiting)
            Response.Headers["Refresh"] = $"{RefreshSeconds}";
        return Page();
    }

    private static SeeOther Again(Issuer issuer) => new(issuer.Path + OwnFactors.ChangePath);

    private static SeeOther SignIn(Issuer issuer) => new(issuer.Path + OwnDevices.SignInPath);
}
