namespace FapiAuthServer.Data;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "Could not look for changes made by other nodes; caches may be older than configured.")]
    public static partial void ChangeWatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Information, "Removed {Count} expired rows from {Table}.")]
    public static partial void Pruned(ILogger logger, int count, string table);

    [LoggerMessage(1003, LogLevel.Warning, "Removing expired rows failed; it is tried again at the next interval.")]
    public static partial void PruningFailed(ILogger logger, Exception exception);

    [LoggerMessage(1004, LogLevel.Information, "Database {Provider} is at migration {Migration}.")]
    public static partial void DatabaseReady(ILogger logger, string provider, string migration);
}
