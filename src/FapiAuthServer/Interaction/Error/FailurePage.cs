using System.Net.Mime;
using FapiAuthServer.Rejections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Error;

/// <summary>
/// What a browser is shown when one of the customer's pages fails. Whatever failed is of no use any more, the database
/// included, so the page is made of nothing but words.
/// </summary>
internal static class FailurePage
{
    /// <summary>Whether it was a page that failed, and the caller is one who reads pages.</summary>
    public static bool IsWanted(HttpContext context)
        => context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<PageActionDescriptor>() is not null
            && context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    public static Task ShowAsync(HttpContext context, Reason reason)
        => PageView.Of("/Interaction/Error/ErrorView.cshtml", context.Response.StatusCode, new ErrorView(reason))
            .ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()));
}
