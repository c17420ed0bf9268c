namespace SampleFintech.Web.Sessions;

/// <summary>Finds the session of a request, and lets the requests of one session through one after the other.</summary>
internal sealed class TakeTurns(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, SessionStore store, CurrentSession current)
    {
        current.Session = store.Find(context);
        if (current.Session is not { } session)
        {
            await next(context);
            return;
        }

        await session.Turn.WaitAsync(context.RequestAborted);
        try
        {
            await next(context);
        }
        finally
        {
            session.Turn.Release();
        }
    }
}
