using System.Text.RegularExpressions;
using FapiAuthServer.Profiles;

namespace FapiAuthServer.Architecture.Tests.Traceability;

/// <summary>One clause, the rules it makes, the files that enforce it and the tests that prove it.</summary>
internal sealed partial record ClauseTrace(
    string Clause,
    IReadOnlyList<(string Profile, string Name, IRule Rule)> Rules,
    IReadOnlyList<string> Files,
    IReadOnlyList<ProvingTest> Tests)
{
    public IEnumerable<string> Modules => Tests.Select(test => test.Module).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    public static IReadOnlyList<ClauseTrace> All { get; } = [.. Read()];

    private static IEnumerable<ClauseTrace> Read()
    {
        var rules = FapiProfiles.All.SelectMany(profile => profile.Rules().Select(rule => (Profile: profile.Name, rule.Name, rule.Rule))).ToLookup(rule => rule.Rule.Clause);
        var written = ClausesInCode.All.ToLookup(use => use.Clause, use => use.File);
        var tests = ProvingTests.All.ToLookup(test => test.Clause);
        var ofProfiles = rules.Select(sameClause => Title(sameClause.Key)).ToHashSet();

        return rules.Select(sameClause => sameClause.Key).Union(written.Select(sameClause => sameClause.Key)).Union(tests.Select(sameClause => sameClause.Key))
            .OrderByDescending(clause => ofProfiles.Contains(Title(clause))).ThenBy(Title, StringComparer.Ordinal).ThenBy(Sortable, StringComparer.Ordinal)
            .Select(clause => new ClauseTrace(
                clause,
                [.. rules[clause]],
                [.. rules[clause].SelectMany(rule => RuleReaders.FilesOf(rule.Name)).Concat(written[clause]).Distinct().Order(StringComparer.Ordinal)],
                [.. tests[clause]]));
    }

    private static string Title(string clause) => Clauses.Resolve(clause)?.Title ?? "";

    // So that item 10 comes after item 9.
    private static string Sortable(string clause) => Number().Replace(clause, number => number.Value.PadLeft(5, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
