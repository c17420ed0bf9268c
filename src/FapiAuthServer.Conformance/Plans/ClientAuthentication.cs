namespace FapiAuthServer.Conformance.Plans;

/// <summary>How clients say who they are.</summary>
public enum ClientAuthentication
{
    PrivateKeyJwt,
    MutualTls,
}
