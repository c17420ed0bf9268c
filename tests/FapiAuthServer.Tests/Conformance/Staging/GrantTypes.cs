namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>The grants a token-endpoint row runs with: the code of plain_fapi, and the client-credentials profile where the row is marked CC.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string ClientCredentials = "client_credentials";
}
