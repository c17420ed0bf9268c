namespace FapiAuthServer.Profiles;

/// <summary>Which <c>aud</c> a client assertion may carry.</summary>
internal enum AssertionAudience
{
    /// <summary>The issuer identifier, as one JSON string. Arrays and endpoint URLs are refused.</summary>
    IssuerString,

    /// <summary>The issuer identifier or the URL of a token, pushed-request or called endpoint, alone or in an array.</summary>
    IssuerOrEndpoint,
}
