using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>How the customer's visit ended: at the client, with a code or an error, or at a page of the server.</summary>
public sealed record AuthorizationAnswer(AuthorizationRequest Request, BrowserView View, ResponsePlace Place = ResponsePlace.Query)
{
    /// <summary>The parameters at the client; none when the visit ended at a page, or where they came at another place.</summary>
    public FormParameters Parameters { get; } = View.Kind != PageKind.Client ? [] : Place switch
    {
        ResponsePlace.Fragment => FormParameters.Decode(View.Address.Fragment),
        ResponsePlace.Form => View.PostedForm ?? [],
        _ => FormParameters.Decode(View.Address.Query),
    };

    /// <summary>The pages that the customer was shown on the way.</summary>
    public IReadOnlyList<PageKind> Pages { get; init; } = [];

    public bool IsAtClient => View.Kind == PageKind.Client;

    public bool IsErrorPage => View.Kind == PageKind.Error;

    public string? Code => Parameters["code"];

    public string? Error => Parameters["error"];

    public string Describe() => Code is not null ? "a code" : Error is { } error ? $"{error} ({Parameters["error_description"]})" : View.Describe();
}
