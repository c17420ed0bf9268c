using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>A flow that went through, each of its responses checked by section 2 of the catalogue.</summary>
public sealed record Completed(AuthorizationRequest Request, AuthorizationAnswer Answer, TokenResponse Tokens);
