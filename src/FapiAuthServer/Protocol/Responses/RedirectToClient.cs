using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>
/// Sends the authorization response to the client by 303, never by a status that would make the browser repeat a POST
/// with the customer's credentials. With <see cref="PostToClient"/> the one way a response reaches a redirect URI.
/// </summary>
internal sealed class RedirectToClient : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (string.IsNullOrEmpty(context.RedirectUri) || ResponseMode.Of(context.Request!) is not { Carrier: "query" or "fragment" } mode)
            return ValueTask.CompletedTask;

        // The URI was compared with the client's registration and has no fragment of its own; its own query stays as it is.
        var parameters = Parameters(context.Response);
        context.Http.Response.StatusCode = context.Fapi.Profile.RedirectStatus.Value;
        context.Http.Response.Headers.Location = mode.IsInQuery
            ? QueryHelpers.AddQueryString(context.RedirectUri, parameters!)
            : $"{context.RedirectUri}#{new QueryBuilder(parameters).ToString()[1..]}";
        context.HandleRequest();
        return ValueTask.CompletedTask;
    }

    /// <summary>What a response says, without members that have no value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parameters(OpenIddictResponse response)
        => response.GetParameters()
            .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value ?? ""))
            .Where(parameter => parameter.Value.Length > 0);
}
