using FapiAuthServer.Architecture.Tests.Traceability;
using FapiAuthServer.Profiles;

namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>docs/conformance.md: from the clause to the rule, the code, the tests and the suite's module.</summary>
internal static class ConformanceDocument
{
    public static string Write()
    {
        var page = new Page("Conformance", """
            From each clause to the rule that holds it, the code that enforces it and the tests that prove it. *Suite* names modules of the OpenID
            Foundation's conformance suite whose case a test repeats. Clauses without a rule are demands of a specification that no profile varies.
            """);

        foreach (var specification in ClauseTrace.All.GroupBy(trace => Clauses.Resolve(trace.Clause)?.Title ?? "Unknown"))
        {
            page.Heading(2, specification.Key);
            foreach (var trace in specification)
            {
                page.Heading(3, $"[{trace.Clause}]({Clauses.Resolve(trace.Clause)?.Url})");
                page.List(Lines(trace));
            }
        }

        return page.ToString();
    }

    private static IEnumerable<string> Lines(ClauseTrace trace)
    {
        foreach (var (profile, name, rule) in trace.Rules)
            yield return $"Rule: {name} of `{profile}`, {ProfilesDocument.ValueOf(rule)}";

        yield return $"Code: {OrNone(trace.Files.Select(Page.LinkTo))}";
        yield return $"Tests: {OrNone(trace.Tests.Select(test => $"`{test.Name}`"))}";
        if (trace.Modules.Any())
            yield return $"Suite: {string.Join(", ", trace.Modules.Select(module => $"`{module}`"))}";
    }

    private static string OrNone(IEnumerable<string> items) => string.Join(", ", items) is { Length: > 0 } list ? list : "none";
}
