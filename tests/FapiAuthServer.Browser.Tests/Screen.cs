namespace FapiAuthServer.Browser.Tests;

/// <summary>The ways a customer may look at the pages.</summary>
public enum Screen
{
    Desktop,
    Phone,
    WithoutScript,
}
