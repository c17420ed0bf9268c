namespace FapiAuthServer.Clients;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Warning, "Calling a registered address at {Host} had no success: {Why}.")]
    public static partial void FetchRefused(ILogger logger, string host, string why);

    [LoggerMessage(1102, LogLevel.Warning, "Calling a registered address at {Host} failed.")]
    public static partial void FetchFailed(ILogger logger, Exception exception, string host);
}
