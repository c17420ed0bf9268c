using System.Globalization;
using System.Text;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>Writes HTML whose markup is what stands in the source, and nothing else: every hole of an interpolated string is text.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder html = new();

    public void Write(HtmlMarkup markup) => html.Append(markup.Html);

    public void Write(string markup) => html.Append(markup);

    /// <summary>A sentence in which names of parameters stand between backticks.</summary>
    public void WriteProse(string sentence)
    {
        foreach (var (at, part) in sentence.Split('`').Index())
        {
            var isCode = at % 2 == 1;
            html.Append(isCode ? "<code>" : "").Append(Encode(part)).Append(isCode ? "</code>" : "");
        }
    }

    public override string ToString() => html.ToString();

    /// <summary>Text as it may stand between tags and in quoted attributes.</summary>
    public static string Encode(string text)
    {
        var printable = Printable.Text(text);
        if (printable.AsSpan().IndexOfAny("<>&\"'") < 0)
        {
            return printable;
        }
        var encoded = new StringBuilder(printable.Length + 32);
        foreach (var character in printable)
        {
            encoded.Append(character switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            } is { } entity ? entity : character.ToString(CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }
}
