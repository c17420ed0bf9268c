using FapiAuthServer.Interaction.Error;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Server.AspNetCore;

namespace FapiAuthServer.Interaction.Answer;

/// <summary>
/// What the authorization endpoint itself shows: a response that travels to the client in a form, or a refusal that must not
/// be sent to a redirect URI.
/// </summary>
[IgnoreAntiforgeryToken]
internal sealed class AnswerModel : PageModel
{
    public Handover? Handover { get; private set; }

    public ErrorView Refusal { get; private set; } = new(Reasons.ServerFailed);

    public PageResult OnGet() => Show();

    public PageResult OnPost() => Show();

    private PageResult Show()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        if (HttpContext.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction is not { } transaction || !transaction.TryGetFapi(out var fapi))
            return Page();

        if (fapi.Handover is not null)
        {
            Handover = fapi.Handover;
            Response.StatusCode = StatusCodes.Status200OK;
            ContentSecurity.AllowFormPostTo(HttpContext, Handover.Address);
        }
        else if (fapi.Rejection is { } rejection)
        {
            Refusal = new ErrorView(rejection.Reason, fapi.CorrelationId.ToString());
        }

        return Page();
    }
}
