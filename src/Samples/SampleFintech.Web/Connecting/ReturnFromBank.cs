namespace SampleFintech.Web.Connecting;

/// <summary>The redirect address: takes the answer and leads on, so that no code stays in the browser's address bar.</summary>
internal static class ReturnFromBank
{
    public static void MapReturnFromBank(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/callback", HandleAsync)
        .WithName(nameof(ReturnFromBank))
        .WithSummary("Where the bank sends the customer back to.");

    private static async Task HandleAsync(HttpContext context, Fintech fintech)
    {
        if (fintech.Session is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest; // whoever this is, they were not sent away from here
            return;
        }

        await fintech.ComeBackAsync(AuthorizationAnswer.From(context.Request.Query), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }
}
