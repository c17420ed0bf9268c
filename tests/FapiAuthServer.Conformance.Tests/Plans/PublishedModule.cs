using System.Text.RegularExpressions;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Plans;

/// <summary>A line of the published list: a name, and where the module is left out or to what it is limited.</summary>
internal sealed record PublishedModule(string Name, string Restrictions)
{
    private const string NextPlan = "Message Signing plan only";

    /// <summary>The list of the FAPI 2.0 plans, in its order; the Message Signing plan has all of it.</summary>
    public static IReadOnlyList<PublishedModule> OfFapi2 { get; } = [.. ReadLines("Fapi2PublishedModules.txt").Select(Parse)];

    /// <summary>The list of the FAPI 1.0 Advanced plan, in its order.</summary>
    public static IReadOnlyList<PublishedModule> OfFapi1 { get; } = [.. ReadLines("Fapi1AdvancedPublishedModules.txt").Select(Parse)];

    public bool IsOfSecurityProfile => !Restrictions.Contains(NextPlan, StringComparison.Ordinal);

    /// <summary>Whether the variant has the module, by the published words alone: `only dpop; not fapi_client_credentials_grant`.</summary>
    public bool Covers(Variant variant)
    {
        var values = variant.Values.Select(value => value.Value).ToHashSet();
        return Restrictions.Split("; ", StringSplitOptions.RemoveEmptyEntries).All(restriction => restriction == NextPlan || restriction.Split(' ', 2) switch
        {
            ["only", "signed"] => values.Contains("signed_non_repudiation"),
            ["only", var words] => values.Overlaps(Regex.Split(words, ", ")),
            ["not", var words] => !values.Overlaps(Regex.Split(words, ", ")),
            _ => throw new FormatException(restriction),
        });
    }

    public static PublishedModule Parse(string line) => line.Split(" - ", 2) is [var name, var restrictions] ? new(name, restrictions) : new(line, "");

    private static string[] ReadLines(string name)
    {
        using var reader = new StreamReader(typeof(PublishedModule).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
