namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>The suite's variant `openid`: plain OAuth, OpenID Connect, or a row that is run with both.</summary>
public enum OpenIdUse
{
    Without,
    With,
    Both,
}
