using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Server.AspNetCore;

namespace FapiAuthServer.Interaction.Error;

/// <summary>A refused authorization request that must not be answered at a redirect URI.</summary>
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel : PageModel
{
    public ErrorView View { get; private set; } = new(Reasons.ServerFailed);

    public IActionResult OnGet() => Show();

    public IActionResult OnPost() => Show();

    private IActionResult Show()
    {
        // An address that this issuer does not serve was refused by nobody.
        if (HttpContext.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction is not { } transaction
            || !transaction.TryGetFapi(out var fapi) || fapi.Rejection is not { } rejection)
            return NotFound();

        View = new ErrorView(rejection.Reason, fapi.CorrelationId.ToString());
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
