namespace FapiAuthServer.TestKit.Protocol;

/// <summary>The answer of the token endpoint.</summary>
public sealed record TokenResponse(ServerResponse Answer) : ServerResponse(Answer)
{
    public string AccessToken => Expect(200).Text("access_token") ?? throw new UnexpectedResponseException("No access_token in " + Body);

    public string? RefreshToken => Text("refresh_token");

    public string? IdToken => Text("id_token");

    public string? TokenType => Text("token_type");

    public string? Scope => Text("scope");

    public long? ExpiresIn => Number("expires_in");
}
