namespace SampleBank.App;

/// <summary>What the app's backend logs: never what passes through it.</summary>
internal static partial class Log
{
    [LoggerMessage(8201, LogLevel.Information, "The sample banking app is ready at {Address}, with the kit in {Directory}")]
    public static partial void Ready(ILogger logger, string address, string directory);

    [LoggerMessage(8202, LogLevel.Warning, "The authorization server could not be asked: {Reason}")]
    public static partial void ServerNotReached(ILogger logger, HttpRequestError reason);
}
