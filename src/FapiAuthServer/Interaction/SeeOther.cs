using Microsoft.AspNetCore.Mvc;

namespace FapiAuthServer.Interaction;

/// <summary>303: the browser goes on with GET and never repeats what was posted (FAPI2-SP-FINAL-5.3.2.2-11).</summary>
internal sealed class SeeOther(string path) : ActionResult
{
    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = path;
    }
}
