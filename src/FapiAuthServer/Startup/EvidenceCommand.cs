using System.Globalization;
using System.Text;
using FapiAuthServer.Sca.Evidence;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup;

/// <summary>
/// <c>evidence --quarter 2026-Q4 --output directory</c>: writes a quarter's report as CSV and as a page, and ends. Without a quarter
/// it is the last that has ended.
/// </summary>
internal static class EvidenceCommand
{
    private const string Name = "evidence";

    public static bool IsAsked(string[] args) => args is [Name, ..];

    /// <summary>False when nothing was written; why has then been said.</summary>
    public static async Task<bool> TryWriteAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var now = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow();
        var quarter = Quarter.Of(now).Previous;
        if (app.Configuration["quarter"] is { } text && !Quarter.TryParse(text, out quarter))
            return StartupFaults.Report([$"--quarter: {text} is no quarter; write it as 2026-Q4."]);

        var report = await scope.ServiceProvider.GetRequiredService<QuarterlyReporting>().CreateAsync(quarter);
        var bank = new Uri(scope.ServiceProvider.GetRequiredService<IOptions<ServerOptions>>().Value.PublicAddress).Host;
        var name = string.Create(CultureInfo.InvariantCulture, $"sca-{quarter.Year}-Q{quarter.Number}");
        try
        {
            var directory = Directory.CreateDirectory(app.Configuration["output"] ?? ".").FullName;
            await WriteAsync(app.Logger, Path.Combine(directory, $"{name}.csv"), report.ToCsv());
            await WriteAsync(app.Logger, Path.Combine(directory, $"{name}.html"), EvidencePage.Render(report, bank, now));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return StartupFaults.Report([$"--output: nothing can be written there: {exception.Message}"]);
        }
    }

    private static async Task WriteAsync(ILogger logger, string path, string content)
    {
        await File.WriteAllTextAsync(path, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Log.ReportWritten(logger, path);
    }
}
