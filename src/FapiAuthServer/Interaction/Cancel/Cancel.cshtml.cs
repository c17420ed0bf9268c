using FapiAuthServer.Issuers;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Cancel;

/// <summary>
/// The customer leaves without signing in, and the client is told no. A page of its own, because its form ends at the
/// client: the pages that take a password and a code let no form lead out of the bank.
/// </summary>
internal sealed class CancelModel(Visits visits) : PageModel
{
    public string ClientName { get; private set; } = "";

    /// <summary>Where a customer who thinks again goes on.</summary>
    public string Back { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        ClientName = await visits.NameOfClientAsync(visit, cancellation);
        Back = VisitPages.Url(HttpContext.Features.Get<Issuer>()!, visit);
        ContentSecurity.AllowFormRedirectTo(HttpContext, PushedParameters.Deserialize(visit.Parameters).RedirectUri);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        await visits.CancelAsync(visit, cancellation);
        return new SeeOther(VisitPages.ResumeUrl(HttpContext.Features.Get<Issuer>()!, visit));
    }
}
