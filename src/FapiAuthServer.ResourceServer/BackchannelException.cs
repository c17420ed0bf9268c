namespace FapiAuthServer.ResourceServer;

/// <summary>The issuer could not be asked; the message is safe to log.</summary>
internal sealed class BackchannelException : Exception
{
    public BackchannelException()
    {
    }

    public BackchannelException(string message)
        : base(message)
    {
    }

    public BackchannelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
