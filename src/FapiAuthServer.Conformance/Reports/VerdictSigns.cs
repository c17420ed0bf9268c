using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>How verdicts are shown: by a sign and a word, so that colour is never the only difference.</summary>
public static class VerdictSigns
{
    /// <summary>Worst first.</summary>
    public static IReadOnlyList<ModuleVerdict> All { get; } =
        [ModuleVerdict.Failed, ModuleVerdict.Warning, ModuleVerdict.Review, ModuleVerdict.Skipped, ModuleVerdict.Passed];

    public static string Of(ModuleVerdict verdict) => verdict switch
    {
        ModuleVerdict.Passed => "✓",
        ModuleVerdict.Warning => "!",
        ModuleVerdict.Review => "?",
        ModuleVerdict.Skipped => "–",
        _ => "✗",
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Success => "✓",
        Severity.Info => "i",
        Severity.Skipped => "–",
        Severity.Review => "?",
        Severity.Warning => "!",
        _ => "✗",
    };

    public static string Word(ModuleVerdict verdict) => verdict.ToString().ToLowerInvariant();

    public static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>The verdict that a severity has the colour of.</summary>
    internal static string Colour(Severity severity) => severity switch
    {
        Severity.Success => "passed",
        Severity.Failure => "failed",
        _ => Word(severity),
    };
}
