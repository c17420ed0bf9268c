namespace FapiAuthServer.Conformance.Browser;

/// <summary>What the customer says on the consent page.</summary>
public enum Decision
{
    Approve,
    Deny,
}
