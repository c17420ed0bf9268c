namespace FapiAuthServer.Conformance.Plans;

/// <summary>How clients say who they are.</summary>
public enum ClientAuthentication
{
    PrivateKeyJwt,
    MutualTls,

    /// <summary>`client_secret_basic`.</summary>
    SecretBasic,

    /// <summary>`client_secret_post`.</summary>
    SecretPost,
}
