using FapiAuthServer.Conformance.Flows;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

/// <summary>What becomes of a code that is bound to one key and redeemed with another.</summary>
internal static class CodesOfAnotherKey
{
    public static TokenRefusal Refusal { get; } = new(
        "FAPI2-SP-FINAL-5.3.2.1-12", "A code that is bound to another key", "invalid_request", "invalid_grant", "invalid_dpop_proof");
}
