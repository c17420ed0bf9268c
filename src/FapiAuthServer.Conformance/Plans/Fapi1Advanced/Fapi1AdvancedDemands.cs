using FapiAuthServer.Conformance.Plans.Fapi1Baseline;

namespace FapiAuthServer.Conformance.Plans.Fapi1Advanced;

internal static class Fapi1AdvancedDemands
{
    public static Demands Demands { get; } = Fapi1BaselineDemands.Demands with
    {
        SigningAlgorithms = ["PS256", "ES256"],
        Signing = "FAPI1-ADV-8.6",
        KeyIds = "FAPI1-ADV-8.9",
        Tls = "FAPI1-ADV-8.5",
        CipherSuites = "FAPI1-ADV-8.5",
        RequestObject = "FAPI1-ADV-5.2.2-1",
        RequestObjectAudience = "FAPI1-ADV-5.2.2-15",
        RequestObjectExpiry = "FAPI1-ADV-5.2.2-13",
        RequestObjectAge = "FAPI1-ADV-5.2.2-17",
        ClientAuthentication = "FAPI1-ADV-5.2.2-14",
        SenderConstraint = "FAPI1-ADV-5.2.2-5",
        ProofKey = "FAPI1-ADV-5.2.2-18",
        TokenBinding = "FAPI1-ADV-6.2.1-2",
        UnboundTokenLifetime = null,
    };
}
