using System.Net;

namespace FapiAuthServer.Protocol.SenderConstraint.MutualTls;

internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Error, "A Client-Cert header came from {Address}, which is not a trusted proxy; it was dropped.")]
    public static partial void UntrustedCertificateHeader(ILogger logger, IPAddress? address);
}
