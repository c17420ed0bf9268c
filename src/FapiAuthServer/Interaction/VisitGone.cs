using FapiAuthServer.Rejections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace FapiAuthServer.Interaction;

/// <summary>
/// The page for a visit that takes no more input. The browser that answered it is told so; whether it is over, unknown or
/// another browser's, nobody else is.
/// </summary>
internal static class VisitGone
{
    public static async Task<IActionResult> PageAsync(PageModel page, Visits visits, string id, CancellationToken cancellation)
        => await visits.IsAnsweredAsync(page.HttpContext, id, cancellation)
            ? Show("/Interaction/Done/DoneView.cshtml", StatusCodes.Status410Gone, model: null)
            : ErrorPage();

    public static ViewResult ErrorPage()
        => Show("/Interaction/Error/ErrorView.cshtml", StatusCodes.Status400BadRequest, new Error.ErrorView(Reasons.InteractionUnknown));

    private static ViewResult Show(string view, int status, object? model) => new()
    {
        ViewName = view,
        StatusCode = status,
        ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model },
    };
}
