using Microsoft.AspNetCore.Mvc;

namespace SampleFintech.Web.Pages;

/// <summary>Ends a form post with a page to read (RFC 9110 §15.4.4).</summary>
internal sealed class SeeOther(string location) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
