using FapiAuthServer.Grants;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>A client that asks for itself passes the same gate as every other grant.</summary>
internal sealed class AdmitClientCredentials(TokenGate gate) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.Request!.IsClientCredentialsGrantType()
            && await gate.DecideAsync(context.Fapi.Client!.Client, grant: null, context.CancellationToken) is { } refusal)
            context.Reject(refusal);
    }
}
