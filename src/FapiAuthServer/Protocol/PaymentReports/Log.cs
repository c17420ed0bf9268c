namespace FapiAuthServer.Protocol.PaymentReports;

internal static partial class Log
{
    [LoggerMessage(1801, LogLevel.Warning, "Closing ended quarters failed; it is tried again within the hour.")]
    public static partial void ClosingFailed(ILogger logger, Exception exception);
}
