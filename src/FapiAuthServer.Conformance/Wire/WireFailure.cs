namespace FapiAuthServer.Conformance.Wire;

/// <summary>Why no answer came.</summary>
public enum WireFailure
{
    /// <summary>Nobody listens there, or the name does not resolve.</summary>
    Unreachable,

    /// <summary>The server's certificate is not of a trusted authority, or not for this name.</summary>
    UntrustedCertificate,

    /// <summary>The handshake failed otherwise, or the server ended it with an alert.</summary>
    Tls,

    /// <summary>The connection was closed or reset before an answer was complete.</summary>
    Closed,

    /// <summary>No answer within the time limit.</summary>
    Timeout,

    /// <summary>The answer is larger than anything this protocol sends.</summary>
    TooLarge,

    /// <summary>The answer is no HTTP.</summary>
    Malformed,
}
