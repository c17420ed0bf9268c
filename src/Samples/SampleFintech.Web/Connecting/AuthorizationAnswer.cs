using Microsoft.Extensions.Primitives;

namespace SampleFintech.Web.Connecting;

/// <summary>The parameters with which the customer came back.</summary>
internal sealed record AuthorizationAnswer(string? State, string? Issuer, string? Code, string? Error, string? ErrorDescription)
{
    public static AuthorizationAnswer From(IQueryCollection query) => new(
        Single(query["state"]), Single(query["iss"]), Single(query["code"]), Single(query["error"]), Single(query["error_description"]));

    // RFC 6749 §3.1: a parameter sent twice is as good as none.
    private static string? Single(StringValues values) => values is [{ Length: > 0 } value] ? value : null;
}
