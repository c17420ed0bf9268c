using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace SampleFintech.Web.Sessions;

/// <summary>Sessions in memory, found by a random identifier in a <c>__Host-</c> cookie.</summary>
internal sealed class SessionStore(TimeProvider time) : IDisposable
{
    // Cookies do not tell ports apart, so the name must differ from those of the bank on the same host.
    private const string CookieName = "__Host-sample-fintech";
    private const int MostSessions = 10_000;
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private readonly MemoryCache _sessions = new(new MemoryCacheOptions { SizeLimit = MostSessions });

    public FintechSession? Find(HttpContext context)
        => context.Request.Cookies.TryGetValue(CookieName, out var id) && _sessions.TryGetValue(id, out FintechSession? session) ? session : null;

    /// <summary>Opens a session; only pressing a button does, so that passing visitors cost no memory.</summary>
    public FintechSession Open(HttpContext context)
    {
        var session = new FintechSession(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), time);
        _sessions.Set(session.Id, session, new MemoryCacheEntryOptions
        {
            Size = 1,
            SlidingExpiration = Idle,
            AbsoluteExpirationRelativeToNow = Longest,
        });
        context.Response.Cookies.Append(CookieName, session.Id, new CookieOptions
        {
            Path = "/",
            Secure = true,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax, // the customer comes back from the bank by a link
            IsEssential = true,
        });
        return session;
    }

    public void Dispose() => _sessions.Dispose();
}
