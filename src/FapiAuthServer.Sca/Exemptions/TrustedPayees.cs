using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>The customers' lists of trusted payees: only a customer who authenticated for that very change amends one. (SCA-088)</summary>
public sealed class TrustedPayees
{
    private readonly ScaStore store;
    private readonly TimeProvider clock;

    internal TrustedPayees(ScaStore store, TimeProvider clock)
    {
        this.store = store;
        this.clock = clock;
    }

    /// <summary>What the customer authenticates for, to put this payee on the list.</summary>
    public static ScaAction.Change Adding(Payee payee) => new(ChangeKind.EditTrustedPayees, $"trust {payee.Name} {payee.MaskedAccount} {Mark(payee)}");

    /// <summary>What the customer authenticates for, to take this payee off the list.</summary>
    public static ScaAction.Change Removing(Payee payee) => new(ChangeKind.EditTrustedPayees, $"trust no more {payee.Name} {payee.MaskedAccount} {Mark(payee)}");

    /// <summary>Puts the payee on the list; false unless that is what was authenticated for.</summary>
    public async Task<bool> AddAsync(AuthenticatedAction authenticated, Payee payee, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(authenticated);
        if (!authenticated.Action.Equals(Adding(payee)))
            return false;

        await store.TrustedPayees.Where(p => p.CustomerId == authenticated.CustomerId && p.Account == payee.Account).ExecuteDeleteAsync(ct);
        return await store.TryInsertAsync(new TrustedPayee(authenticated.CustomerId, payee, clock.GetUtcNow()), ct);
    }

    /// <summary>Takes the payee off the list; false unless that is what was authenticated for, and it was on it.</summary>
    public async Task<bool> RemoveAsync(AuthenticatedAction authenticated, Payee payee, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(authenticated);
        return authenticated.Action.Equals(Removing(payee))
            && await store.TrustedPayees.Where(p => p.CustomerId == authenticated.CustomerId && p.Account == payee.Account).ExecuteDeleteAsync(ct) == 1;
    }

    /// <summary>Whether the payee, name and account, is on the customer's list.</summary>
    public async Task<bool> HasAsync(Guid customerId, Payee payee, CancellationToken ct = default) =>
        (await store.TrustedPayees.SingleOrDefaultAsync(p => p.CustomerId == customerId && p.Account == payee.Account, ct))?.Name == payee.Name;

    // The whole account is too much for a screen, but the code must be good for this account only.
    private static string Mark(Payee payee) => ScaAction.HashOf($"{payee.Account}")[..16];
}
