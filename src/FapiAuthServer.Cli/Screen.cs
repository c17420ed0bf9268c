using System.Text;
using Spectre.Console;

namespace FapiAuthServer.Cli;

/// <summary>Where output goes, and whether somebody watches it come.</summary>
internal sealed class Screen
{
    private const int WidthOfPlainText = 10_000;

    private Screen(TextWriter output, TextWriter error, IAnsiConsole console, bool isLive) =>
        (Output, Error, Console, IsLive) = (output, error, console, isLive);

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>The output with colours where it has them; where not, lines are as long as they are.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Whether what was written can be written over: a terminal, and nobody who asked for plain text.</summary>
    public bool IsLive { get; }

    public static Screen OfProcess()
    {
        // Without its byte order mark, which would be the first characters of a piped output.
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var isLive = !System.Console.IsOutputRedirected && !IsSet("CI") && !IsSet("NO_COLOR") && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return isLive
            ? new Screen(System.Console.Out, System.Console.Error, AnsiConsole.Create(new AnsiConsoleSettings()), isLive: true)
            : Plain(System.Console.Out, System.Console.Error);
    }

    public static Screen Plain(TextWriter output, TextWriter error)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = WidthOfPlainText;
        return new Screen(output, error, console, isLive: false);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value && value is not ("0" or "false");
}
