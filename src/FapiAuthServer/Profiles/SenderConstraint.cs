namespace FapiAuthServer.Profiles;

/// <summary>How an access token is tied to the key of the client that may use it.</summary>
internal enum SenderConstraint
{
    /// <summary>RFC 9449: <c>cnf.jkt</c>, a proof with each request.</summary>
    DPoP,

    /// <summary>RFC 8705: <c>cnf.x5t#S256</c>, the certificate of the TLS connection.</summary>
    MutualTls,
}
