using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>A request the customer approved: what was asked, how it was pushed, what came back.</summary>
public sealed record Authorized(AuthorizationRequest Request, PushResponse Pushed, AuthorizationAnswer Answer)
{
    public string Code => Answer.Code;
}
