using FapiAuthServer.Grants;
using FapiAuthServer.Interaction;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>
/// Finds out who is signed in in this browser, and whether the request takes that sign-in: recent enough, as strong as it asks for,
/// and of the customer it names.
/// </summary>
internal sealed class RecogniseCustomer(CustomerSessions sessions, PairwiseSubjects subjects, AuthenticationContexts contexts, TimeProvider time)
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
            || !demands.Accepts(subjects.For(fapi.Issuer, fapi.Client!.Client, customer.Subject))
            || !IsStrongEnough(context, customer, demands.IsSilent))
            return;

        fapi.Customer = customer;
    }

    // RFC9470-5: a client that asks for more gets the customer asked for more. A mere wish is no reason to fail in silence.
    private bool IsStrongEnough(HandleAuthorizationRequestContext context, CustomerAuthentication customer, bool isSilent)
    {
        var requested = RequestedContexts.Of(context.Request!);
        return isSilent && !requested.AreEssential || contexts.AreMet(context.Fapi.Issuer, requested, customer.Traits);
    }
}
