using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Approval;

/// <summary>The customer authenticates for exactly the payment that is shown (RTS-5.1.a).</summary>
internal sealed class ApprovalModel(Visits visits, Approvals approvals, ApprovalSteps steps) : PageModel
{
    /// <summary>How often a page that waits for the app looks again, without script.</summary>
    private const int RefreshSeconds = 3;

    public ApprovalView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        // A page that looks again by itself is nobody doing anything: it keeps no session alive (RTS-4.3.d).
        if (await visits.FindDeciderAsync(HttpContext, issuer, visit, cancellation, isActivity: false) is null)
            return new SeeOther(VisitPages.SignInUrl(issuer, visit));

        if (visit.AwaitsApproval && !approvals.CanBeAsked(visit))
            return new SeeOther(VisitPages.ResumeUrl(issuer, visit)); // where it is refused

        if (visit.AwaitsApproval)
            await steps.FollowAsync(HttpContext, issuer, visit, cancellation);
        return visit.AwaitsApproval ? await ShowAsync(visit, cancellation) : GoOn(issuer, visit);
    }

    public async Task<IActionResult> OnPostAsync(
        string id, FactorKinds? factor, string? step, string? code, string? password, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        if (await visits.FindDeciderAsync(HttpContext, issuer, visit, cancellation, isActivity: false) is null)
            return new SeeOther(VisitPages.SignInUrl(issuer, visit));

        if (!visit.AwaitsApproval)
            return GoOn(issuer, visit);

        if (!approvals.CanBeAsked(visit))
            return new SeeOther(VisitPages.ResumeUrl(issuer, visit));

        await (step switch
        {
            "begin" => steps.BeginAsync(visit, factor ?? FactorKinds.None, cancellation),
            "resend" => steps.ResendAsync(visit, cancellation),
            "again" => steps.ChooseAgainAsync(visit, cancellation),
            _ => steps.VerifyAsync(HttpContext, issuer, visit, code ?? "", password ?? "", cancellation),
        });

        // Whoever sends a form is there. One that settles the matter has begun a session anew.
        if (visit.AwaitsApproval)
            await visits.FindDeciderAsync(HttpContext, issuer, visit, cancellation);
        return GoOn(issuer, visit);
    }

    private async Task<IActionResult> ShowAsync(InteractionRecord visit, CancellationToken cancellation)
    {
        if (!approvals.TryFindAction(visit, out var action) || action is null)
            return VisitGone.ErrorPage();

        View = ApprovalView.Of(action, await visits.NameOfClientAsync(visit, cancellation), visit.ApprovalState!);
        ContentSecurity.AllowFormRedirectTo(HttpContext, PushedParameters.Deserialize(visit.Parameters).RedirectUri);
        if (View.State.Way == FactorKinds.Passkey)
            ContentSecurity.AllowOwnScript(HttpContext);
        if (View.State.Factors == FactorKinds.AppApproval)
            Response.Headers["Refresh"] = $"{RefreshSeconds}";
        return Page();
    }

    private static SeeOther GoOn(Issuer issuer, InteractionRecord visit)
        => new(visit.AwaitsApproval || visit.Decision == Decision.Pending ? VisitPages.Url(issuer, visit) : VisitPages.ResumeUrl(issuer, visit));
}
