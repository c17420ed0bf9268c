namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>The kinds of client by the suite's variants `client_auth_type` and `sender_constrain`, as the sandbox kit names them.</summary>
public static class ClientTypes
{
    public const string All = "pkjwt-dpop pkjwt-mtls mtls-mtls mtls-dpop";
    public const string WithAssertion = "pkjwt-dpop pkjwt-mtls";
    public const string WithDPoP = "pkjwt-dpop mtls-dpop";
    public const string WithCertificate = "pkjwt-mtls mtls-mtls mtls-dpop";
}
