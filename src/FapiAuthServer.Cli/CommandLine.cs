using System.CommandLine;
using System.CommandLine.Help;
using FapiAuthServer.Cli.Conformance;
using FapiAuthServer.Conformance;
using FapiAuthServer.Conformance.Reports;

namespace FapiAuthServer.Cli;

/// <summary>The command and all below it. Whatever goes wrong is one line that says what to do, and an exit code.</summary>
internal sealed class CommandLine(Screen screen)
{
    // After Ctrl-C, for what runs to end and for the report of what was done.
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation = default)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Errors is [var error, ..] && parsed.Action is not HelpAction)
        {
            return await FailAsync($"{error.Message.TrimEnd('.')}{Hint(parsed)}; `fapi {PathTo(parsed)}--help` shows what can be said.");
        }
        var configuration = new InvocationConfiguration
        {
            Output = screen.Output,
            Error = screen.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = PatienceAtTheEnd,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (ConformanceException exception)
        {
            return await FailAsync(exception.Message);
        }
        catch (OperationCanceledException)
        {
            await FailAsync("ended before the run began.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            return await FailAsync($"this is a fault of fapi itself, please report it: {exception.GetType().Name}, {exception.Message}");
        }
    }

    private RootCommand Root()
    {
        var conformance = new Command("conformance", "Judge a FAPI server over the wire, as the published test plans do.")
        {
            PlansCommand.Create(screen),
            RunCommand.Create(screen),
            ReportCommand.Create(screen),
        };
        var root = new RootCommand("Tools for FAPI servers.") { conformance };
        foreach (var command in (Command[])[root, conformance])
        {
            command.SetAction(parsed =>
            {
                new HelpAction().Invoke(parsed);
                return ExitCode.NotRun;
            });
        }
        return root;
    }

    private async Task<int> FailAsync(string message)
    {
        await screen.Error.WriteLineAsync($"fapi: {Printable.Line(message)}");
        return ExitCode.NotRun;
    }

    private static string PathTo(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result.Command is not RootCommand && result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
        {
            names.Push(result.Command.Name + " ");
        }
        return string.Concat(names);
    }

    private static string Hint(ParseResult parsed) => parsed.UnmatchedTokens is [var unknown, ..]
        ? NearestName.Hint(unknown, parsed.CommandResult.Command.Options.Select(option => option.Name).Concat(parsed.CommandResult.Command.Subcommands.Select(command => command.Name)))
        : "";
}
