using System.Text.Encodings.Web;
using System.Text.Json;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>What messages carry. A long text that was shown before is not shown again but led to: the same few make up most of a run.</summary>
internal sealed class HtmlContent(HtmlWriter html, IEnumerable<Exchange> exchanges)
{
    private const int Often = 5;

    private const int Long = 300;
    private const int TooLongToUnfold = 1500;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly HashSet<string> Telling = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Authorization", "Cache-Control", "Content-Type", "DPoP", "DPoP-Nonce", "Location", "WWW-Authenticate",
    };

    private readonly Dictionary<string, int> occurrences = exchanges.SelectMany(exchange => exchange.Request.Headers.Concat(exchange.Response?.Headers ?? []))
        .CountBy(Line).ToDictionary();

    private readonly Dictionary<string, int> shown = [];

    /// <summary>Header lines: those that tell something at once, those that most messages of the run carry on demand.</summary>
    public void WriteHeaders(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var lines = headers.Select(header => (header.Key, Text: Line(header))).ToList();
        WriteLines([.. lines.Where(line => !IsUsual(line.Key, line.Text)).Select(line => line.Text)]);
        var usual = lines.Where(line => IsUsual(line.Key, line.Text)).Select(line => line.Text).ToList();
        if (usual.Count > 0)
        {
            html.Write($"<details class=\"fold\"><summary>{usual.Count} usual {(usual.Count == 1 ? "header" : "headers")}</summary>");
            WriteLines(usual);
            html.Write("</details>\n");
        }
    }

    /// <summary>A form as the recorder keeps it: a line for each parameter.</summary>
    public void WriteForm(string form)
    {
        html.Write("<table class=\"form\"><tbody>\n");
        foreach (var line in form.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = line.Split('=', 2);
            html.Write($"<tr><th scope=\"row\">{pair[0]}</th><td>{(pair.Length == 2 ? pair[1] : "")}</td></tr>\n");
        }
        html.Write("</tbody></table>\n");
    }

    public void WriteBody(string body)
    {
        if (body.Length == 0)
        {
            html.Write("<p class=\"dim line\">No body</p>\n");
            return;
        }
        var text = Pretty(body);
        if (text.Length <= TooLongToUnfold)
        {
            WriteText(text);
            return;
        }
        html.Write($"<details class=\"fold\"><summary>Body, {Size(text)}</summary>");
        WriteText(text);
        html.Write("</details>\n");
    }

    public void WriteToken(DecodedToken token)
    {
        html.Write($"<details class=\"fold token\"><summary>{token.Name} decoded</summary>");
        WriteText(Pretty(token.Header));
        WriteText(Pretty(token.Claims));
        html.Write("</details>\n");
    }

    private void WriteLines(List<string> lines)
    {
        if (lines.Count > 0)
        {
            WriteText(string.Join('\n', lines));
        }
    }

    private bool IsUsual(string name, string line) => !Telling.Contains(name) && occurrences[line] >= Often;

    private static string Line(KeyValuePair<string, string> header) => $"{Printable.Line(header.Key)}: {Printable.Line(header.Value)}";

    private void WriteText(string text)
    {
        if (text.Length < Long)
        {
            html.Write($"<pre>{text}</pre>\n");
        }
        else if (shown.TryGetValue(text, out var known))
        {
            html.Write($"<a class=\"same\" href=\"#t{known}\">As shown before ({Size(text)})</a>\n");
        }
        else
        {
            shown.Add(text, shown.Count + 1);
            html.Write($"<pre id=\"t{shown.Count}\">{text}</pre>\n");
        }
    }

    // JSON of whatever shape, duplicates included, as it was sent; anything else as it is.
    private static string Pretty(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? JsonSerializer.Serialize(json.RootElement, Indented) : text;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // The last two: half a surrogate pair, as it is or escaped, can be read and not written.
            return text;
        }
    }

    private static string Size(string text) => text.Length < 1000 ? $"{text.Length} characters" : $"{(text.Length + 500) / 1000} kB";
}
