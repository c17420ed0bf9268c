using System.Text.RegularExpressions;

namespace FapiAuthServer.Architecture.Tests.Documents;

public sealed partial class LinkTests
{
    private static IEnumerable<string> Pages => Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Links_between_documents_resolve()
        => Findings.None(
            from page in Pages
            from Match link in Link().Matches(WithoutCode(Repository.Read(page)))
            let target = link.Groups[1].Value
            where !target.StartsWith("https://", StringComparison.Ordinal) && !Resolves(page, target)
            select $"{page}: {target}",
            "These links lead nowhere:");

    [Fact]
    public void Links_to_elsewhere_are_encrypted()
        => Findings.None(
            from page in Pages
            from Match link in Link().Matches(Repository.Read(page))
            where link.Groups[1].Value.StartsWith("http:", StringComparison.Ordinal)
            select $"{page}: {link.Groups[1].Value}",
            "Use https:");

    [Fact]
    public void Every_document_is_linked_from_another()
    {
        var linked = Pages.SelectMany(page => Link().Matches(Repository.Read(page)).Select(link => Target(page, link.Groups[1].Value.Split('#')[0]))).ToHashSet();

        // A folder that is linked shows its files.
        Findings.None(
            Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && !linked.Contains(page) && !linked.Contains(FolderOf(page))),
            "Nobody finds these; link them from the README or docs/architecture.md:");
    }

    private static bool Resolves(string page, string target)
    {
        var file = target.Split('#')[0].Length == 0 ? page : Target(page, target.Split('#')[0]);
        if (!File.Exists(Repository.Path(file)) && !Directory.Exists(Repository.Path(file)))
            return false;

        return !target.Contains('#', StringComparison.Ordinal) || Anchors(file).Contains(target.Split('#')[1]);
    }

    private static IEnumerable<string> Anchors(string file)
        => HeadingLine().Matches(Repository.Read(file)).Select(heading
            => NotInAnchor().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Trim().Replace(' ', '-'));

    private static string Target(string page, string target)
        => System.IO.Path.GetRelativePath(Repository.Root, System.IO.Path.Combine(Repository.Root, FolderOf(page), target)).Replace('\\', '/');

    private static string FolderOf(string page) => System.IO.Path.GetDirectoryName(page)!.Replace('\\', '/');

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex HeadingLine();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
