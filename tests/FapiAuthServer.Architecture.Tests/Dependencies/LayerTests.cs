namespace FapiAuthServer.Architecture.Tests.Dependencies;

public sealed class LayerTests
{
    private static readonly Lazy<IReadOnlyList<Dependency>> All = new(
        () => [.. CompiledCode.Dependencies().Concat(UsingDirectives.Dependencies()).Where(dependency => dependency.From != dependency.To)]);

    public static TheoryData<string> InTheTable => [.. Layers.May.Keys];

    [Theory]
    [MemberData(nameof(InTheTable))]
    public void A_layer_refers_only_to_those_it_may(string layer)
        => Findings.None(
            [.. All.Value.Where(dependency => Layers.InTable(dependency.From) == layer && !Layers.Allows(dependency))
                .GroupBy(dependency => $"{dependency.From} -> {dependency.To}", dependency => dependency.Where)
                .Select(group => new Finding(group.Key, string.Join(", ", group.Distinct().Order(StringComparer.Ordinal))))],
            Layers.Exceptions.Where(exception => Layers.InTable(exception.Key.Split(" -> ")[0]) == layer).ToDictionary(),
            "Let the layers talk through Transaction, or move the type; growing the table in Layers goes with an ADR.");

    [Fact]
    public void Every_folder_of_the_server_has_its_line_in_the_table()
        => Findings.None(
            All.Value.SelectMany(dependency => new[] { dependency.From, dependency.To }).Select(Layers.InTable).Where(layer => !Layers.May.ContainsKey(layer)),
            "Say in Layers what these may refer to:");

    [Fact]
    public void References_in_asynchronous_methods_and_lambdas_are_seen()
    {
        // Known places; without them the other tests would be green because they are blind.
        Assert.Contains(All.Value, dependency => dependency.Where == "RestorePushedRequest uses Reasons");      // after an await
        Assert.Contains(All.Value, dependency => dependency.Where == "RequireKnownResource uses ScopeOptions"); // in a lambda
    }
}
