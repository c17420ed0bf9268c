using FapiAuthServer.Profiles;

namespace FapiAuthServer.Architecture.Tests.Traceability;

public sealed class TraceabilityTests
{
    private static readonly IReadOnlyList<(string Profile, string Name, IRule Rule)> Rules =
        [.. FapiProfiles.All.SelectMany(profile => profile.Rules().Select(rule => (profile.Name, rule.Name, rule.Rule)))];

    [Fact]
    public void Every_rule_names_a_clause_that_resolves_to_a_URL()
        => Findings.None(
            Rules.Where(rule => Clauses.Resolve(rule.Rule.Clause) is not { } clause || !Uri.IsWellFormedUriString(clause.Url, UriKind.Absolute))
                .Select(rule => $"{rule.Profile} {rule.Name}: {rule.Rule.Clause}"),
            "Correct the clause, or name its specification in Clauses:");

    [Fact]
    public void Every_rule_is_read_by_code_outside_the_profiles()
        => Findings.None(
            Rules.Where(rule => RuleReaders.FilesOf(rule.Name).Count == 0).Select(rule => $"{rule.Name} ({rule.Rule.Clause})"),
            "A rule that nothing reads is a claim. Enforce it by reading it, or remove it:");

    [Fact]
    public void Every_rule_is_proved_by_a_test()
        => Findings.None(
            Rules.Where(rule => !ProvingTests.All.Any(test => test.IsOnTest && test.Clause == rule.Rule.Clause)).Select(rule => $"{rule.Rule.Clause} ({rule.Name})"),
            "Mark the test that proves the clause with [Clause(\"…\")], or write it:");

    [Fact]
    public void Files_that_read_rules_are_where_their_namespace_says()
        => Findings.None(
            Rules.SelectMany(rule => RuleReaders.FilesOf(rule.Name)).Where(file => !Repository.Files.Contains(file)),
            "docs/conformance.md would link to files that do not exist:");
}
