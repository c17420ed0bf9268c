namespace FapiAuthServer.Conformance;

/// <summary>The run cannot begin or go on: the message is one line that says what is wrong and what to do.</summary>
public sealed class ConformanceException(string message, Exception? cause = null) : Exception(message, cause);
