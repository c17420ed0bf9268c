using FapiAuthServer.Rejections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>docs/rejections.md: every refusal that can be sent.</summary>
internal static class RejectionsDocument
{
    public static string Write()
    {
        var page = new Page("Rejections", """
            Every refusal this server can send. The client gets `error` and `error_description`; the operator finds the reason in log and audit, together
            with the clause that demanded the refusal. The status is the error code's own (400; 401 for `invalid_client`, and at userinfo) where none is given.
            """);

        var catalogue = Repository.ServerSources.Single(source => source.Path.EndsWith("/Rejections/Reasons.cs", StringComparison.Ordinal));
        var fields = typeof(Reasons).GetFields().Where(field => field.FieldType == typeof(Reason)).ToDictionary(field => field.Name, field => (Reason)field.GetValue(null)!);
        List<string[]> rows = [];
        var heading = "";

        foreach (var field in catalogue.All<FieldDeclarationSyntax>())
        {
            if (HeadingOf(field) is { } next)
            {
                WriteSection(page, heading, rows);
                heading = next;
                rows = [];
            }

            if (fields.TryGetValue(field.Declaration.Variables[0].Identifier.Text, out var reason))
                rows.Add([$"`{reason.Code}`", $"`{reason.Error}`", $"{reason.Status}", reason.Description, UsersOf(field)]);
        }

        WriteSection(page, heading, rows);
        return page.ToString();
    }

    private static void WriteSection(Page page, string heading, List<string[]> rows)
    {
        if (rows.Count == 0)
            return;

        page.Heading(2, heading);
        page.Table(["Reason", "`error`", "Status", "`error_description`", "Sent by"], rows);
    }

    private static string? HeadingOf(FieldDeclarationSyntax field)
        => field.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)).Select(trivia => trivia.ToString().TrimStart('/', ' ')).LastOrDefault();

    private static string UsersOf(FieldDeclarationSyntax field)
    {
        var name = field.Declaration.Variables[0].Identifier.Text;
        return string.Join(", ", Repository.ServerSources
            .Where(source => source.All<MemberAccessExpressionSyntax>().Any(access => access.ToString() == $"Reasons.{name}" || access.ToString() == $"Rejections.Reasons.{name}"))
            .Select(source => Page.LinkTo(source.Path)));
    }
}
