namespace FapiAuthServer.Conformance.Plans;

/// <summary>Where the parameters of an authorization response stand.</summary>
public enum ResponsePlace
{
    Query,
    Fragment,

    /// <summary>A form that the server's page has the browser post to the client.</summary>
    Form,
}
