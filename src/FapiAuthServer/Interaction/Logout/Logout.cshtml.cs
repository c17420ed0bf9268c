using FapiAuthServer.Clients;
using FapiAuthServer.Grants;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Logout;

/// <summary>The customer leaves: asked first, unless the wish is proved to be of their own client.</summary>
internal sealed class LogoutModel(Logouts logouts, CustomerSessions sessions, ClientRegistry clients) : PageModel
{
    /// <summary>Who wants it; null when that is not known.</summary>
    public string? ClientName { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await logouts.FindAsync(issuer, id, cancellation) is not { } request)
            return VisitGone.ErrorPage();

        if (await sessions.FindAsync(HttpContext, issuer, cancellation) is not { } customer)
            return Leave(request);

        if (await logouts.IsAuthenticAsync(issuer, request, customer, cancellation))
            return await EndAsync(issuer, request, customer, cancellation);

        ClientName = request.ClientId is { } clientId && await clients.FindAsync(issuer.Name, clientId, cancellation) is { } client ? ForeignName.Show(client.Name) : null;
        ContentSecurity.AllowFormRedirectTo(HttpContext, request.RedirectUri);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await logouts.FindAsync(issuer, id, cancellation) is not { } request)
            return VisitGone.ErrorPage();

        if (await sessions.FindAsync(HttpContext, issuer, cancellation) is { } customer)
            await sessions.SignOutAsync(HttpContext, issuer, customer, cancellation);

        return new SeeOther(Logouts.PageOf(issuer, request)); // there is no session any more: on from there
    }

    private async Task<IActionResult> EndAsync(Issuer issuer, LogoutRequest request, CustomerAuthentication customer, CancellationToken cancellation)
    {
        await sessions.SignOutAsync(HttpContext, issuer, customer, cancellation);
        return Leave(request);
    }

    private static IActionResult Leave(LogoutRequest request)
        => Logouts.ReturnAddress(request) is { } address
            ? new SeeOther(address)
            : PageView.Of("/Interaction/Logout/SignedOutView.cshtml", StatusCodes.Status200OK);
}
