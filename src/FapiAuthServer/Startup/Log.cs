namespace FapiAuthServer.Startup;

internal static partial class Log
{
    [LoggerMessage(1901, LogLevel.Information, "Wrote {Path}.")]
    public static partial void ReportWritten(ILogger logger, string path);
}
