using System.Globalization;
using SampleFintech.Web.Journal;

namespace SampleFintech.Web.Pages;

/// <summary>How times and outcomes are written on the pages.</summary>
internal static class Display
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Machine(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Milliseconds(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms");

    public static string Outcome(Step step) => step.Outcome switch
    {
        StepOutcome.Succeeded => "Done",
        StepOutcome.Failed => "Failed",
        StepOutcome.Stopped => "Stopped",
        _ => "Waiting",
    };
}
