using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>What is to be asked of a customer.</summary>
/// <param name="Binding">Who, for which client and consent, and about which action.</param>
/// <param name="ClientName">The client as the customer knows it; at most 200 visible characters.</param>
/// <param name="Factors">One of the offers of an evaluation.</param>
/// <param name="SessionEventId">A sign-in or verification of the same session whose password counts again; null to use none.</param>
public sealed record ChallengeRequest(CodeBinding Binding, string ClientName, FactorKinds Factors, Guid? SessionEventId = null)
{
    public const int ClientNameLength = 200;
}
