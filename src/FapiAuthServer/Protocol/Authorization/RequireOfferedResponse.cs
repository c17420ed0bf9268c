using FapiAuthServer.Clients;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>The response type and mode are ones that the profile offers and the client registered, and they go together.</summary>
internal sealed class RequireOfferedResponse<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var profile = context.Fapi.Profile;
        var client = context.Fapi.Client!.Client;
        var request = context.Transaction.Request!;

        // OIDMRT-3: the order of the words in a response type has no meaning; from here on it is the profile's.
        if (profile.ResponseTypes.Value.FirstOrDefault(type => IsSame(type, request.ResponseType)) is not { } type)
        {
            context.Reject(Reasons.ResponseTypeUnsupported, profile.ResponseTypes.Clause);
            return ValueTask.CompletedTask;
        }

        request.ResponseType = type;
        var mode = ResponseMode.Of(request);

        if (!client.GrantTypes.Contains("authorization_code"))
            context.Reject(Reasons.GrantTypeNotAllowed, "RFC7591-2");
        else if (!IsRegistered(client, type))
            context.Reject(Reasons.ResponseTypeNotRegistered, "RFC7591-2");
        else if (request.ResponseMode is { Length: > 0 } asked && !profile.ResponseModes.Value.Contains(asked))
            context.Reject(Reasons.ResponseModeUnsupported, profile.ResponseModes.Clause);
        else if (mode.IsInQuery && ResponseMode.HoldsToken(request))
            context.Reject(Reasons.ResponseModeInQuery, "OIDMRT-5");
        else if (profile.CodeResponseSigned.Value && type == "code" && !mode.IsSigned)
            context.Reject(Reasons.ResponseNotSigned, profile.CodeResponseSigned.Clause);

        return ValueTask.CompletedTask;
    }

    // RFC7591-2: a client that names no response types has registered code.
    private static bool IsRegistered(RegisteredClient client, string type)
        => client.ResponseTypes.Count == 0 ? type == "code" : client.ResponseTypes.Any(registered => IsSame(registered, type));

    private static bool IsSame(string offered, string? asked)
        => offered == asked || asked is not null && offered.Split(' ').Order(StringComparer.Ordinal).SequenceEqual(asked.Split(' ').Order(StringComparer.Ordinal));
}
