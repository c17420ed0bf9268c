namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>The plan's variants by short names: how clients authenticate, what binds tokens, and what is asked for.</summary>
internal static class Variants
{
    public const string AssertionAndDPoP = "client_auth_type=private_key_jwt,sender_constrain=dpop,openid=plain_oauth";
    public const string AssertionAndDPoPWithOpenId = "client_auth_type=private_key_jwt,sender_constrain=dpop,openid=openid_connect";
    public const string AssertionAndCertificate = "client_auth_type=private_key_jwt,sender_constrain=mtls,openid=plain_oauth";
    public const string CertificateAlone = "client_auth_type=mtls,sender_constrain=mtls,openid=plain_oauth";
    public const string CertificateAloneWithOpenId = "client_auth_type=mtls,sender_constrain=mtls,openid=openid_connect";
    public const string CertificateAndDPoP = "client_auth_type=mtls,sender_constrain=dpop,openid=plain_oauth";

    private const string Clients = ",fapi_profile=fapi_client_credentials_grant";

    public const string ClientsByAssertionWithDPoP = AssertionAndDPoP + Clients;
    public const string ClientsByAssertionWithCertificate = AssertionAndCertificate + Clients;
    public const string ClientsByCertificateAlone = CertificateAlone + Clients;
    public const string ClientsByCertificateWithDPoP = CertificateAndDPoP + Clients;

    public static IReadOnlyList<string> All { get; } =
    [
        AssertionAndDPoP, AssertionAndDPoPWithOpenId, AssertionAndCertificate, CertificateAlone, CertificateAloneWithOpenId, CertificateAndDPoP,
        ClientsByAssertionWithDPoP, ClientsByAssertionWithCertificate, ClientsByCertificateAlone, ClientsByCertificateWithDPoP,
    ];
}
