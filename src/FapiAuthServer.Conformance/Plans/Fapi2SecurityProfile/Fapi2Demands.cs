using FapiAuthServer.Conformance.Tls;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal static class Fapi2Demands
{
    public static Demands Demands { get; } = new()
    {
        SigningAlgorithms = ["PS256", "ES256", "EdDSA", "Ed25519"],
        Signing = "FAPI2-SP-FINAL-5.4.1-1",
        RsaKeys = "FAPI2-SP-FINAL-5.4.1-2",
        EcKeys = "FAPI2-SP-FINAL-5.4.1-3",
        FewestEcBits = 224,
        Secrets = "FAPI2-SP-FINAL-5.4.1-4",
        KeyIds = "FAPI2-SP-FINAL-5.4.2-3",
        Tls = "FAPI2-SP-FINAL-5.2.1",
        CipherSuites = "FAPI2-SP-FINAL-5.2.2",
        GoodSuites = CipherSuites.Good,
        BadSuites = CipherSuites.Bad,
        RequestObject = "FAPI2-MS-FINAL-5.3.1-1",
        RequestObjectAudience = "FAPI2-MS-FINAL-5.3.1-2",
        RequestObjectAge = "FAPI2-MS-FINAL-5.3.1-3",
        RequestObjectExpiry = "FAPI2-MS-FINAL-5.3.1-4",
        ClientAuthentication = "FAPI2-SP-FINAL-5.3.2.1-6",
        AssertionAudience = "FAPI2-SP-FINAL-5.3.2.1-8",
        SenderConstraint = "FAPI2-SP-FINAL-5.3.2.1-4",
        ProofKey = "FAPI2-SP-FINAL-5.3.2.2-5",
        RedirectUri = "FAPI2-SP-FINAL-5.3.2.2-6",
        SingleUseCode = "FAPI2-SP-FINAL-5.3.2.2-9",
        Resource = "FAPI2-SP-FINAL-5.3.4-1",
        TokenInHeader = "FAPI2-SP-FINAL-5.3.4-2",
        TokenBinding = "FAPI2-SP-FINAL-5.3.4-5",
        IssuerInResponse = "FAPI2-SP-FINAL-5.3.2.2-7",
        RequestUriLifetime = "FAPI2-SP-FINAL-5.3.2.2-12",
        Reloading = "FAPI2-SP-FINAL-5.3.2.2", // its third note
        ReplacedRefreshToken = "FAPI2-SP-FINAL-5.3.2.1-9",
    };
}
