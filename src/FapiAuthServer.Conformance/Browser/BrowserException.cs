namespace FapiAuthServer.Conformance.Browser;

/// <summary>The browser cannot go on; the message is one line.</summary>
public sealed class BrowserException(string message, Exception? cause = null) : Exception(message, cause);
