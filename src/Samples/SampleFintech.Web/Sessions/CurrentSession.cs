namespace SampleFintech.Web.Sessions;

/// <summary>The session of the current request, if there is one yet.</summary>
internal sealed class CurrentSession(SessionStore store, IHttpContextAccessor accessor)
{
    public FintechSession? Session { get; private set; }

    public FintechSession Open() => Session ??= store.Open(accessor.HttpContext!);

    /// <summary>Finds the session, and lets its requests through one after the other.</summary>
    public static async Task WaitForTurnAsync(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        var session = services.GetRequiredService<SessionStore>().Find(context);
        if (session is null)
        {
            await next(context);
            return;
        }

        services.GetRequiredService<CurrentSession>().Session = session;
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
