namespace FapiAuthServer.Startup;

/// <summary>The server must not start; the message says why and what to do.</summary>
internal sealed class StartupException(string message) : Exception(message);
