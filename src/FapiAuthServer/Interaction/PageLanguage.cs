using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace FapiAuthServer.Interaction;

/// <summary>
/// The language of the customer's pages: the one the client asks for (<c>ui_locales</c>) where there are words in it, else the
/// browser's. A client's choice holds until the next request is opened.
/// </summary>
internal static class PageLanguage
{
    private const string Cookie = "__Host-fapi-language";
    private const int MostAsked = 10;

    /// <summary>The languages there is a Texts.resx for. The first is for everybody whose language is not among them.</summary>
    public static IReadOnlyList<string> Offered { get; } = ["en", "de"];

    /// <summary>Remembers what a client asks for, best first; what there are no words for is passed over.</summary>
    public static void Choose(HttpContext context, string? locales)
    {
        var chosen = (locales ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostAsked)
            .Select(locale => Offered.FirstOrDefault(language => language.Equals(locale.Split('-')[0], StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(language => language is not null);

        var options = new CookieOptions { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true };
        if (chosen is not null)
            context.Response.Cookies.Append(Cookie, chosen, options);
        else if (context.Request.Cookies.ContainsKey(Cookie))
            context.Response.Cookies.Delete(Cookie, options);
    }

    /// <summary>What was chosen, as the localisation of pages understands it.</summary>
    public static Task<ProviderCultureResult?> ReadAsync(HttpContext context)
        => Task.FromResult(context.Request.Cookies.TryGetValue(Cookie, out var language) && Offered.Contains(language)
            ? new ProviderCultureResult(CultureInfo.InvariantCulture.Name, language)
            : null);
}
