using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer;

/// <summary>Event ids 9000 to 9099. No token, proof, key, certificate or customer ever is a parameter.</summary>
internal static partial class Log
{
    [LoggerMessage(9000, LogLevel.Information, "Refused with {Status} {Error}: {Description}")]
    public static partial void Refused(ILogger logger, int status, string error, string description);

    [LoggerMessage(9001, LogLevel.Information, "Fetched metadata and {KeyCount} keys of {Issuer}")]
    public static partial void IssuerRefreshed(ILogger logger, string issuer, int keyCount);

    [LoggerMessage(9002, LogLevel.Error, "Metadata or keys of {Issuer} could not be fetched: {Reason}")]
    public static partial void IssuerUnavailable(ILogger logger, string issuer, string reason);

    [LoggerMessage(9003, LogLevel.Error, "Introspection at {Issuer} failed: {Reason}")]
    public static partial void IntrospectionFailed(ILogger logger, string issuer, string reason);

    [LoggerMessage(9004, LogLevel.Error, "Introspection at {Issuer} contradicts the token about binding, audience or party")]
    public static partial void IntrospectionDiffers(ILogger logger, string issuer);

    [LoggerMessage(9005, LogLevel.Warning, "A Client-Cert header was dropped: its sender is not a trusted proxy")]
    public static partial void ForwardedCertificateDropped(ILogger logger);

    [LoggerMessage(9006, LogLevel.Error, "The replay store for DPoP proofs is full or not available")]
    public static partial void ReplayStoreUnavailable(ILogger logger, Exception? exception);

    [LoggerMessage(9007, LogLevel.Warning, "PublicBaseUri is not set: the Host header decides which DPoP proofs fit")]
    public static partial void PublicBaseUriMissing(ILogger logger);

    [LoggerMessage(9008, LogLevel.Error, "The store that counts accesses without the customer is not available")]
    public static partial void AccessStoreFailed(ILogger logger, Exception exception);
}
