using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>An interpolated string in which the literal parts are markup and the holes are text, which is encoded.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlMarkup(int literalLength, int formattedCount)
{
    private readonly StringBuilder html = new(literalLength + formattedCount * 16);

    public string Html => html.ToString();

    public void AppendLiteral(string markup) => html.Append(markup);

    public void AppendFormatted(string? text) => html.Append(HtmlWriter.Encode(text ?? ""));

    public void AppendFormatted(int number) => html.Append(number.ToString(CultureInfo.InvariantCulture));
}
