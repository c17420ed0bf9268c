using FapiAuthServer.Clients;
using FapiAuthServer.Rejections;
using FapiAuthServer.Sca.Customers;

namespace FapiAuthServer.Grants;

/// <summary>
/// The one decision whether this customer, client and grant may have a token now. Every grant type asks it when it
/// begins and when tokens leave; a rule added here holds for all of them.
/// </summary>
internal sealed class TokenGate(CustomerDirectory customers, TimeProvider time)
{
    /// <summary>Null when a token may be issued, else why not.</summary>
    public async ValueTask<Rejection?> DecideAsync(RegisteredClient client, Grant? grant, CancellationToken cancellation)
    {
        if (!client.IsEnabled)
            return new Rejection(Reasons.ClientUnknown, "RFC6749-5.2");

        // Client credentials: nobody but the client is concerned.
        if (grant is null)
            return null;

        if (!grant.IsUsable(time.GetUtcNow()))
            return new Rejection(Reasons.GrantEnded, "RFC6749-5.2");

        return await DecideAsync(grant.Subject, cancellation);
    }

    /// <summary>The part of the decision that concerns the customer alone.</summary>
    public async ValueTask<Rejection?> DecideAsync(string subject, CancellationToken cancellation)
        => await customers.GetStateAsync(subject, cancellation) == CustomerState.Active
            ? null
            : new Rejection(Reasons.CustomerBlocked, "RTS-4.3.b");
}
