namespace FapiAuthServer.Profiles;

/// <summary>The one tag language: a requirement tag's prefix names its specification, the rest its section.</summary>
internal static class Clauses
{
    private static readonly (string Prefix, string Title, Func<string, string> Url)[] Specifications =
    [
        ("FAPI2-SP-FINAL-", "FAPI 2.0 Security Profile", section => "https://openid.net/specs/fapi-security-profile-2_0-final.html#section-" + WithoutItem(section)),
        ("FAPI2-MS-FINAL-", "FAPI 2.0 Message Signing", section => "https://openid.net/specs/fapi-message-signing-2_0-final.html#section-" + WithoutItem(section)),
        ("FAPI1-B-FINAL-", "FAPI 1.0 Part 1: Baseline", section => "https://openid.net/specs/openid-financial-api-part-1-1_0.html#rfc.section." + WithoutItem(section)),
        ("FAPI1-A-FINAL-", "FAPI 1.0 Part 2: Advanced", section => "https://openid.net/specs/openid-financial-api-part-2-1_0.html#rfc.section." + WithoutItem(section)),
        ("JARM-",     "JWT Secured Authorization Response Mode for OAuth 2.0", section => "https://openid.net/specs/oauth-v2-jarm-final.html#section-" + section),
        ("PAR-",      "OAuth 2.0 Pushed Authorization Requests", Rfc(9126)),
        ("JAR-",      "OAuth 2.0 JWT-Secured Authorization Request", Rfc(9101)),
        ("DPOP-",     "OAuth 2.0 Demonstrating Proof of Possession", Rfc(9449)),
        ("OIDCC-",    "OpenID Connect Core 1.0", section => "https://openid.net/specs/openid-connect-core-1_0.html#rfc.section." + section),
        ("OIDCRIL-",  "OpenID Connect RP-Initiated Logout 1.0", section => "https://openid.net/specs/openid-connect-rpinitiated-1_0.html#rfc.section." + section),
        ("OIDCBCL-",  "OpenID Connect Back-Channel Logout 1.0", section => "https://openid.net/specs/openid-connect-backchannel-1_0.html#rfc.section." + section),
        ("OIDMRT-",   "OAuth 2.0 Multiple Response Type Encoding Practices", section => "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#rfc.section." + section),
        ("OIDFPRM-",  "OAuth 2.0 Form Post Response Mode", section => "https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html#rfc.section." + section),
        ("OIDUAR-",   "OpenID Connect Core Unmet Authentication Requirements", section => "https://openid.net/specs/openid-connect-unmet-authentication-requirements-1_0.html#rfc.section." + section),
        ("RFC6749-",  "The OAuth 2.0 Authorization Framework", Rfc(6749)),
        ("RFC6750-",  "OAuth 2.0 Bearer Token Usage", Rfc(6750)),
        ("RFC7009-",  "OAuth 2.0 Token Revocation", Rfc(7009)),
        ("RFC7515-",  "JSON Web Signature", Rfc(7515)),
        ("RFC7516-",  "JSON Web Encryption", Rfc(7516)),
        ("RFC7518-",  "JSON Web Algorithms", Rfc(7518)),
        ("RFC7519-",  "JSON Web Token", Rfc(7519)),
        ("RFC7523-",  "JWT Profile for Client Authentication", Rfc(7523)),
        ("RFC7591-",  "OAuth 2.0 Dynamic Client Registration", Rfc(7591)),
        ("RFC7636-",  "Proof Key for Code Exchange", Rfc(7636)),
        ("RFC7662-",  "OAuth 2.0 Token Introspection", Rfc(7662)),
        ("RFC8414-",  "OAuth 2.0 Authorization Server Metadata", Rfc(8414)),
        ("RFC8705-",  "OAuth 2.0 Mutual-TLS", Rfc(8705)),
        ("RFC8707-",  "Resource Indicators for OAuth 2.0", Rfc(8707)),
        ("RFC8725-",  "JSON Web Token Best Current Practices", Rfc(8725)),
        ("RFC9068-",  "JWT Profile for OAuth 2.0 Access Tokens", Rfc(9068)),
        ("RFC9110-",  "HTTP Semantics", Rfc(9110)),
        ("RFC9207-",  "OAuth 2.0 Issuer Identification", Rfc(9207)),
        ("RFC9396-",  "OAuth 2.0 Rich Authorization Requests", Rfc(9396)),
        ("RFC9440-",  "Client-Cert HTTP Header Field", Rfc(9440)),
        ("RFC9470-",  "OAuth 2.0 Step Up Authentication Challenge Protocol", Rfc(9470)),
        ("RFC9700-",  "Best Current Practice for OAuth 2.0 Security", Rfc(9700)),
        ("RFC9701-",  "JWT Response for OAuth Token Introspection", Rfc(9701)),
        ("WEBAUTHN-", "Web Authentication Level 3", _ => "https://www.w3.org/TR/webauthn-3/"), // its anchors are words
        ("RTS-",      "PSD2 Regulatory Technical Standards on SCA", _ => "https://eur-lex.europa.eu/eli/reg_del/2018/389/oj"),
    ];

    /// <summary>The specification's title and the URL of the clause, or null for a tag of no known specification.</summary>
    public static (string Title, string Url)? Resolve(string clause)
    {
        foreach (var (prefix, title, url) in Specifications)
            if (clause.StartsWith(prefix, StringComparison.Ordinal) && clause.Length > prefix.Length)
                return (title, url(clause[prefix.Length..]));

        return null;
    }

    private static Func<string, string> Rfc(int number) => section => $"https://www.rfc-editor.org/rfc/rfc{number}#section-{section}";

    // "5.3.2.1-8" is item 8 of section 5.3.2.1; the documents anchor sections only.
    private static string WithoutItem(string section) => section.Split('-')[0];
}
