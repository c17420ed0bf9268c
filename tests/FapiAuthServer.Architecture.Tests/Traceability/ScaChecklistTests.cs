using FapiAuthServer.Architecture.Tests.Documents;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.Traceability;

public sealed class ScaChecklistTests
{
    private static bool IsClaimed(ScaLine line) => line.Answer is ScaAnswer.Met or ScaAnswer.InModule;

    [Fact]
    public void Every_line_is_there_once()
        => Findings.None(
            ScaChecklist.Lines.GroupBy(line => line.Id).Where(group => group.Count() > 1).Select(group => group.Key),
            "A line has one answer:");

    [Fact]
    public void A_line_that_is_claimed_is_proved_by_a_test_and_named_by_code()
        => Findings.None(
            ScaChecklist.Lines.Where(IsClaimed).Where(line => !ScaTrace.Proofs[line.Id].Any() || !ScaTrace.Types[line.Id].Any())
                .Select(line => $"{line.Id} {line.Demand}: {ScaTrace.Proofs[line.Id].Count()} tests, {ScaTrace.Types[line.Id].Count()} types"),
            "Mark the test with [Clause(\"SCA-…\")] and name the line where the code meets it, or say that it is not offered:");

    [Fact]
    public void A_line_that_the_server_meets_names_a_test_there_is()
    {
        var tests = (from source in Repository.TestSources
                     from method in source.All<MethodDeclarationSyntax>()
                     where method.Parent is TypeDeclarationSyntax
                     select $"`{((TypeDeclarationSyntax)method.Parent!).Identifier.Text}.{method.Identifier.Text}`").ToHashSet(StringComparer.Ordinal);

        Findings.None(
            ScaChecklist.Lines.Where(line => line.Answer == ScaAnswer.ByServer)
                .Where(line => line.Note.Split(", ") is var named && !named.All(tests.Contains)).Select(line => $"{line.Id}: {line.Note}"),
            "Name the test as `Class.Method` in the note:");
    }

    [Fact]
    public void A_line_that_is_proved_is_claimed()
        => Findings.None(
            ScaTrace.Proofs.Select(proof => proof.Key).Where(id => !ScaChecklist.Lines.Any(line => line.Id == id && IsClaimed(line))),
            "A test proves these, but the checklist does not claim them, or does not know them:");

    [Fact]
    public void Code_names_only_lines_that_exist()
        => Findings.None(
            ScaTrace.Types.Select(type => type.Key).Where(id => ScaChecklist.Lines.All(line => line.Id != id)),
            "The checklist does not know:");
}
