using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>A flow up to the code: everything its client, and nobody else, should be able to redeem it with.</summary>
public sealed record CodeFlow(FintechClient Client, AuthorizationRequest Request, string RequestUri, string Code)
{
    public Task<TokenResponse> RedeemAsync(Action<ProtocolRequest>? change = null) => Client.RedeemCodeAsync(Code, Request, change);
}
