namespace FapiAuthServer.Audit;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Information,
        "Security event {Event}: issuer {Issuer}, client {ClientId}, customer {Subject}, endpoint {Endpoint}, reason {Reason}, clause {Clause}, correlation {CorrelationId}, detail {OperatorDetail}")]
    public static partial void SecurityEvent(ILogger logger, string @event, string issuer, string? clientId, string? subject,
        string? endpoint, string? reason, string? clause, Guid correlationId, string? operatorDetail);

    [LoggerMessage(1202, LogLevel.Error, "Writing {Count} audit records failed; they are kept and tried again.")]
    public static partial void AuditWriteFailed(ILogger logger, Exception exception, int count);
}
