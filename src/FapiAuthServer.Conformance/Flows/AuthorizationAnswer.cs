using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>How the customer's visit ended: at the client, with a code or an error, or at a page of the server.</summary>
/// <param name="Form">How the response should come to the client.</param>
public sealed record AuthorizationAnswer(AuthorizationRequest Request, BrowserView View, ResponseForm Form = ResponseForm.Query)
{
    private static readonly string[] OfTheJwt = ["sub", "aud", "exp", "nbf", "iat", "jti", "iss"];

    private static readonly FormParameters None = [];

    /// <summary>What stands in the query of the client's address, the redirect URI's own included; none when the visit ended at a page.</summary>
    public FormParameters Query { get; } = View.Kind == PageKind.Client ? FormParameters.Decode(View.Address.Query) : None;

    /// <summary>What stands in its fragment.</summary>
    public FormParameters Fragment { get; } = View.Kind == PageKind.Client ? FormParameters.Decode(View.Address.Fragment) : None;

    /// <summary>The signed response; null where responses are not signed, or what stands there is no JWT.</summary>
    public CompactJwt? SignedResponse => Form == ResponseForm.SignedQuery ? CompactJwt.TryParse(Query["response"]) : null;

    /// <summary>The parameters of the response, from where they should be, or else from where they came.</summary>
    public FormParameters Parameters => field ??= Form switch
    {
        ResponseForm.Fragment => FirstResponse(Fragment, Query),
        ResponseForm.FormPost => FirstResponse(View.PostedForm ?? None, Query, Fragment),
        ResponseForm.SignedQuery when SignedResponse is { } signed => Unpack(signed),
        _ => FirstResponse(Query, Fragment),
    };

    /// <summary>The pages that the customer was shown on the way.</summary>
    public IReadOnlyList<PageKind> Pages { get; init; } = [];

    public bool IsAtClient => View.Kind == PageKind.Client;

    public bool IsErrorPage => View.Kind == PageKind.Error;

    /// <summary>The code, even one that came where it should not.</summary>
    public string? Code => Parameters["code"] ?? Query["code"] ?? Fragment["code"];

    public string? Error => Parameters["error"];

    /// <summary>The id_token of the hybrid flow; null when there is none, or what stands there is no JWT.</summary>
    public CompactJwt? IdToken => CompactJwt.TryParse(Parameters["id_token"]);

    public string Describe() => Code is not null ? "a code" : Error is { } error ? $"{error} ({Parameters["error_description"]})" : View.Describe();

    private static FormParameters FirstResponse(params IReadOnlyList<FormParameters> places) =>
        places.FirstOrDefault(place => place.Has("code") || place.Has("error")) ?? places[0];

    private static FormParameters Unpack(CompactJwt response)
    {
        var parameters = new FormParameters();
        foreach (var (name, value) in response.Claims.Where(claim => !OfTheJwt.Contains(claim.Key)))
        {
            parameters.Add(name, JsonText.Of(value) ?? JsonText.Show(value));
        }
        return parameters;
    }
}
