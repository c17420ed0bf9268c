namespace FapiAuthServer.Conformance.Checks;

/// <summary>A requirement tag's prefix names its specification, the rest its section.</summary>
public static class Requirements
{
    private const string OpenId = "https://openid.net/specs/";

    private static readonly (string Prefix, string Title, Func<string, string> Address)[] Specifications =
    [
        ("FAPI2-SP-FINAL-", "FAPI 2.0 Security Profile", section => $"{OpenId}fapi-security-profile-2_0-final.html#section-{WithoutItem(section)}"),
        ("FAPI2-MS-FINAL-", "FAPI 2.0 Message Signing", section => $"{OpenId}fapi-message-signing-2_0-final.html#section-{WithoutItem(section)}"),
        ("FAPI1-BASE-", "FAPI 1.0 Baseline", section => $"{OpenId}openid-financial-api-part-1-1_0.html#rfc.section.{WithoutItem(section)}"),
        ("FAPI1-ADV-", "FAPI 1.0 Advanced", section => $"{OpenId}openid-financial-api-part-2-1_0.html#rfc.section.{WithoutItem(section)}"),
        ("FAPI-CIBA-", "FAPI-CIBA", section => $"{OpenId}openid-financial-api-ciba-ID1.html#rfc.section.{WithoutItem(section)}"),
        ("CIBA-", "Client-Initiated Backchannel Authentication", section => $"{OpenId}openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.{section}"),
        ("JARM-", "JWT Secured Authorization Response Mode", section => $"{OpenId}oauth-v2-jarm-final.html#section-{section}"),
        ("OIDCC-", "OpenID Connect Core", section => $"{OpenId}openid-connect-core-1_0.html#rfc.section.{section}"),
        ("OIDCRIL-", "OpenID Connect RP-Initiated Logout", section => $"{OpenId}openid-connect-rpinitiated-1_0.html#rfc.section.{section}"),
        ("OIDCBCL-", "OpenID Connect Back-Channel Logout", section => $"{OpenId}openid-connect-backchannel-1_0.html#rfc.section.{section}"),
        ("OIDFPRM-", "OAuth 2.0 Form Post Response Mode", section => $"{OpenId}oauth-v2-form-post-response-mode-1_0.html#rfc.section.{section}"),
        ("OIDCD-", "OpenID Connect Discovery", section => $"{OpenId}openid-connect-discovery-1_0.html#rfc.section.{section}"),
    ];

    /// <summary>The specification's title and the address of the section, or null for a tag of no known specification.</summary>
    public static (string Title, string Address)? Resolve(string requirement)
    {
        foreach (var (prefix, title, address) in Specifications)
        {
            if (requirement.StartsWith(prefix, StringComparison.Ordinal) && requirement.Length > prefix.Length)
            {
                return (title, address(requirement[prefix.Length..]));
            }
        }
        return Rfc(requirement);
    }

    private static (string Title, string Address)? Rfc(string requirement)
    {
        if (!requirement.StartsWith("RFC", StringComparison.Ordinal) || requirement.Split('-', 2) is not [var name, { Length: > 0 } section]
            || !int.TryParse(name.AsSpan(3), out var number))
        {
            return null;
        }
        var anchor = char.IsAsciiLetter(section[0]) ? "appendix-" : "section-";
        return ($"RFC {number}", $"https://www.rfc-editor.org/rfc/rfc{number}#{anchor}{WithoutItem(section)}");
    }

    // "5.3.2.1-8" is item 8 of section 5.3.2.1; the documents anchor sections only.
    private static string WithoutItem(string section) => section.Split('-')[0];
}
