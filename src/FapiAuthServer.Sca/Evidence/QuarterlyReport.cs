using System.Globalization;
using System.Text;
using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>What a bank reports of a quarter, and keeps for its auditors. (SCA-101, SCA-103, SCA-128)</summary>
/// <param name="Quarter">Of which quarter.</param>
/// <param name="Payments">By type, channel and exemption.</param>
/// <param name="Decisions">How often strong authentication was left out, by article; null is how often it was asked for.</param>
/// <param name="Events">How often what happened.</param>
/// <param name="Bands">Fraud against each reference rate.</param>
/// <param name="Currency">Of the rates.</param>
public sealed record QuarterlyReport(
    Quarter Quarter, IReadOnlyList<PaymentLine> Payments, IReadOnlyDictionary<string, int> Decisions, IReadOnlyDictionary<ScaEventKind, int> Events,
    IReadOnlyList<BandLine> Bands, string Currency)
{
    private const string Header = "quarter,section,type,channel,basis,currency,count,value,fraud_count,fraud_value,fraud_rate,average_value,reference_rate,state";
    private const int Columns = 13; // beside the quarter

    /// <summary>One line each, the same columns in all sections.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder(Header).Append("\r\n");
        foreach (var line in Payments)
            Append(csv, "payments", line.Type.ToString(), line.IsRemote ? "remote" : "other", BasisOf(line.Article), line.Currency,
                line.Count, line.Total, line.FraudCount, line.FraudTotal, decimal.Round(line.Rate, 8), decimal.Round(line.Average, 5));
        foreach (var (basis, count) in Decisions.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Append(csv, "decisions", "", "", basis, "", count);
        foreach (var (kind, count) in Events.OrderBy(entry => entry.Key))
            Append(csv, "events", kind.ToString(), "", "", "", count);
        foreach (var band in Bands)
            Append(csv, "bands", band.Type.ToString(), "remote", $"UpTo{band.Threshold:0}", Currency, "", "", "", "",
                band.Rate is { } rate ? decimal.Round(rate, 8) : "", "", band.ReferenceRate, band.StateName);
        return csv.ToString();
    }

    internal static string BasisOf(Article? article) => article?.ToString() ?? "StrongAuthentication";

    // No field has commas or quotes in it: they are names of ours, currencies and numbers.
    private void Append(StringBuilder csv, params object[] fields) =>
        csv.AppendJoin(',', fields.Prepend(Quarter).Select(field => Convert.ToString(field, CultureInfo.InvariantCulture))
            .Concat(Enumerable.Repeat("", Columns - fields.Length))).Append("\r\n");
}
