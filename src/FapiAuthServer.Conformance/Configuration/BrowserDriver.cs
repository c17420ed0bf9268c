namespace FapiAuthServer.Conformance.Configuration;

/// <summary>What operates the server's pages.</summary>
public enum BrowserDriver
{
    Form,
    Chromium,
}
