using FapiAuthServer.Grants;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>A client that asks for itself passes the same gate as every other grant.</summary>
internal sealed class AdmitClientCredentials(TokenGate gate) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.Request!.IsClientCredentialsGrantType() && gate.Decide(context.Fapi.Client!.Client) is { } refusal)
            context.Reject(refusal);

        return ValueTask.CompletedTask;
    }
}
