namespace FapiAuthServer.Clients;

internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Warning, "Fetching a registered document from {Host} was refused: {Why}.")]
    public static partial void FetchRefused(ILogger logger, string host, string why);

    [LoggerMessage(1102, LogLevel.Warning, "Fetching a registered document from {Host} failed.")]
    public static partial void FetchFailed(ILogger logger, Exception exception, string host);
}
