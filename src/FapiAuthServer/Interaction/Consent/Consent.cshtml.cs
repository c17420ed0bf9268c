using FapiAuthServer.Clients;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Consent;

/// <summary>The customer's decision: approve or deny, nothing else.</summary>
internal sealed class ConsentModel(Visits visits, Approvals approvals, ClientRegistry clients, CustomerDirectory customers, ConsentWords words) : PageModel
{
    public ConsentView View { get; private set; } = null!;

    /// <summary>The hash of the action on the page, for the form to bring back: a yes is to what was shown.</summary>
    public string ShownAction { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        if (await visits.FindDeciderAsync(HttpContext, issuer, visit, cancellation) is not { } customer)
            return new SeeOther(VisitPages.SignInUrl(issuer, visit));

        var request = PushedParameters.Deserialize(visit.Parameters);
        View = words.Describe(issuer, request,
            (await clients.FindAsync(visit.Issuer, visit.ClientId, cancellation))?.Name ?? visit.ClientId,
            (await customers.FindBySubjectAsync(customer.Subject, cancellation))?.DisplayName ?? "");
        ShownAction = approvals.TryFindAction(visit, out var action) && action is not null ? action.Hash : "";
        ContentSecurity.AllowFormRedirectTo(HttpContext, request.RedirectUri);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? decision, string? shown, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        if (await visits.FindDeciderAsync(HttpContext, issuer, visit, cancellation) is null)
            return new SeeOther(VisitPages.SignInUrl(issuer, visit));

        // Anything but a clear yes is a no.
        await visits.DecideAsync(visit, decision == "approve" ? Decision.Approved : Decision.Denied, shown ?? "", cancellation);
        return new SeeOther(visit.AwaitsApproval ? VisitPages.Url(issuer, visit) : VisitPages.ResumeUrl(issuer, visit));
    }
}
