using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Fraud of a quarter against one reference rate of Art. 18. (SCA-102)</summary>
/// <param name="Type">Credit transfer or card.</param>
/// <param name="Threshold">The band's limit.</param>
/// <param name="ReferenceRate">The rate that must not be passed.</param>
/// <param name="Rate">The rate of the quarter, or null when nothing was paid.</param>
/// <param name="State">Whether the exemption is used in this band now.</param>
/// <param name="StateSince">The last quarter that was closed, or null before the first.</param>
public sealed record BandLine(PaymentType Type, decimal Threshold, decimal ReferenceRate, decimal? Rate, RiskBandState State, string? StateSince)
{
    public bool IsAboveReference => Rate > ReferenceRate;

    /// <summary>The state as the regulation's words have it, for reports.</summary>
    public string StateName => State switch
    {
        RiskBandState.InUse => "OK",
        RiskBandState.Warned => "WARN",
        _ => "CEASED",
    };
}
