using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace FapiAuthServer.Interaction;

/// <summary>A form that is not from this browser, or without its cookies, is answered with a page instead of a blank refusal.</summary>
internal sealed class RefusedForm : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
            context.Result = VisitGone.ErrorPage();
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
