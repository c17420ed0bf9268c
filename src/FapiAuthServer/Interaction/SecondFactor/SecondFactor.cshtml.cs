using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.SecondFactor;

/// <summary>The second element, and the verdict over both.</summary>
internal sealed class SecondFactorModel(Visits visits) : PageModel
{
    public string ClientName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        if (visit.Attempt is null)
            return new SeeOther(VisitPages.Url(HttpContext.Features.Get<Issuer>()!, visit));

        ClientName = await visits.NameOfClientAsync(visit, cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? otp, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        var issuer = HttpContext.Features.Get<Issuer>()!;
        await visits.CompleteSignInAsync(HttpContext, issuer, visit, otp ?? "", cancellation);
        return new SeeOther(VisitPages.Url(issuer, visit));
    }
}
