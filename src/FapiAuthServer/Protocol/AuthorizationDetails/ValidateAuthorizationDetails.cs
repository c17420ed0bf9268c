using FapiAuthServer.Grants.Details;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.AuthorizationDetails;

/// <summary>
/// Authorization details are of types that the issuer offers and the client registered, and are what their type says, to the
/// last member (RFC 9396 section 5). From here on the parameter holds exactly that.
/// </summary>
internal sealed class ValidateAuthorizationDetails<TContext>(AuthorizationDetailsTypes types) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var request = context.Transaction.Request!;
        var fapi = context.Fapi;
        if (!GrantDetails.TryParse((string?)request["authorization_details"], out var details))
        {
            context.Reject(Reasons.DetailsMalformed, "RFC9396-2");
            return ValueTask.CompletedTask;
        }

        foreach (var detail in details.All)
            if (Fault(fapi, detail) is { } fault)
            {
                context.Reject(fault);
                return ValueTask.CompletedTask;
            }

        if (!types.HaveOneTotal(details))
        {
            context.Reject(Reasons.DetailsInvalid, "RTS-5.3.b", "payments without one total from one account");
            return ValueTask.CompletedTask;
        }

        request["authorization_details"] = details.ToJson();
        return ValueTask.CompletedTask;
    }

    private Rejection? Fault(FapiTransaction fapi, AuthorizationDetail detail)
    {
        if (!fapi.Issuer.DetailsTypes.TryGetValue(detail.Type, out var offered) || !types.TryGet(detail.Type, out var type))
            return new Rejection(Reasons.DetailsTypeNotOffered, "RFC9396-5");

        if (!fapi.Client!.Client.DetailsTypes.Contains(detail.Type))
            return new Rejection(Reasons.DetailsTypeNotRegistered, "RFC9396-10");

        if (type.Fault(detail.Json) is { } fault)
            return new Rejection(Reasons.DetailsInvalid, "RFC9396-5", fault);

        return detail.Json.IsAbsentOrSome("locations", location => location == offered.Resource)
            ? null
            : new Rejection(Reasons.DetailsInvalid, "RFC9396-2.2", "locations");
    }
}
