namespace FapiAuthServer.TestKit.Protocol;

/// <summary>The redirect that brings the customer back to the client.</summary>
public sealed record AuthorizationAnswer(Uri Address)
{
    public FormParameters Parameters { get; } = FormParameters.Decode(Address.Query);

    public string Code => Parameters["code"] ?? throw new UnexpectedResponseException($"No code came back, but {Address.Query}");

    public string? State => Parameters["state"];

    /// <summary>The signed response, where one was asked for.</summary>
    public string? Response => Parameters["response"];

    public string? Issuer => Parameters["iss"];

    public string? Error => Parameters["error"];

    public string? ErrorDescription => Parameters["error_description"];
}
