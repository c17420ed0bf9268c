using OpenIddict.Abstractions;

namespace FapiAuthServer.Transaction;

/// <summary>
/// How an authorization response travels: in the query, in the fragment or in a form; and whether as one signed JWT
/// (OAuth 2.0 Multiple Response Type Encoding Practices section 2.1, JARM section 2.3).
/// </summary>
/// <param name="Carrier"><c>query</c>, <c>fragment</c> or <c>form_post</c>.</param>
/// <param name="IsSigned">Whether the response is one JWT in the parameter <c>response</c>.</param>
internal readonly record struct ResponseMode(string Carrier, bool IsSigned)
{
    public bool IsInQuery => Carrier == "query";

    /// <summary>The mode that the request asks for; without a word, or with one nobody knows, the one its response type begins with.</summary>
    public static ResponseMode Of(OpenIddictRequest request)
    {
        var usual = HoldsToken(request) ? "fragment" : "query";
        return request.ResponseMode switch
        {
            "query" or "fragment" or "form_post" => new(request.ResponseMode, IsSigned: false),
            "query.jwt" => new("query", IsSigned: true),
            "fragment.jwt" => new("fragment", IsSigned: true),
            "form_post.jwt" => new("form_post", IsSigned: true),
            "jwt" => new(usual, IsSigned: true),
            _ => new(usual, IsSigned: false),
        };
    }

    /// <summary>Whether the response type asks for more than a code; such a response is kept out of what servers log.</summary>
    public static bool HoldsToken(OpenIddictRequest request)
        => request.HasResponseType(OpenIddictConstants.ResponseTypes.IdToken) || request.HasResponseType(OpenIddictConstants.ResponseTypes.Token);
}
