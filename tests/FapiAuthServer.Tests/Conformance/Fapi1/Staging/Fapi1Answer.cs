using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Fapi1.Staging;

/// <summary>What came back to the client: as parameters of the fragment, or as claims of one signed response.</summary>
public sealed record Fapi1Answer(AuthorizationAnswer Raw, AuthorizationRequest Request, SignedJwt? SignedResponse)
{
    public string Code => this["code"] ?? throw new UnexpectedResponseException($"No code came back, but {Raw.Address}");

    public SignedJwt IdToken => SignedJwt.Parse(Raw.IdToken ?? throw new UnexpectedResponseException("No ID token came back."));

    public string? this[string name] => SignedResponse is null ? Raw.Parameters[name] : SignedResponse[name];
}
