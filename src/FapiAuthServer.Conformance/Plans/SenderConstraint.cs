namespace FapiAuthServer.Conformance.Plans;

/// <summary>What access tokens are bound to.</summary>
public enum SenderConstraint
{
    DPoP,
    MutualTls,
}
