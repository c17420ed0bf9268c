using System.CommandLine;
using System.Text.Json;
using FapiAuthServer.Conformance;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>`fapi conformance report`</summary>
internal static class ReportCommand
{
    public static Command Create(Screen screen)
    {
        var file = new Argument<string>("FILE") { Description = "The report.json of a run." };
        var (report, expected) = (RunOptions.Report(), RunOptions.Expected());
        var command = new Command("report", """
            Write the reports of a run again from its report.json, such as with other expectations. Nothing is sent to the server.

            Example:
              fapi conformance report conformance-report/report.json --expected expected.json
            """)
        { file, report, expected };
        command.SetAction(parsed =>
        {
            var expectations = parsed.GetValue(expected) is { } path ? Expectations.Read(path) : Expectations.Unsaid;
            var result = Read(parsed.GetValue(file)!);
            var assessment = expectations.Apply(result);
            var folder = ReportFolder.Prepare(parsed.GetValue(report)!);
            folder.Write(result, assessment);
            new Summary(screen).Write(result, assessment, folder.Page);
            return Summary.ExitCodeOf(result, assessment);
        });
        return command;
    }

    private static RunResult Read(string path)
    {
        try
        {
            return RunResultJson.Read(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConformanceException($"{path} cannot be read; name the report.json that a run wrote.", exception);
        }
        catch (JsonException exception)
        {
            throw new ConformanceException($"{path} is not the report.json of a run; name one that a run wrote.", exception);
        }
    }
}
