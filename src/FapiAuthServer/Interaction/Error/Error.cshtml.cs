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

    public PageResult OnGet() => Show();

    public PageResult OnPost() => Show();

    private PageResult Show()
    {
        if (HttpContext.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction is { } transaction
            && transaction.TryGetFapi(out var fapi) && fapi.Rejection is { } rejection)
            View = new ErrorView(rejection.Reason, fapi.CorrelationId.ToString());

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
