using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SampleFintech.Web.Pages;

[IgnoreAntiforgeryToken] // also shown in place of a form post that was refused
internal sealed class ErrorModel : PageModel
{
    public string Title => Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => "This page was too old",
        StatusCodes.Status404NotFound => "There is nothing here",
        _ => "That was our mistake",
    };

    public string Text => Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => "It belongs to an earlier visit. Go back to the start and try again.",
        StatusCodes.Status404NotFound => "The address does not belong to any page.",
        _ => "Something unforeseen happened. The details are in the log: sandbox/logs/fintech.log.",
    };
}
