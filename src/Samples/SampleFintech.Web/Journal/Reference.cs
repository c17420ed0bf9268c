using System.Globalization;

namespace SampleFintech.Web.Journal;

/// <summary>Where a step is specified.</summary>
internal sealed record Reference(string Text, string Url)
{
    public static Reference Rfc(int number, string topic, string? section = null) => new(
        string.Create(CultureInfo.InvariantCulture, $"{topic}: RFC {number}{(section is null ? "" : " §" + section["section-".Length..])}"),
        string.Create(CultureInfo.InvariantCulture, $"https://www.rfc-editor.org/rfc/rfc{number}{(section is null ? "" : "#" + section)}"));

    public static Reference OpenIdConnect(string topic, string section)
        => new($"{topic}: OpenID Connect Core", $"https://openid.net/specs/openid-connect-core-1_0.html#{section}");
}
