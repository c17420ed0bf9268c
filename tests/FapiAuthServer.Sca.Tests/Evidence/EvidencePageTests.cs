using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Tests.Evidence;

public sealed class EvidencePageTests
{
    private static readonly Quarter Fourth = new(2026, 4);

    private static readonly QuarterlyReport Full = new(
        Fourth,
        [
            new PaymentLine(PaymentType.CreditTransfer, true, null, "EUR", 1200, 98765.43m, 2, 200m),
            new PaymentLine(PaymentType.CreditTransfer, true, Article.LowValue, "EUR", 70, 1400m, 0, 0m),
            new PaymentLine(PaymentType.Card, false, null, "GBP", 3, 45m, 0, 0m),
        ],
        new Dictionary<string, int> { ["StrongAuthentication"] = 1203, ["LowValue"] = 71, ["AccountInformationThroughThirdParty"] = 5 },
        new Dictionary<ScaEventKind, int> { [ScaEventKind.Verified] = 1200, [ScaEventKind.VerificationRefused] = 17, [ScaEventKind.BlockedForATime] = 4 },
        [
            new BandLine(PaymentType.CreditTransfer, 100, 0.00015m, 0.002m, RiskBandState.InUse, null),
            new BandLine(PaymentType.CreditTransfer, 250, 0.0001m, 0.002m, RiskBandState.Warned, "2026Q3"),
            new BandLine(PaymentType.CreditTransfer, 500, 0.00005m, 0.002m, RiskBandState.Ceased, "2026Q3"),
            new BandLine(PaymentType.Card, 100, 0.0013m, null, RiskBandState.InUse, null),
        ],
        "EUR");

    [Fact]
    [Clause("SCA-101")]
    [Clause("SCA-128")]
    public void Page_shows_every_figure_as_a_chart_and_in_a_table()
    {
        var page = Parse(EvidencePage.Render(Full, "The Bank", Fourth.End));

        var words = page.Value;
        foreach (var word in new[] { "2026-Q4", "98,765.43", "1,400.00", "Art. 16 low value", "Art. 10a account information through third party", "0.2 %", "0.015 %", "no payments", "WARN", "CEASED", "17" })
            Assert.Contains(word, words, StringComparison.Ordinal);
        var charts = page.Descendants("svg").ToList();
        Assert.Equal(5, charts.Count); // payments in each of two currencies, bands, outcomes, articles
        Assert.Equal(4, page.Descendants("table").Count());
        Assert.DoesNotContain("the quarter has not ended", words, StringComparison.Ordinal);
        Assert.Contains("the quarter has not ended", EvidencePage.Render(Full, "The Bank", Fourth.Start), StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_name_and_describe_themselves()
    {
        var page = Parse(EvidencePage.Render(Full, "The Bank", Fourth.End));

        Assert.All(page.Descendants("svg"), chart =>
        {
            Assert.Equal("img", (string?)chart.Attribute("role"));
            var labels = ((string)chart.Attribute("aria-labelledby")!).Split(' ');
            Assert.Equal(labels, chart.Elements().Where(element => element.Name == "title" || element.Name == "desc").Select(element => (string?)element.Attribute("id")));
            Assert.All(chart.Elements("title").Concat(chart.Elements("desc")), element => Assert.NotEmpty(element.Value));
        });
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(page.Descendants("section"), section => Assert.Contains((string)section.Attribute("aria-labelledby")!, ids));
    }

    [Fact]
    public void Bars_are_as_long_as_what_they_stand_for()
    {
        var page = Parse(EvidencePage.Render(Full, "The Bank", Fourth.End));

        var bars = page.Descendants("svg").Single(chart => ((string)chart.Attribute("aria-labelledby")!).StartsWith("payments-EUR", StringComparison.Ordinal))
            .Elements("rect").Where(rect => ((string)rect.Attribute("class")!).StartsWith("bar", StringComparison.Ordinal)).Select(rect => (decimal)rect.Attribute("width")!).ToList();
        Assert.Equal([360m, decimal.Round(1400m / 98765.43m * 360, 1)], bars);
    }

    [Fact]
    public void Page_loads_nothing_and_runs_nothing()
    {
        var html = EvidencePage.Render(Full, "The Bank", Fourth.End);
        var page = Parse(html);

        string[] forbidden = ["script", "link", "img", "iframe", "object", "embed", "form", "a", "use", "image"];
        Assert.DoesNotContain(page.Descendants(), element => forbidden.Contains(element.Name.LocalName));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href" or "style" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        var style = Assert.Single(page.Descendants("style")).Value;
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.Equal($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", EvidenceStyle.Source);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Bank & Söhne \"quoted\" 'too' </title>")]
    public void Names_with_markup_are_text(string bank)
    {
        var html = EvidencePage.Render(Full, bank, Fourth.End);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains(bank, Parse(html).Descendants("header").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Quarter_without_anything_is_a_page_that_says_so()
    {
        var empty = new QuarterlyReport(Fourth, [], new Dictionary<string, int>(), new Dictionary<ScaEventKind, int>(), [], "EUR");

        var page = Parse(EvidencePage.Render(empty, "The Bank", Fourth.End));

        Assert.Equal(4, page.Descendants("td").Count(cell => cell.Value == "Nothing in this quarter"));
        Assert.Equal(4, page.Descendants("svg").Count());
    }

    [Theory]
    [InlineData("2026-Q4", true)]
    [InlineData("2026Q4", true)]
    [InlineData("2000Q1", true)]
    [InlineData("2026-Q0", false)]
    [InlineData("2026-Q5", false)]
    [InlineData("1999Q4", false)]
    [InlineData("9999Q4", false)]
    [InlineData("26-Q4", false)]
    [InlineData("2026-4", false)]
    [InlineData("2026-Q-Q4", false)]
    [InlineData(" 026Q4", false)]
    [InlineData("+026Q4", false)]
    [InlineData("2026-Q4 ", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Quarters_are_read_strictly(string? text, bool isQuarter)
    {
        Assert.Equal(isQuarter, Quarter.TryParse(text, out var quarter));
        if (isQuarter)
            Assert.Equal(text!.Replace("-", "", StringComparison.Ordinal), quarter.ToString());
    }

    // The page is well formed, so that a reader of XML finds its way in it.
    private static XElement Parse(string html) => XElement.Parse(
        html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal)
            .Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("initial-scale=1\">", "initial-scale=1\"/>", StringComparison.Ordinal)
            .Replace("content=\"light dark\">", "content=\"light dark\"/>", StringComparison.Ordinal)
            .Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal));
}
