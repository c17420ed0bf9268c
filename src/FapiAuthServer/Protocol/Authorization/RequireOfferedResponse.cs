using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>The response type and mode are ones that the profile offers and the client registered.</summary>
internal sealed class RequireOfferedResponse<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var profile = context.Fapi.Profile;
        var request = context.Transaction.Request!;

        if (string.IsNullOrEmpty(request.ResponseType) || !profile.ResponseTypes.Value.Contains(request.ResponseType))
            context.Reject(Reasons.ResponseTypeUnsupported, profile.ResponseTypes.Clause);
        else if (!context.Fapi.Client!.Client.GrantTypes.Contains("authorization_code"))
            context.Reject(Reasons.GrantTypeNotAllowed, "RFC7591-2");
        else if (request.ResponseMode is { Length: > 0 } mode && !profile.ResponseModes.Value.Contains(mode))
            context.Reject(Reasons.ResponseModeUnsupported, profile.ResponseModes.Clause);

        return ValueTask.CompletedTask;
    }
}
