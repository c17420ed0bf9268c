using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>Which types name a line of the checklist in a comment, and which tests prove it.</summary>
internal static partial class ScaTrace
{
    private const string TheseTests = "tests/FapiAuthServer.Architecture.Tests";

    public static ILookup<string, SourceFile> Types { get; } =
        (from source in Repository.Sources
         from id in source.Comments().SelectMany(comment => Named(comment.ToFullString())).Distinct()
         select (id, source)).ToLookup(pair => pair.id, pair => pair.source);

    public static ILookup<string, string> Proofs { get; } =
        (from source in Repository.TestSources
         where !source.IsIn(TheseTests)
         from attribute in source.All<AttributeSyntax>()
         where attribute.Name.ToString() == "Clause" && attribute.ArgumentList?.Arguments[0].Expression is LiteralExpressionSyntax named
            && named.Token.ValueText.StartsWith("SCA-", StringComparison.Ordinal)
         let method = attribute.Ancestors().OfType<MethodDeclarationSyntax>().First()
         select (Id: ((LiteralExpressionSyntax)attribute.ArgumentList!.Arguments[0].Expression).Token.ValueText, Test: $"{((TypeDeclarationSyntax)method.Parent!).Identifier.Text}.{method.Identifier.Text}"))
        .Distinct().OrderBy(pair => pair.Test, StringComparer.Ordinal).ToLookup(pair => pair.Id, pair => pair.Test);

    // "SCA-020 to SCA-023" names four.
    private static IEnumerable<string> Named(string comment)
        => from Match match in Tag().Matches(comment)
           let first = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
           let last = match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : first
           from number in Enumerable.Range(first, last - first + 1)
           select string.Create(CultureInfo.InvariantCulture, $"SCA-{number:000}");

    [GeneratedRegex("SCA-([0-9]{3})(?: to SCA-([0-9]{3}))?")]
    private static partial Regex Tag();
}
