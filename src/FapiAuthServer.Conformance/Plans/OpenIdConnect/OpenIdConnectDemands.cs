using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Tls;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

internal static class OpenIdConnectDemands
{
    public static Demands Demands { get; } = new()
    {
        SigningAlgorithms = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"],
        Signing = "OIDCC-3.1.3.7",
        RsaKeys = "RFC7518-3.3",
        EcKeys = "RFC7518-3.4",
        FewestEcBits = 256,
        Secrets = "RFC6749-10.10",
        KeyIds = "OIDCC-10.1",
        EqualKeyIds = Severity.Failure,
        AlwaysNamesKey = false,
        Tls = "OIDCC-16.17",
        CipherSuites = "RFC9325-4.2",
        GoodSuites = CipherSuites.Good,
        BadSuites = CipherSuites.Bad,
        ClientAuthentication = "OIDCC-9",
        AssertionAudience = "OIDCC-9",
        SenderConstraint = "RFC6750-5.3",
        ProofKey = "RFC7636-4.6",
        RedirectUri = "OIDCC-3.1.2.1",
        SingleUseCode = "RFC6749-4.1.2",
        Resource = "RFC6750-2.1",
        TokenInHeader = "RFC6750-2.3",
        TokenBinding = "RFC6750-5.3",
        HasFapiHeaders = false,
    };
}
