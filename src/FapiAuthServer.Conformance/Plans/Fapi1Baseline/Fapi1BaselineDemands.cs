using FapiAuthServer.Conformance.Tls;

namespace FapiAuthServer.Conformance.Plans.Fapi1Baseline;

internal static class Fapi1BaselineDemands
{
    public static Demands Demands { get; } = new()
    {
        // The profile names no algorithms; these are what is signed with RSA and EC keys of its strength.
        SigningAlgorithms = ["PS256", "ES256", "RS256"],
        Signing = "FAPI1-BASE-5.2.2-5",
        RsaKeys = "FAPI1-BASE-5.2.2-5",
        EcKeys = "FAPI1-BASE-5.2.2-6",
        FewestEcBits = 160,
        Secrets = "FAPI1-BASE-5.2.2-16",
        KeyIds = "OIDCC-10.1",
        Tls = "FAPI1-BASE-7.1",
        CipherSuites = "FAPI1-BASE-7.1",
        GoodSuites = CipherSuites.GoodForFapi1,
        BadSuites = CipherSuites.BadForFapi1,
        ClientAuthentication = "FAPI1-BASE-5.2.2-4",
        AssertionAudience = "RFC7523-3",
        SenderConstraint = "RFC8705-3",
        ProofKey = "FAPI1-BASE-5.2.2-7",
        RedirectUri = "FAPI1-BASE-5.2.2-9",
        SingleUseCode = "FAPI1-BASE-5.2.2-13",
        Resource = "FAPI1-BASE-6.2.1-2",
        TokenInHeader = "FAPI1-BASE-6.2.1-3",
        TokenBinding = "RFC8705-3",
        InteractionId = "FAPI1-BASE-6.2.1-11",
        Utf8 = "FAPI1-BASE-6.2.1-8",
        UnboundTokenLifetime = "FAPI1-BASE-5.2.2-21",
    };
}
