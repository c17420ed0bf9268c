namespace FapiAuthServer.Conformance.Wire;

/// <summary>No answer came; the message is one line.</summary>
public sealed class WireException(WireFailure failure, string message, Exception? cause = null) : Exception(message, cause)
{
    public WireFailure Failure { get; } = failure;

    /// <summary>Whether the server may have ended the connection because of the certificate that was shown, or was not.</summary>
    public bool IsRefusalInTls => Failure is WireFailure.Tls or WireFailure.Closed;
}
