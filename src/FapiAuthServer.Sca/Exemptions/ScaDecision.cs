using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Whether strong authentication is needed.</summary>
public abstract record ScaDecision
{
    private ScaDecision()
    {
    }

    /// <summary>Not under this article.</summary>
    /// <param name="DecisionId">The record of the decision, with everything that was looked at.</param>
    /// <param name="Article">The exemption.</param>
    public sealed record Exempt(Guid DecisionId, Article Article) : ScaDecision;

    /// <summary>It is.</summary>
    /// <param name="DecisionId">The record of the decision, with everything that was looked at.</param>
    /// <param name="Offers">Sets of factors, each enough, that this customer could show now; the best first. Empty when none.</param>
    public sealed record Required(Guid DecisionId, IReadOnlyList<FactorKinds> Offers) : ScaDecision;
}
