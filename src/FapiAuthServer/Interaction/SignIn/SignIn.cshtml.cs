using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.SignIn;

/// <summary>The first element: user name and password.</summary>
internal sealed class SignInModel(Visits visits, ClientRegistry clients) : PageModel
{
    public string ClientName { get; private set; } = "";
    public int Minutes { get; private set; }
    public bool Failed { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        ClientName = ForeignName.Show((await clients.FindAsync(visit.Issuer, visit.ClientId, cancellation))?.Name ?? visit.ClientId);
        Minutes = (int)(visit.ExpiresAt - visit.CreatedAt).TotalMinutes;
        Failed = visit.LastAttemptFailed;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? username, string? password, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        await visits.BeginSignInAsync(visit, username ?? "", password ?? "", cancellation);
        return new SeeOther(VisitPages.Url(HttpContext.Features.Get<Issuer>()!, visit));
    }
}
