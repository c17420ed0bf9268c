namespace SampleBank.Api;

/// <summary>What the bank's API logs: which operation was answered how, without paths, since those name accounts.</summary>
internal static partial class Log
{
    [LoggerMessage(7501, LogLevel.Information, "The sample bank is ready at {Address}, with the kit in {Directory}")]
    public static partial void Ready(ILogger logger, string address, string directory);

    [LoggerMessage(7502, LogLevel.Information, "{Operation} answered {Status}, interaction {InteractionId}")]
    public static partial void Answered(ILogger logger, string? operation, int status, string? interactionId);

    [LoggerMessage(7503, LogLevel.Information, "Payment {PaymentId} was reported, answer {Status}")]
    public static partial void Reported(ILogger logger, string paymentId, int status);

    [LoggerMessage(7504, LogLevel.Warning, "Payment {PaymentId} could not be reported yet")]
    public static partial void ReportFailed(ILogger logger, string paymentId, Exception exception);

    [LoggerMessage(7505, LogLevel.Error, "Payment {PaymentId} was not reported")]
    public static partial void NotReported(ILogger logger, string paymentId);
}
