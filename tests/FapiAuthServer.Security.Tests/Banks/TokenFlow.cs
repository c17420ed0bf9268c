using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>A finished flow with its tokens.</summary>
public sealed record TokenFlow(CodeFlow Flow, TokenResponse Tokens)
{
    public FintechClient Client => Flow.Client;

    public string AccessToken => Tokens.AccessToken;

    public string RefreshToken => Tokens.RefreshToken ?? throw new UnexpectedResponseException("No refresh token came.");
}
