using System.CommandLine;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>Options that several commands have.</summary>
internal static class RunOptions
{
    public static Option<string> Report() => new("--report")
    {
        Description = "The folder for report.html, report.json and junit.xml.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "conformance-report",
    };

    public static Option<string?> Expected() => new("--expected")
    {
        Description = "A JSON file of known failures, warnings, reviews and skips. Whatever else is no pass then fails the run, and so does what no longer happens.",
        HelpName = "FILE",
    };
}
