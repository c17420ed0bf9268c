namespace SampleFintech.Web.Sessions;

/// <summary>The session of the current request, if there is one yet.</summary>
internal sealed class CurrentSession(SessionStore store, IHttpContextAccessor accessor)
{
    public FintechSession? Session { get; set; }

    public FintechSession Open() => Session ??= store.Open(accessor.HttpContext!);
}
