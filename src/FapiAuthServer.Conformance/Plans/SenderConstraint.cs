namespace FapiAuthServer.Conformance.Plans;

/// <summary>What access tokens are bound to.</summary>
public enum SenderConstraint
{
    DPoP,
    MutualTls,

    /// <summary>Nothing: whoever bears the token may use it.</summary>
    None,
}
