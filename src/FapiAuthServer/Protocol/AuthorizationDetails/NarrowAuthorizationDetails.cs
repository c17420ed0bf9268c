using FapiAuthServer.Grants.Details;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.AuthorizationDetails;

/// <summary>
/// A token carries the details of its grant, or those of them that the token request names (RFC 9396 section 6); never
/// others, and never any without a grant: they are the customer's to give.
/// </summary>
internal sealed class NarrowAuthorizationDetails(AuthorizationDetailsTypes types) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var fapi = context.Fapi;
        if (!GrantDetails.TryParse((string?)context.Request!["authorization_details"], out var asked))
        {
            context.Reject(Reasons.DetailsMalformed, "RFC9396-2");
            return ValueTask.CompletedTask;
        }

        var granted = fapi.Grant?.Details ?? GrantDetails.None;
        // RTS-5.1.d: what has changed since the customer authenticated for it is not what they gave.
        if (!types.AreAuthenticated(granted, fapi.Grant?.ActionHash))
            context.Reject(Reasons.ActionChanged, "RTS-5.1.d");
        else if (!asked.IsPartOf(granted))
            context.Reject(Reasons.DetailsNotGranted, "RFC9396-6");

        // What the client or the issuer has lost since is gone, as it is with scopes.
        fapi.Details = (asked.IsEmpty ? granted : asked)
            .Where(detail => fapi.Issuer.DetailsTypes.ContainsKey(detail.Type) && fapi.Client!.Client.DetailsTypes.Contains(detail.Type));
        return ValueTask.CompletedTask;
    }
}
