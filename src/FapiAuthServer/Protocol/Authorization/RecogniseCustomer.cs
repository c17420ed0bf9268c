using FapiAuthServer.Grants;
using FapiAuthServer.Interaction;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>Finds out who is signed in in this browser, and whether the request takes that sign-in: recent enough, and of the customer it names.</summary>
internal sealed class RecogniseCustomer(CustomerSessions sessions, PairwiseSubjects subjects, TimeProvider time)
    : IOpenIddictServerHandler<HandleAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(HandleAuthorizationRequestContext context)
    {
        var fapi = context.Fapi;
        if (fapi.Interaction is not null)
            return;

        if (!AuthenticationDemands.TryParse(context.Request!, out var demands, out var fault))
        {
            context.Reject(fault, "OIDCC-3.1.2.1");
            return;
        }

        if (await sessions.FindAsync(context.Http, fapi.Issuer, context.CancellationToken) is not { } customer
            || demands.ForcesSignIn
            || demands.MaximumAge is { } age && time.GetUtcNow() - customer.AuthenticatedAt > age
            || !demands.Accepts(subjects.For(fapi.Issuer, fapi.Client!.Client, customer.Subject)))
            return;

        fapi.Customer = customer;
    }
}
