namespace SampleFintech.Web;

/// <summary>What the fintech logs: that steps succeeded or failed, never what was in them.</summary>
internal static partial class Log
{
    [LoggerMessage(8001, LogLevel.Information, "The sample fintech is ready at {Address}, with the kit in {Directory}")]
    public static partial void Ready(ILogger logger, string address, string directory);

    [LoggerMessage(8002, LogLevel.Information, "A customer was sent to the bank")]
    public static partial void CustomerSent(ILogger logger);

    [LoggerMessage(8003, LogLevel.Information, "A customer connected their bank")]
    public static partial void Connected(ILogger logger);

    [LoggerMessage(8004, LogLevel.Information, "A connection was ended")]
    public static partial void Disconnected(ILogger logger);

    [LoggerMessage(8005, LogLevel.Warning, "A step failed: {Error}")]
    public static partial void StepFailed(ILogger logger, string error);
}
