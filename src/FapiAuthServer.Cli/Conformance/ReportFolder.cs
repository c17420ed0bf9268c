using FapiAuthServer.Conformance;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>Where the three reports of a run go.</summary>
internal sealed class ReportFolder
{
    private readonly string folder;

    private ReportFolder(string folder) => this.folder = folder;

    /// <summary>The report for people.</summary>
    public string Page => Path.Combine(folder, "report.html");

    /// <summary>The folder, made and tried out: a run should not find out at its end that it has nowhere to write.</summary>
    /// <exception cref="ConformanceException">Nothing can be written there.</exception>
    public static ReportFolder Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var attempt = Path.Combine(folder, $".{Guid.NewGuid():n}");
            using (File.Create(attempt, 1, FileOptions.DeleteOnClose))
            {
                return new ReportFolder(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConformanceException($"No report can be written to {folder}; name another folder with --report.", exception);
        }
    }

    /// <summary>A folder in it, for one of several plans.</summary>
    public ReportFolder Of(string plan) => Prepare(Path.Combine(folder, plan));

    public void Write(RunResult result, Assessment assessment)
    {
        try
        {
            File.WriteAllText(Page, HtmlReport.Write(result, assessment));
            File.WriteAllText(Path.Combine(folder, "report.json"), RunResultJson.Write(result));
            File.WriteAllText(Path.Combine(folder, "junit.xml"), JUnitReport.Write(result, assessment));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConformanceException($"The report cannot be written to {folder}: {exception.Message.TrimEnd('.')}; make room, or name another folder with --report.", exception);
        }
    }
}
