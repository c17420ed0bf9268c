using FapiAuthServer.Rejections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace FapiAuthServer.Interaction;

/// <summary>The error page for a visit that is over, unknown or another browser's; it does not say which.</summary>
internal static class VisitGone
{
    public static IActionResult Page(PageModel page) => new ViewResult
    {
        ViewName = "/Interaction/Error/ErrorView.cshtml",
        StatusCode = StatusCodes.Status400BadRequest,
        ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary())
        {
            Model = new Error.ErrorView(Reasons.InteractionUnknown.Error, Reasons.InteractionUnknown.Description),
        },
        TempData = page.TempData,
    };
}
