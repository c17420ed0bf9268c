namespace FapiAuthServer.Cli;

/// <summary>What a pipeline acts on.</summary>
internal static class ExitCode
{
    /// <summary>Nothing failed that was not expected to.</summary>
    public const int Success = 0;

    /// <summary>The server was judged, and something failed, or was expected and did not happen.</summary>
    public const int Failures = 1;

    /// <summary>The server was not judged: wrong use, a wrong configuration, or nobody answers.</summary>
    public const int NotRun = 2;

    /// <summary>Ended by Ctrl-C or a signal, as shells number it.</summary>
    public const int Interrupted = 130;
}
