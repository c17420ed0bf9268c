namespace FapiAuthServer.Conformance.Plans;

/// <summary>For which variants of its plan a module is there.</summary>
public sealed class Applicability
{
    private readonly IReadOnlyList<Condition> conditions;

    private Applicability(params IReadOnlyList<Condition> conditions) => this.conditions = conditions;

    public static Applicability Always { get; } = new();

    public static Applicability Only(string parameter, params IReadOnlyList<string> values) => new(new Condition(parameter, values, IsExclusion: false));

    public static Applicability Not(string parameter, params IReadOnlyList<string> values) => new(new Condition(parameter, values, IsExclusion: true));

    public Applicability And(Applicability other) => new([.. conditions, .. other.conditions]);

    public bool Covers(Variant variant) => conditions.All(condition => condition.Covers(variant));

    /// <summary>As the published list of modules words it: `only dpop; not fapi_client_credentials_grant`.</summary>
    public override string ToString() => string.Join("; ", conditions);

    private sealed record Condition(string Parameter, IReadOnlyList<string> Values, bool IsExclusion)
    {
        public bool Covers(Variant variant) => Values.Contains(variant[Parameter]) != IsExclusion;

        public override string ToString() => $"{(IsExclusion ? "not" : "only")} {string.Join(", ", Values)}";
    }
}
