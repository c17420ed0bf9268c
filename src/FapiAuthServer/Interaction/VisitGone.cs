using FapiAuthServer.Rejections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction;

/// <summary>
/// The page for a visit that takes no more input. The browser that answered it is told so; whether it is over, unknown or
/// another browser's, nobody else is.
/// </summary>
internal static class VisitGone
{
    public static async Task<IActionResult> PageAsync(PageModel page, Visits visits, string id, CancellationToken cancellation)
        => await visits.IsAnsweredAsync(page.HttpContext, id, cancellation)
            ? PageView.Of("/Interaction/Done/DoneView.cshtml", StatusCodes.Status410Gone)
            : ErrorPage();

    public static ViewResult ErrorPage()
        => PageView.Of("/Interaction/Error/ErrorView.cshtml", StatusCodes.Status400BadRequest, new Error.ErrorView(Reasons.InteractionUnknown));
}
