using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.Traceability;

/// <summary>Reads the test sources for <c>[Clause("…")]</c>, so that no test project need be built for it.</summary>
internal static partial class ProvingTests
{
    /// <summary>These have clauses of another list: the requirements on strong customer authentication.</summary>
    private const string ScaTests = "tests/FapiAuthServer.Sca.Tests";

    public static IReadOnlyList<ProvingTest> All { get; } = [.. Read().OrderBy(test => test.Name, StringComparer.Ordinal)];

    private static IEnumerable<ProvingTest> Read()
        => from source in Repository.TestSources
           where !source.IsIn(ScaTests)
           from method in source.All<MethodDeclarationSyntax>()
           from attribute in method.AttributeLists.SelectMany(list => list.Attributes)
           where attribute.Name.ToString() == "Clause"
           from argument in attribute.ArgumentList!.Arguments
           where argument.Expression is LiteralExpressionSyntax
           select new ProvingTest(
               ((LiteralExpressionSyntax)argument.Expression).Token.ValueText,
               $"{((BaseTypeDeclarationSyntax)method.Parent!).Identifier.Text}.{method.Identifier.Text}",
               ModuleOf(method),
               source.At(method));

    private static string? ModuleOf(MethodDeclarationSyntax method)
    {
        var displayName = method.AttributeLists.SelectMany(list => list.Attributes)
            .SelectMany(attribute => attribute.ArgumentList?.Arguments ?? [])
            .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == "DisplayName")?.Expression as LiteralExpressionSyntax;

        return displayName is not null && Module().Match(displayName.Token.ValueText) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("^([a-z0-9]+(?:[-_][a-zA-Z0-9]+)+)(?::|$)")]
    private static partial Regex Module();
}
