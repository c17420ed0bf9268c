namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>Durations as people say them.</summary>
internal static class Durations
{
    public static string Words(TimeSpan time) => time switch
    {
        { Ticks: 0 } => "0",
        { TotalDays: >= 2 } when IsWhole(time.TotalDays) => $"{time.TotalDays:0} days",
        { TotalHours: >= 1 } when IsWhole(time.TotalHours) => $"{time.TotalHours:0} h",
        { TotalMinutes: >= 2 } when IsWhole(time.TotalMinutes) => $"{time.TotalMinutes:0} min",
        { TotalSeconds: >= 1 } when IsWhole(time.TotalSeconds) => $"{time.TotalSeconds:0} s",
        _ => $"{time.TotalMilliseconds:0} ms",
    };

    private static bool IsWhole(double number) => number == Math.Floor(number);
}
