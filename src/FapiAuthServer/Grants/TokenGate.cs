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
    /// <summary>Null when a token under this grant may be issued, else why not.</summary>
    public Rejection? Decide(RegisteredClient client, Grant grant, Customer? customer)
    {
        if (Decide(client) is { } refusal)
            return refusal;

        if (!grant.IsUsable(time.GetUtcNow()))
            return new Rejection(Reasons.GrantEnded, "RFC6749-5.2");

        // SQL Server's usual collation ignores case; a subject is exactly itself.
        return Decide(customer?.Subject == grant.Subject ? customers.GetState(customer) : CustomerState.Unknown);
    }

    /// <summary>Client credentials: nobody but the client is concerned.</summary>
    public Rejection? Decide(RegisteredClient client)
        => client.IsEnabled ? null : new Rejection(Reasons.ClientUnknown, "RFC6749-5.2");

    /// <summary>The part of the decision that concerns the customer alone.</summary>
    public async ValueTask<Rejection?> DecideAsync(string subject, CancellationToken cancellation)
        => Decide(await customers.GetStateAsync(subject, cancellation));

    private static Rejection? Decide(CustomerState customer)
        => customer == CustomerState.Active ? null : new Rejection(Reasons.CustomerBlocked, "RTS-4.3.b");
}
