using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;
using Spectre.Console;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>Colours of verdicts; the sign and the word are always beside them.</summary>
internal static class VerdictStyles
{
    public static string Colour(ModuleVerdict verdict) => verdict switch
    {
        ModuleVerdict.Passed => "green",
        ModuleVerdict.Warning => "yellow",
        ModuleVerdict.Review => "magenta",
        ModuleVerdict.Skipped => "grey",
        _ => "red",
    };

    /// <summary>Numbers with signs, worst first; what there is none of is left out.</summary>
    public static string Counts(Func<ModuleVerdict, int> count) => string.Join("  ", VerdictSigns.All.Where(verdict => count(verdict) > 0)
        .Select(verdict => $"[{Colour(verdict)}]{VerdictSigns.Of(verdict)} {count(verdict)} {VerdictSigns.Word(verdict)}[/]"));

    /// <summary>Text of a stranger, as markup that shows it and nothing else.</summary>
    public static string Safe(string text) => Markup.Escape(Printable.Line(text));
}
