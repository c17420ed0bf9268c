using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Payments of one kind in a quarter. (SCA-103)</summary>
/// <param name="Type">Credit transfer or card.</param>
/// <param name="IsRemote">Whether they were begun over the internet.</param>
/// <param name="Article">The exemption, or null for strong authentication.</param>
/// <param name="Currency">Of the values.</param>
/// <param name="Count">How many.</param>
/// <param name="Total">Their value.</param>
/// <param name="FraudCount">How many of them were fraud.</param>
/// <param name="FraudTotal">The value of those.</param>
public sealed record PaymentLine(
    PaymentType Type, bool IsRemote, Article? Article, string Currency, int Count, decimal Total, int FraudCount, decimal FraudTotal)
{
    public decimal Rate => Total == 0 ? 0 : FraudTotal / Total;

    public decimal Average => Count == 0 ? 0 : Total / Count;
}
