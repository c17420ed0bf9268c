using System.Globalization;
using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>The quarterly report as a page that needs nothing beside itself: charts, and each with its figures as a table. (SCA-101, SCA-128)</summary>
public static class EvidencePage
{
    /// <param name="report">The quarter.</param>
    /// <param name="bank">Whose it is.</param>
    /// <param name="drawnUpAt">When its figures were read.</param>
    public static string Render(QuarterlyReport report, string bank, DateTimeOffset drawnUpAt)
    {
        ArgumentNullException.ThrowIfNull(report);
        var quarter = $"{report.Quarter.Year}-Q{report.Quarter.Number}";
        var drawnUp = drawnUpAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Strong customer authentication, {quarter} – {EvidenceText.Encode(bank)}</title>
            <style>{EvidenceStyle.Css}</style>
            </head>
            <body>
            <header>
            <h1>Strong customer authentication, {quarter}</h1>
            <p class="soft">{EvidenceText.Encode(bank)} · {Day(report.Quarter.Start)} to {Day(report.Quarter.End.AddDays(-1))} · figures of {drawnUp} UTC{(drawnUpAt < report.Quarter.End ? ", the quarter has not ended" : "")}</p>
            </header>
            <main>
            {Figures(report)}
            {Payments(report)}
            {Bands(report)}
            {Outcomes(report)}
            {Exemptions(report)}
            </main>
            <footer><p class="soft">Delegated Regulation (EU) 2018/389, Art. 19 to 21. A fraud that is found later changes the quarter of its payment.</p></footer>
            </body>
            </html>

            """;
    }

    private static string Figures(QuarterlyReport report)
    {
        var figures = report.Payments.GroupBy(line => line.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => new[]
            {
                ($"Value, {group.Key}", Amount(group.Sum(line => line.Total))),
                ($"Fraud, {group.Key}", Amount(group.Sum(line => line.FraudTotal))),
            })
            .Prepend(("Payments", Count(report.Payments.Sum(line => line.Count))))
            .Append(("Authentications", Count(Of(report, ScaEventKind.Verified) + Of(report, ScaEventKind.SignedIn))));
        return Section("figures", "The quarter", $"""<dl class="figures">{string.Concat(figures.Select(figure => $"<div><dt>{EvidenceText.Encode(figure.Item1)}</dt><dd>{figure.Item2}</dd></div>"))}</dl>""");
    }

    private static string Payments(QuarterlyReport report)
    {
        // Values in two currencies cannot be compared: each has a chart of its own.
        var charts = report.Payments.GroupBy(line => line.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Chart($"payments-{group.Key}", $"Payments in {group.Key}", [.. group.Select(line => new Bar(
                $"{Words(line.Type.ToString())}, {(line.IsRemote ? "" : "not remote, ")}{Basis(line.Article)}", line.Total, Amount(line.Total)))]))
            .DefaultIfEmpty(Chart("payments-none", "Payments", []));
        var rows = report.Payments.Select(line => Row(
            [Words(line.Type.ToString()), line.IsRemote ? "remote" : "not remote", Basis(line.Article), line.Currency],
            [Count(line.Count), Amount(line.Total), Amount(line.Average), Count(line.FraudCount), Amount(line.FraudTotal), Percent(line.Rate)]));
        return Section("payments", "Payments by type, channel and basis", $"""
            <p class="soft">The value of payments of each kind.</p>
            <div class="charts">{string.Concat(charts)}</div>
            {Table("Payments", ["Type", "Channel", "Basis", "Currency"], ["Number", "Value", "Average", "Frauds", "Fraud value", "Rate"], rows)}
            """);

        static string Chart(string id, string title, IReadOnlyList<Bar> bars)
            => $"<div><h3>{EvidenceText.Encode(title)}</h3>{BarChart.Render(id, title, "The value of payments of each kind.", bars)}</div>";
    }

    private static string Bands(QuarterlyReport report)
    {
        var bars = report.Bands.Select(band => new Bar(
            $"{Words(band.Type.ToString())} up to {Amount(band.Threshold)}: {band.StateName}", band.Rate ?? 0, Rate(band),
            band.IsAboveReference ? "bad" : "good", band.ReferenceRate)).ToList();
        var rows = report.Bands.Select(band => Row(
            [Words(band.Type.ToString())],
            [$"{Amount(band.Threshold)} {EvidenceText.Encode(report.Currency)}", Rate(band), Percent(band.ReferenceRate), $"""<span class="state {Tone(band)}">{band.StateName}</span>"""]));
        return Beside(
            "bands", "Fraud against the reference rates of Art. 18", "The fraud rate of the quarter for each band; the upright line is the reference rate.", bars,
            ["Type"], ["Up to", "Rate", "Reference", "State now"], rows);
    }

    private static string Outcomes(QuarterlyReport report)
    {
        (string Label, ScaEventKind[] Kinds, string Tone)[] groups =
        [
            ("Succeeded", [ScaEventKind.SignedIn, ScaEventKind.Verified], "good"),
            ("Failed", [ScaEventKind.SignInRefused, ScaEventKind.VerificationRefused], "warn"),
            ("Denied by the customer", [ScaEventKind.Denied, ScaEventKind.Disowned], "warn"),
            ("Blocked for a time", [ScaEventKind.BlockedForATime], "bad"),
            ("Blocked for good", [ScaEventKind.BlockedForGood], "bad"),
        ];
        var bars = groups.Select(group => (group, Sum: group.Kinds.Sum(kind => Of(report, kind))))
            .Select(entry => new Bar(entry.group.Label, entry.Sum, Count(entry.Sum), entry.group.Tone)).ToList();
        var rows = report.Events.OrderBy(entry => entry.Key).Select(entry => Row([Words(entry.Key.ToString())], [Count(entry.Value)]));
        return Beside("outcomes", "Authentications and what became of them", "How many succeeded, failed, were denied or blocked the customer.", bars, ["Event"], ["Number"], rows);
    }

    private static string Exemptions(QuarterlyReport report)
    {
        var bars = report.Decisions.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new Bar(Name(entry.Key), entry.Value, Count(entry.Value), entry.Key == QuarterlyReport.BasisOf(null) ? "good" : "calm")).ToList();
        var rows = report.Decisions.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Row([Name(entry.Key)], [Count(entry.Value)]));
        return Beside("exemptions", "Decisions by article", "How often strong authentication was asked for, and under which article it was left out.", bars, ["Basis"], ["Number"], rows);
    }

    private static string Beside(
        string id, string title, string description, IReadOnlyList<Bar> bars, string[] texts, string[] numbers, IEnumerable<string> rows)
    {
        return Section(id, title, $"""
            <p class="soft">{EvidenceText.Encode(description)}</p>
            <div class="beside">
            {BarChart.Render(id + "-chart", title, description, bars)}
            {Table(title, texts, numbers, rows)}
            </div>
            """);
    }

    private static string Table(string title, string[] texts, string[] numbers, IEnumerable<string> rows)
    {
        var head = string.Concat(texts.Select(name => $"""<th scope="col">{name}</th>""")) + string.Concat(numbers.Select(name => $"""<th scope="col" class="number">{name}</th>"""));
        var body = string.Concat(rows);
        if (body.Length == 0)
            body = $"""<tr><td colspan="{texts.Length + numbers.Length}">Nothing in this quarter</td></tr>""";
        var label = $"{EvidenceText.Encode(title)}, figures";
        return $"""<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table aria-label="{label}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>""";
    }

    private static string Section(string id, string title, string content)
        => $"""<section aria-labelledby="{id}"><h2 id="{id}">{EvidenceText.Encode(title)}</h2>{content}</section>""";

    // Numbers are ours, and one of them is marked up.
    private static string Row(string[] texts, string[] numbers)
        => $"<tr>{string.Concat(texts.Select(text => $"<td>{EvidenceText.Encode(text)}</td>"))}{string.Concat(numbers.Select(number => $"""<td class="number">{number}</td>"""))}</tr>";

    private static int Of(QuarterlyReport report, ScaEventKind kind) => report.Events.GetValueOrDefault(kind);

    private static string Basis(Article? article) => Name(QuarterlyReport.BasisOf(article));

    private static string Name(string basis) => basis == QuarterlyReport.BasisOf(null) ? "strong authentication" : Enum.TryParse<Article>(basis, out var article)
        ? $"Art. {(article == Article.AccountInformationThroughThirdParty ? "10a" : ((int)article).ToString(CultureInfo.InvariantCulture))} {Words(basis).ToLowerInvariant()}"
        : Words(basis);

    private static string Words(string name)
        => string.Concat(name.Select((letter, place) => place > 0 && char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Tone(BandLine band) => band.State switch
    {
        RiskBandState.InUse => "good",
        RiskBandState.Warned => "warn",
        _ => "bad",
    };

    private static string Rate(BandLine band) => band.Rate is { } rate ? Percent(rate) : "no payments";

    private static string Percent(decimal rate) => (rate * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    private static string Amount(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

}
