namespace FapiAuthServer.TestKit.Protocol;

/// <summary>The server did not do what the next step needs; the message says what it did instead.</summary>
public sealed class UnexpectedResponseException(string message) : Exception(message);
