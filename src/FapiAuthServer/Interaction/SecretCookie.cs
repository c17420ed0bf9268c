using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace FapiAuthServer.Interaction;

/// <summary>
/// A cookie with 256 random bits and no meaning. The <c>__Host-</c> prefix keeps other hosts from setting it; Lax lets
/// it come along when the fintech sends the customer here.
/// </summary>
internal sealed class SecretCookie(string name)
{
    /// <summary>Ties visits to the browser that began them.</summary>
    public static readonly SecretCookie Browser = new("__Host-fapi-browser");

    /// <summary>Keeps the customer signed in.</summary>
    public static readonly SecretCookie Session = new("__Host-fapi-session");

    private const int Length = 43;

    /// <summary>The hash under which the browser's value is stored; null when it has none of ours.</summary>
    public string? ReadHash(HttpContext context)
        => context.Request.Cookies.TryGetValue(name, out var value) && value.Length == Length ? Hash(value) : null;

    /// <summary>Gives the browser a new value and returns its hash.</summary>
    public string Renew(HttpContext context)
    {
        var value = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(name, value, Options);
        return Hash(value);
    }

    public void Delete(HttpContext context) => context.Response.Cookies.Delete(name, Options);

    private static CookieOptions Options => new()
    {
        Path = "/",
        Secure = true,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
    };

    private static string Hash(string value) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(value)));
}
