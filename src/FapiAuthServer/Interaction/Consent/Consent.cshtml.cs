using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;

namespace FapiAuthServer.Interaction.Consent;

/// <summary>The customer's decision: approve or deny, nothing else.</summary>
internal sealed class ConsentModel(Visits visits, ClientRegistry clients, CustomerDirectory customers) : PageModel
{
    public ConsentView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return VisitGone.Page(this);

        if (visit.Authentication is not { } customer)
            return new SeeOther(VisitPages.Url(issuer, visit));

        var request = PushedParameters.Deserialize(visit.Parameters);
        View = new ConsentView(
            (await clients.FindAsync(visit.Issuer, visit.ClientId, cancellation))?.Name ?? visit.ClientId,
            (await customers.FindBySubjectAsync(customer.Subject, cancellation))?.DisplayName ?? "",
            [.. request.GetScopes().Select(scope => issuer.Scopes.GetValueOrDefault(scope)?.Description).OfType<string>()],
            request.HasScope("offline_access")
                ? $"Until you end it, at most {issuer.Options.GrantLifetime.TotalDays:0} days. You will then be asked again."
                : "Once, now.");
        ContentSecurity.AllowFormRedirectTo(HttpContext, request.RedirectUri);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? decision, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return VisitGone.Page(this);

        if (visit.Authentication is null)
            return new SeeOther(VisitPages.Url(issuer, visit));

        // Anything but a clear yes is a no.
        await visits.DecideAsync(visit, decision == "approve" ? Decision.Approved : Decision.Denied, cancellation);
        return new SeeOther(VisitPages.ResumeUrl(issuer, visit));
    }
}
