using System.Globalization;
using System.Text;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Horizontal bars as SVG that stands in a page as it is: it names and describes itself, and takes its colours from the page.</summary>
internal static class BarChart
{
    private const int Width = 360;
    private const int RowHeight = 44;
    private const int BarTop = 22;
    private const int BarHeight = 14;

    public static string Render(string id, string title, string description, IReadOnlyList<Bar> bars)
    {
        var most = bars.Select(bar => Math.Max(bar.Value, bar.Mark ?? 0)).DefaultIfEmpty(0).Max();
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="chart" role="img" aria-labelledby="{id}-title {id}-desc" viewBox="0 0 {Width} {Math.Max(1, bars.Count) * RowHeight}" xmlns="http://www.w3.org/2000/svg">""")
            .Append(CultureInfo.InvariantCulture, $"""<title id="{id}-title">{EvidenceText.Encode(title)}</title><desc id="{id}-desc">{EvidenceText.Encode(description)}</desc>""");
        if (bars.Count == 0)
            svg.Append("""<text class="label" x="0" y="16">Nothing in this quarter</text>""");
        for (var row = 0; row < bars.Count; row++)
            AppendBar(svg, bars[row], row * RowHeight, most);
        return svg.Append("</svg>").ToString();
    }

    private static void AppendBar(StringBuilder svg, Bar bar, int top, decimal most)
    {
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="label" x="0" y="{top + 14}">{EvidenceText.Encode(bar.Label)}</text>""")
            .Append(CultureInfo.InvariantCulture, $"""<text class="value" x="{Width}" y="{top + 14}">{EvidenceText.Encode(bar.Text)}</text>""")
            .Append(CultureInfo.InvariantCulture, $"""<rect class="track" x="0" y="{top + BarTop}" width="{Width}" height="{BarHeight}" rx="3"/>""")
            .Append(CultureInfo.InvariantCulture, $"""<rect class="bar {bar.Tone}" x="0" y="{top + BarTop}" width="{Along(bar.Value, most)}" height="{BarHeight}" rx="3"/>""");
        if (bar.Mark is { } mark)
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="mark" x1="{Along(mark, most)}" x2="{Along(mark, most)}" y1="{top + BarTop - 3}" y2="{top + BarTop + BarHeight + 3}"/>""");
    }

    private static string Along(decimal value, decimal most)
        => (most == 0 ? 0 : decimal.Round(value / most * Width, 1)).ToString(CultureInfo.InvariantCulture);

}
