namespace FapiAuthServer.ResourceServer;

/// <summary>Ways in which an access token is tied to its client (FAPI 2.0 Security Profile §5.3.2.1, items 4 and 5).</summary>
[Flags]
public enum SenderConstraints
{
    /// <summary>None; never accepted.</summary>
    None = 0,

    /// <summary>By a key proved with DPoP: <c>cnf.jkt</c> (RFC 9449).</summary>
    DPoP = 1,

    /// <summary>By a TLS client certificate: <c>cnf.x5t#S256</c> (RFC 8705).</summary>
    MutualTls = 2,

    /// <summary>Either.</summary>
    All = DPoP | MutualTls,
}
