using FapiAuthServer.Interaction.Error;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Server.AspNetCore;

namespace FapiAuthServer.Interaction.Answer;

/// <summary>
/// What the authorization and logout endpoints themselves show: a response that travels to the client in a form, or a refusal that must not
/// be sent to a redirect URI.
/// </summary>
[IgnoreAntiforgeryToken]
internal sealed class AnswerModel : PageModel
{
    public Handover? Handover { get; private set; }

    public ErrorView Refusal { get; private set; } = new(Reasons.ServerFailed);

    public IActionResult OnGet() => Show();

    public IActionResult OnPost() => Show();

    private IActionResult Show()
    {
        // An address that this issuer does not serve was refused by nobody.
        if (HttpContext.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction is not { } transaction || !transaction.TryGetFapi(out var fapi)
            || (fapi.Handover, fapi.Rejection) is (null, null))
            return NotFound();

        if (fapi.Handover is { } handover)
        {
            Handover = handover;
            ContentSecurity.AllowFormPostTo(HttpContext, handover.Address);
            return Page();
        }

        Refusal = new ErrorView(fapi.Rejection!.Reason, fapi.CorrelationId.ToString());
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
