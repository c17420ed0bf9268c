using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Expecting;

/// <summary>What a run is known to come to.</summary>
/// <example>
/// <code>
/// [{
///   "module": "discovery-end-point-verification", "variant": "sender_constrain=dpop", "requirement": "RFC8414-2",
///   "verdict": "warning", "reason": "The next release announces it."
/// }]
/// </code>
/// </example>
public sealed class Expectations
{
    private static readonly Dictionary<string, ModuleVerdict> Verdicts = new()
    {
        ["failed"] = ModuleVerdict.Failed,
        ["warning"] = ModuleVerdict.Warning,
        ["review"] = ModuleVerdict.Review,
        ["skipped"] = ModuleVerdict.Skipped,
    };

    private readonly IReadOnlyList<Expectation> entries;
    private readonly bool areAll;

    private Expectations(IReadOnlyList<Expectation> entries, bool areAll) => (this.entries, this.areAll) = (entries, areAll);

    /// <summary>Nothing is said: failures fail a run, and nothing else does.</summary>
    public static Expectations Unsaid { get; } = new([], areAll: false);

    /// <summary>All is said: whatever is not a pass and not among these fails a run.</summary>
    public static Expectations Only(params IReadOnlyList<Expectation> entries) => new(entries, areAll: true);

    /// <exception cref="ConformanceException">All that is wrong with the file, in one line.</exception>
    public static Expectations Read(string path)
    {
        JsonArray? list;
        try
        {
            list = JsonNode.Parse(File.ReadAllText(path)) as JsonArray;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConformanceException($"The expectations {path} cannot be read; name a file that exists.", exception);
        }
        catch (JsonException exception)
        {
            throw new ConformanceException(
                $"{path} is no JSON (line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1}); docs/conformance-runner.md shows a file of expectations.",
                exception);
        }
        var faults = new Faults(path);
        if (list is null || list.Any(item => item is not JsonObject))
        {
            faults.Add("it must be a list of objects; docs/conformance-runner.md shows one.");
        }
        faults.ThrowIfAny();
        var entries = list!.Select((item, index) => Entry(new ConfigurationSection((JsonObject)item!, $"[{index}].", faults))).ToList();
        faults.ThrowIfAny();
        return Only([.. entries.OfType<Expectation>()]);
    }

    public Assessment Apply(RunResult result)
    {
        var modules = result.Variants.SelectMany(variant => variant.Modules, (variant, module) => (variant.Variant, Module: module)).ToList();
        var findings = modules.SelectMany(each => Finding.Of(each.Variant, each.Module))
            .Select(finding => (Finding: finding, Expectation: entries.FirstOrDefault(entry => entry.Covers(finding)))).ToList();
        return new Assessment(
            [.. findings.Where(each => each.Expectation is null && (areAll || each.Finding.Verdict == ModuleVerdict.Failed)).Select(each => each.Finding)],
            [.. findings.Where(each => each.Expectation is not null).Select(each => (each.Finding, each.Expectation!))],
            [
                .. entries.Where(entry => modules.Exists(each => entry.IsAbout(each.Variant, each.Module.Name))
                    && !findings.Exists(each => entry.Covers(each.Finding))),
            ]);
    }

    private static Expectation? Entry(ConfigurationSection section)
    {
        var name = section.Text("module", demanded: true);
        var variant = section.Text("variant");
        var requirement = section.Text("requirement");
        var verdict = section.OneOf("verdict", Verdicts);
        var reason = section.Text("reason", demanded: true);
        section.RefuseOthers();
        if (requirement is not null && Requirements.Resolve(requirement) is null)
        {
            section.Fault($"requirement {requirement} is no tag of a specification; copy it from the report.");
        }
        if (reason?.Trim().Length == 0)
        {
            section.Fault("reason must say why this is accepted.");
        }
        if (name is null || verdict is null || reason is null || Module(section, name) is not { } module || Values(section, module, variant) is not { } values)
        {
            return null;
        }
        return new Expectation(module, values, requirement, verdict.Value, reason.Trim());
    }

    private static string? Module(ConfigurationSection section, string name)
    {
        var modules = KnownPlans.All.SelectMany(plan => plan.Modules).ToList();
        if (modules.Find(module => module.Name == name || module.ShortName == name) is { } found)
        {
            return found.Name;
        }
        section.Fault($"module {name} is in no plan{NearestName.Hint(name, modules.Select(module => module.ShortName))}.");
        return null;
    }

    private static Variant? Values(ConfigurationSection section, string module, string? text)
    {
        try
        {
            var variant = Variant.Parse(text ?? "");
            var variants = KnownPlans.All.Where(plan => plan.Modules.Any(each => each.Name == module)).SelectMany(plan => plan.Variants);
            if (variants.Any(each => variant.Values.All(value => each.Is(value.Key, value.Value))))
            {
                return variant;
            }
            section.Fault($"variant {text} is none that the module runs in; `fapi conformance plans` lists those it has.");
        }
        catch (ConformanceException exception)
        {
            section.Fault($"variant cannot be read: {exception.Message}");
        }
        return null;
    }
}
