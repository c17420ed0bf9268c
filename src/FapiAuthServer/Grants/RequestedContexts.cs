using OpenIddict.Abstractions;

namespace FapiAuthServer.Grants;

/// <summary>The values of <c>acr</c> that a request asks for, in its order of preference (OpenID Connect Core 3.1.2.1 and 5.5.1.1, RFC 9470 section 4).</summary>
/// <param name="Values">What would do.</param>
/// <param name="AreEssential">Whether nothing else will do.</param>
internal sealed record RequestedContexts(IReadOnlyList<string> Values, bool AreEssential)
{
    public static RequestedContexts None { get; } = new([], AreEssential: false);

    /// <summary>Of a request whose claims parameter was found in order before; what claims says of <c>acr</c> goes before <c>acr_values</c>.</summary>
    public static RequestedContexts Of(OpenIddictRequest request)
    {
        if (ClaimsRequest.TryParse((string?)request["claims"], out var claims)
            && claims.IdToken.GetValueOrDefault("acr") is { Values.Count: > 0 } demand)
            return new RequestedContexts(demand.Values, demand.IsEssential);

        string[] wished = [.. request.GetAcrValues()];
        return wished.Length == 0 ? None : new RequestedContexts(wished, AreEssential: false);
    }
}
