using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed class BannedCallTests
{
    private static readonly string[] Clocks = ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow"];

    private static readonly Dictionary<string, string> OtherResults = new()
    {
        ["src/FapiAuthServer/Interaction/RefusedForm.cs"] = "the result of an MVC filter, not of a task",
    };

    [Fact]
    public void Time_comes_from_TimeProvider()
        => Findings.None(
            from source in Repository.Sources
            from access in source.All<MemberAccessExpressionSyntax>()
            where Clocks.Any(clock => access.ToString() == clock || access.ToString() == "System." + clock)
            select $"{source.At(access)} {access}",
            "Take a TimeProvider; tests move its clock.");

    [Fact]
    public void Randomness_comes_from_RandomNumberGenerator()
        => Findings.None(
            from source in Repository.Sources
            from node in source.Syntax.DescendantNodes()
            where node is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "Random" } } || node.ToString() is "Random.Shared" or "System.Random"
            select source.At(node),
            "Random can be predicted; use RandomNumberGenerator.");

    [Fact]
    public void Nothing_waits_for_a_task_by_blocking_a_thread()
        => Findings.None(
            [.. from source in Repository.Sources
                from access in source.All<MemberAccessExpressionSyntax>()
                where access.Name.Identifier.Text is "Result" or "Wait" or "WaitAll" or "GetResult" or "Sleep"
                    && (access.Name.Identifier.Text == "Result" || access.Parent is InvocationExpressionSyntax)
                select new Finding(source.Path, $"{source.At(access)} {access}")],
            OtherResults, "Await it.");
}
