namespace FapiAuthServer.Sca.Exemptions;

/// <summary>One line of the annex to the regulation: up to this amount, with fraud not above this share. (SCA-093)</summary>
internal sealed record RiskBand(PaymentType Type, decimal Threshold, decimal ReferenceRate)
{
    public static IReadOnlyList<RiskBand> All { get; } =
    [
        new(PaymentType.CreditTransfer, 100, 0.00015m),
        new(PaymentType.CreditTransfer, 250, 0.00010m),
        new(PaymentType.CreditTransfer, 500, 0.00005m),
        new(PaymentType.Card, 100, 0.0013m),
        new(PaymentType.Card, 250, 0.0006m),
        new(PaymentType.Card, 500, 0.0001m),
    ];

    /// <summary>The state after a quarter.</summary>
    public static RiskBandState After(RiskBandState state, bool isAboveReference) => (state, isAboveReference) switch
    {
        (_, false) => RiskBandState.InUse,
        (RiskBandState.InUse, true) => RiskBandState.Warned,
        _ => RiskBandState.Ceased,
    };

    /// <summary>The band an amount falls into, or null when it is too much for any.</summary>
    public static RiskBand? For(PaymentType type, decimal amount) =>
        All.Where(band => band.Type == type && amount <= band.Threshold).MinBy(band => band.Threshold);
}
