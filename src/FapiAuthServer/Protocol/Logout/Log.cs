namespace FapiAuthServer.Protocol.Logout;

internal static partial class Log
{
    [LoggerMessage(1701, LogLevel.Error, "Delivering logout notices failed; they are kept and tried again.")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception);
}
