using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed partial class NameTests
{
    private static readonly Dictionary<string, string> DerivedNames = new()
    {
        ["DpopBoundAccessTokens"] = "the member of the metadata, dpop_bound_access_tokens, is derived from it",
    };

    [Fact]
    public void Nothing_is_named_after_having_no_name()
        => Findings.None(
            from source in Repository.Sources
            from type in source.All<BaseTypeDeclarationSyntax>()
            where Nameless().IsMatch(type.Identifier.Text)
            select $"{source.At(type)} {type.Identifier.Text}",
            "Say what it does:");

    [Fact]
    public void What_is_awaited_ends_in_Async()
        => Findings.None(
            from source in Repository.Sources
            from method in source.All<MethodDeclarationSyntax>()
            where method.ReturnType is SimpleNameSyntax { Identifier.Text: "Task" or "ValueTask" }
                && !method.Identifier.Text.EndsWith("Async", StringComparison.Ordinal)
                && !method.Modifiers.Any(SyntaxKind.OverrideKeyword)
            select $"{source.At(method)} {method.Identifier.Text}",
            "A caller must see that it is to be awaited:");

    [Fact]
    public void DPoP_is_spelt_as_its_RFC_spells_it()
        => Findings.None(
            [.. from source in Repository.Sources
                from identifier in source.Identifiers()
                where identifier.Text.Contains("Dpop", StringComparison.Ordinal) || identifier.Text.Contains("DPOP", StringComparison.Ordinal)
                select new Finding(identifier.Text, source.At(identifier))],
            DerivedNames, "Write DPoP:");

    [GeneratedRegex("(?:Helper|Helpers|Util|Utils|Utility|Manager|Base|Impl|Extensions)$|^Common$")]
    private static partial Regex Nameless();
}
