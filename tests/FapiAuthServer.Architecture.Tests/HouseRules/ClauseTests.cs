using System.Text.RegularExpressions;
using FapiAuthServer.Profiles;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed partial class ClauseTests
{
    /// <summary>Names of algorithms, and the lines of the checklist on strong customer authentication, which has tests of its own.</summary>
    private static readonly string[] NotTags = ["SHA-", "HMAC-", "PBKDF2-", "UTF-", "AES-", "SCA-"];

    [Fact]
    public void Every_tag_in_the_server_resolves_to_a_clause()
        => Findings.None(
            from source in Repository.ServerSources
            from text in source.Strings().Select(token => (Text: token.ValueText, Place: source.At(token)))
                .Concat(source.Comments().Select(trivia => (Text: trivia.ToFullString(), Place: source.At(trivia))))
            from Match tag in Tag().Matches(text.Text)
            where !NotTags.Any(tag.Value.StartsWith) && Clauses.Resolve(tag.Value) is null
            select $"{text.Place} {tag.Value}",
            "Name the specification in Clauses, or correct the tag:");

    [Fact]
    public void A_refusal_names_its_clause()
        => Findings.None(
            from source in Repository.ServerSources
            from arguments in source.All<BaseArgumentListSyntax>()
            where arguments.Arguments.Count > 1 && arguments.Arguments[0].Expression is MemberAccessExpressionSyntax reason && reason.Expression.ToString().EndsWith("Reasons", StringComparison.Ordinal)
                && arguments.Arguments[1].Expression is LiteralExpressionSyntax literal
                && Clauses.Resolve(literal.Token.ValueText) is null
            select $"{source.At(arguments)} {arguments.Arguments[1]}",
            "The second argument of a refusal is the tag of a clause:");

    [Fact]
    public void Every_tag_on_a_test_of_the_server_resolves_to_a_clause()
        => Findings.None(
            Traceability.ProvingTests.All.Where(test => test.IsOnTest && Clauses.Resolve(test.Clause) is null).Select(test => $"{test.Place} {test.Clause}"),
            "A test proves a clause that Clauses knows:");

    [GeneratedRegex(@"\b[A-Z][A-Z0-9]{2,}(?:-[A-Z][A-Z0-9]*)*-[0-9]+(?:\.[0-9a-z]+)*(?:-[0-9]+)?\b")]
    private static partial Regex Tag();
}
