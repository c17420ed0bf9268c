using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>The status of a refusal where it is not the one the engine gives every error code.</summary>
internal sealed class AttachStatus<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    public ValueTask HandleAsync(TContext context)
    {
        if (context.Fapi.Rejection is not { } rejection)
            return ValueTask.CompletedTask;

        var response = context.Http.Response;
        if (rejection.Reason.Status is { } status)
            response.StatusCode = status;

        // DPOP-7.1: at a protected resource a bad proof is a failed authentication.
        else if (context.EndpointType == OpenIddictServerEndpointType.UserInfo && rejection.Reason.Error is "invalid_dpop_proof" or "use_dpop_nonce")
            response.StatusCode = StatusCodes.Status401Unauthorized;

        return ValueTask.CompletedTask;
    }
}
