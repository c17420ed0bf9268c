using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>A published test plan: what can be chosen, and the modules in their published order.</summary>
public sealed record ConformancePlan
{
    /// <summary>The name as the OpenID Foundation's suite has it.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<VariantParameter> Parameters { get; init; }

    public required IReadOnlyList<ConformanceModule> Modules { get; init; }

    public required Func<Variant, FlowTraits> Traits { get; init; }

    /// <summary>The profile of the issuers that a sandbox has for the plan, as its kit names it.</summary>
    public required string Profile { get; init; }

    /// <summary>Whether a combination of values makes sense, and so is a variant at all.</summary>
    public Func<Variant, bool> IsVariant { get; init; } = _ => true;

    /// <summary>Whether the server's metadata says that it offers the variant.</summary>
    public required Func<Variant, ServerMetadata, bool> IsOffered { get; init; }

    /// <summary>Every variant, in the order of the parameters' values.</summary>
    public IReadOnlyList<Variant> Variants => Combine(Parameters.Select(parameter => (parameter.Name, parameter.Values)));

    public IReadOnlyList<ConformanceModule> ModulesFor(Variant variant) =>
        [.. Modules.Where(module => module.Description.AppliesTo.Covers(variant))];

    /// <summary>How many clients the configuration needs for a variant.</summary>
    public int ClientsFor(Variant variant) => ModulesFor(variant).Max(module => module.Description.Clients);

    /// <summary>The module of that name, which may lack the plan's prefix.</summary>
    /// <exception cref="ConformanceException">There is none.</exception>
    public ConformanceModule Find(string module) =>
        Modules.FirstOrDefault(each => each.Name == module || each.ShortName == module)
        ?? throw new ConformanceException(
            $"{Name} has no module {module}{NearestName.Hint(module, [.. Modules.Select(each => each.Name), .. Modules.Select(each => each.ShortName)])}; "
            + "`fapi conformance plans` lists those it has.");

    /// <summary>The variants a user means: what is not said is the default, or every value where there is none.</summary>
    /// <exception cref="ConformanceException">The plan has no such parameter, value or combination.</exception>
    public IReadOnlyList<Variant> Select(string text)
    {
        var chosen = Variant.Parse(text);
        foreach (var (name, value) in chosen.Values)
        {
            var parameter = Parameters.FirstOrDefault(parameter => parameter.Name == name)
                ?? throw new ConformanceException($"{Name} has no variant parameter {name}{NearestName.Hint(name, Parameters.Select(each => each.Name))}; it has {Join(Parameters.Select(each => each.Name))}.");
            if (!parameter.Values.Contains(value))
            {
                throw new ConformanceException(
                    $"{name} cannot be {value} in {Name}{NearestName.Hint(value, parameter.Values)}; choose {Join(parameter.Values)}.");
            }
        }
        var variants = Combine(Parameters.Select(parameter => (
            parameter.Name,
            (chosen[parameter.Name] ?? parameter.Default) is { } value ? [value] : parameter.Values)));
        return variants.Count > 0
            ? variants
            : throw new ConformanceException($"{Name} has no variant {chosen}; `fapi conformance plans` lists those it has.");
    }

    private IReadOnlyList<Variant> Combine(IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters)
    {
        IEnumerable<IReadOnlyList<KeyValuePair<string, string>>> combinations = [[]];
        foreach (var (name, values) in parameters)
        {
            combinations = combinations.SelectMany(
                _ => values, IReadOnlyList<KeyValuePair<string, string>> (before, value) => [.. before, new(name, value)]);
        }
        return [.. combinations.Select(values => new Variant(values)).Where(IsVariant)];
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);
}
