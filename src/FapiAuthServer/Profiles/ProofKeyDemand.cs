namespace FapiAuthServer.Profiles;

/// <summary>Which authorization requests must carry a PKCE challenge (RFC 7636). One that is sent is always held to.</summary>
internal enum ProofKeyDemand
{
    /// <summary>A client may send one.</summary>
    Optional,

    /// <summary>Requests that were pushed; in those that the browser carries the ID token binds the code to the client.</summary>
    Pushed,

    /// <summary>Every request.</summary>
    Always,
}
