using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>What a client asks of the authorization endpoint, and keeps to itself until the code comes back.</summary>
public sealed record AuthorizationRequest(Uri RedirectUri)
{
    public string ResponseType { get; init; } = "code";

    /// <summary>Null leaves it to the server.</summary>
    public string? ResponseMode { get; init; }

    public string Scope { get; init; } = "accounts offline_access";

    public string? State { get; init; } = NewSecret();

    /// <summary>Only requests that ask for `openid` have one.</summary>
    public string? Nonce { get; init; }

    /// <summary>Null asks without PKCE.</summary>
    public string? CodeVerifier { get; init; } = NewSecret();

    public string? CodeChallenge => CodeVerifier is null ? null : Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));

    public static string NewSecret() => Base64Url.Encode(RandomNumberGenerator.GetBytes(32));

    public void AddTo(FormParameters form)
    {
        form["response_type"] = ResponseType;
        form["response_mode"] = ResponseMode;
        form["redirect_uri"] = RedirectUri.OriginalString;
        form["scope"] = Scope;
        form["state"] = State;
        form["nonce"] = Nonce;
        form["code_challenge"] = CodeChallenge;
        form["code_challenge_method"] = CodeVerifier is null ? null : "S256";
    }
}
