using System.Text.Json.Nodes;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>How clients say who they are.</summary>
internal static class ClientAssertionFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("An array that holds the issuer is accepted as audience", AssertionAndCertificate)
        {
            AtServer = Change.Assertion((_, assertion) => assertion.Claims["aud"] is JsonArray, (at, draft) => draft.Claims["aud"] = at.Bank.Issuer),
            Fails = ["par-test-array-as-audience-fails"],
        },
    ];
}
