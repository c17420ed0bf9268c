using System.Text;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>A generated Markdown page.</summary>
internal sealed class Page
{
    private readonly StringBuilder text = new();

    public Page(string title, string introduction)
    {
        Line($"# {title}");
        Paragraph($"*Generated from the code and tested to be current. Do not edit; renew with `{RecordedText.Command}`.*");
        Paragraph(introduction);
    }

    public void Heading(int level, string heading) => Paragraph($"{new string('#', level)} {heading}");

    public void Paragraph(string paragraph)
    {
        if (text.Length > 0)
            Line("");
        Line(paragraph);
    }

    public void List(IEnumerable<string> items, string bullet = "-")
    {
        Line("");
        foreach (var item in items)
            Line($"{bullet} {item}");
    }

    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        Line("");
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
        foreach (var row in rows)
            Row([.. row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))]);
    }

    public static string LinkTo(string file) => $"[{System.IO.Path.GetFileNameWithoutExtension(file)}](../{file})";

    public override string ToString() => text.ToString();

    private void Row(string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    private void Line(string line) => text.Append(line).Append('\n');
}
