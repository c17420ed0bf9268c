using System.Text.RegularExpressions;
using FapiAuthServer.Profiles;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.Traceability;

/// <summary>Reads the test sources for <c>[Clause("…")]</c> and for expected clauses, so that no test project need be built for it.</summary>
internal static partial class ProvingTests
{
    /// <summary>These have clauses of another list, that of strong customer authentication.</summary>
    private const string ScaTests = "tests/FapiAuthServer.Sca.Tests";
    private const string ScaLine = "SCA-";
    private const string TheseTests = "tests/FapiAuthServer.Architecture.Tests";

    /// <summary>These prove that the runner is right, and nothing of the server.</summary>
    private static readonly string[] RunnerTests = ["tests/FapiAuthServer.Conformance.Tests", "tests/FapiAuthServer.Conformance.FaultTests"];

    public static IReadOnlyList<ProvingTest> All { get; } =
        [.. Read().OrderBy(test => test.Name, StringComparer.Ordinal).ThenByDescending(test => test.IsOnTest).DistinctBy(test => (test.Clause, test.Name))];

    private static IEnumerable<ProvingTest> Read()
        => from source in Repository.TestSources
           where !source.IsIn(ScaTests) && !source.IsIn(TheseTests) && !RunnerTests.Any(source.IsIn)
           from method in source.All<MethodDeclarationSyntax>()
           where method.AttributeLists.Count > 0 && method.Parent is TypeDeclarationSyntax
           from literal in method.DescendantNodes().OfType<LiteralExpressionSyntax>()
           where literal.Token.Value is string
           let isOnTest = literal.Ancestors().OfType<AttributeSyntax>().Any(attribute => attribute.Name.ToString() == "Clause")
           where isOnTest && !literal.Token.ValueText.StartsWith(ScaLine, StringComparison.Ordinal) || Clauses.Resolve(literal.Token.ValueText) is not null
           select new ProvingTest(
               literal.Token.ValueText,
               isOnTest,
               $"{((TypeDeclarationSyntax)method.Parent!).Identifier.Text}.{method.Identifier.Text}",
               ModuleOf(method),
               source.At(literal));

    private static string? ModuleOf(MethodDeclarationSyntax method)
    {
        var displayName = method.AttributeLists.SelectMany(list => list.Attributes)
            .SelectMany(attribute => attribute.ArgumentList?.Arguments ?? [])
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == "DisplayName")?.Expression as LiteralExpressionSyntax;

        return displayName is not null && Module().Match(displayName.Token.ValueText) is { Success: true } match ? match.Groups[1].Value : null;
    }

    // "happy-flow: the first client connects"
    [GeneratedRegex("^([a-z0-9_]+-[a-zA-Z0-9_-]+)(?::|$)")]
    private static partial Regex Module();
}
