namespace FapiAuthServer.TestKit.Protocol;

/// <summary>What brings the customer back to the client: a redirect with the answer in its query or fragment, or a form that a page posts.</summary>
public sealed record AuthorizationAnswer(Uri Address)
{
    /// <summary>The fields of the form, when it is one.</summary>
    public FormParameters? Posted { get; init; }

    public FormParameters Parameters =>
        Posted ?? FormParameters.Decode(Address.Fragment.Length > 1 ? Address.Fragment[1..] : Address.Query);

    public string Code => Parameters["code"] ?? throw new UnexpectedResponseException($"No code came back, but {string.Join('&', Parameters.Pairs)}");

    public string? IdToken => Parameters["id_token"];

    public string? State => Parameters["state"];

    /// <summary>The signed response, where one was asked for.</summary>
    public string? Response => Parameters["response"];

    public string? Issuer => Parameters["iss"];

    public string? Error => Parameters["error"];

    public string? ErrorDescription => Parameters["error_description"];
}
