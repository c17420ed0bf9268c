namespace SampleBank.Api;

/// <summary>What the bank's API logs: which operation was answered how, without paths, since those name accounts.</summary>
internal static partial class Log
{
    [LoggerMessage(7501, LogLevel.Information, "The sample bank is ready at {Address}, with the kit in {Directory}")]
    public static partial void Ready(ILogger logger, string address, string directory);

    [LoggerMessage(7502, LogLevel.Information, "{Operation} answered {Status}, interaction {InteractionId}")]
    public static partial void Answered(ILogger logger, string? operation, int status, string? interactionId);
}
