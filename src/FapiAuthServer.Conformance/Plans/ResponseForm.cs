namespace FapiAuthServer.Conformance.Plans;

/// <summary>How an authorization response reaches the client.</summary>
public enum ResponseForm
{
    /// <summary>As parameters in the query of the redirect URI.</summary>
    Query,

    /// <summary>As parameters in its fragment, with an id_token beside the code: the hybrid flow.</summary>
    Fragment,

    /// <summary>As one signed JWT in its query (JARM).</summary>
    SignedQuery,

    /// <summary>As fields of a form that the server's page has the browser post to the redirect URI.</summary>
    FormPost,
}
