using System.Text;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>What variants and modules are called in one report: short where that is clear, and the same in every run.</summary>
public sealed class ReportNames
{
    private readonly IReadOnlyList<string> differing;

    public ReportNames(IEnumerable<Variant> variants)
    {
        var all = variants.ToList();
        var parameters = all.SelectMany(variant => variant.Values.Select(value => value.Key)).Distinct().ToList();
        differing = [.. parameters.Where(name => all.Select(variant => variant[name]).Distinct().Count() > 1)];
        Shared = [.. parameters.Except(differing).Select(name => KeyValuePair.Create(name, all[0][name]!))];
    }

    internal ReportNames(RunResult result)
        : this(result.Variants.Select(variant => variant.Variant))
    {
    }

    /// <summary>The parameters in which the variants differ.</summary>
    public IReadOnlyList<string> Differing => differing;

    /// <summary>What all variants have in common.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Shared { get; }

    /// <summary>The values that tell the variant from the others of the run; all of them when it is alone.</summary>
    public string Of(Variant variant) =>
        string.Join(" · ", variant.Values.Where(value => differing.Count == 0 || differing.Contains(value.Key)).Select(value => value.Value));

    /// <summary>A name for addresses: it holds every value, so it leads to the same place in the reports of other runs.</summary>
    internal static string Anchor(Variant variant) => Slug(string.Join('+', variant.Values.Select(value => value.Value)));

    internal static string Anchor(Variant variant, string module) => $"{Anchor(variant)}/{Slug(module)}";

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            slug.Append(char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '+' or '.' ? character : '-');
        }
        return slug.ToString();
    }
}
