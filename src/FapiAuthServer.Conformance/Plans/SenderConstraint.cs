namespace FapiAuthServer.Conformance.Plans;

/// <summary>What access tokens are bound to.</summary>
public enum SenderConstraint
{
    DPoP,
    MutualTls,

    /// <summary>Nothing: whoever has the token may use it, so it must not live for long.</summary>
    None,
}
