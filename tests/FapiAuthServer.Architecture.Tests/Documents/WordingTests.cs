using System.Text.RegularExpressions;

namespace FapiAuthServer.Architecture.Tests.Documents;

public sealed partial class WordingTests
{
    private static readonly string[] Texts =
        [".cs", ".cshtml", ".md", ".json", ".csproj", ".props", ".sln", ".sh", ".yml", ".yaml", ".css", ".js", ".html", ".resx", ".txt", ".editorconfig", ".gitignore", ".dockerignore", ""];

    private const string ThisFile = "tests/FapiAuthServer.Architecture.Tests/Documents/WordingTests.cs";

    private static IEnumerable<(string File, int Number, string Line)> Lines
        => from file in Repository.Files
           where file != ThisFile && Texts.Contains(System.IO.Path.GetExtension(file))
           from line in Repository.Read(file).Split('\n').Select((text, index) => (text, index))
           select (file, line.index + 1, line.text);

    [Fact]
    public void Nothing_names_a_place_on_somebodys_machine()
        => Findings.None(Matching(PrivatePath()), "Paths are relative, or the reader's to choose:");

    [Fact]
    public void Nothing_names_the_host_of_a_package_registry()
        => Findings.None(Matching(RegistryHost()), "Where packages come from is the machine's configuration:");

    [Fact]
    public void Nothing_tells_how_the_text_was_made()
        => Findings.None(Matching(Making()), "A reader wants to know what the code does, not how it came about:");

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment()
        => Findings.None(Matching(LeftOver()), "Do it, or file an issue:");

    private static IEnumerable<string> Matching(Regex words)
        => from line in Lines
           let match = words.Match(line.Line)
           where match.Success
           select $"{line.File}:{line.Number} {match.Value}";

    [GeneratedRegex(@"(?<![\w.\-])(/work/|/root/|/home/|/Users/|/tmp/(?:art|helpers)|[A-Z]:\\)")]
    private static partial Regex PrivatePath();

    [GeneratedRegex(@"\b(?:nuget\.org|npmjs\.(?:org|com)|deb\.debian\.org|registry\.[a-z]+\.[a-z]+|pypi\.org)\b")]
    private static partial Regex RegistryHost();

    [GeneratedRegex(@"\b(?:founders?|CEO|claude|anthropic|openai|chatgpt|copilot|LLMs?|language model|AI[- ]generated|as an AI|subagents?|this session of work|the brief|helper session)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Making();

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftOver();
}
