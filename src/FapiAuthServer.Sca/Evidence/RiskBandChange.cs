using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>What a closed quarter has done to one band; anything but staying in use is to be reported to the authority.</summary>
/// <param name="Type">Credit transfer or card.</param>
/// <param name="Threshold">The band's limit.</param>
/// <param name="Rate">The rate of the quarter, or null when nothing was paid.</param>
/// <param name="Before">The state until then.</param>
/// <param name="After">The state from then on.</param>
public sealed record RiskBandChange(PaymentType Type, decimal Threshold, decimal? Rate, RiskBandState Before, RiskBandState After)
{
    /// <summary>Whether the authority must be told: of a rate above the reference, and of use begun again. (SCA-102)</summary>
    public bool MustBeReported => Before != RiskBandState.InUse || After != RiskBandState.InUse;
}
