using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>How long ago a customer authenticated for what is looked at now.</summary>
internal sealed class AccountAccessAge(ScaStore store, TimeProvider clock)
{
    /// <summary>Stands for accounts that are chosen later.</summary>
    public const string AnyAccount = "*";

    public static IReadOnlyList<string> AccountsOf(ScaAction.AccountAccess access) => access.Accounts.Count == 0 ? [AnyAccount] : access.Accounts;

    /// <summary>The age of the oldest authentication among the accounts, or null when one of them had none through this client.</summary>
    public async Task<TimeSpan?> FindAsync(CodeBinding binding, ScaAction.AccountAccess access, CancellationToken ct)
    {
        var accounts = AccountsOf(access);
        var times = await store.AccountAccess
            .Where(r => r.CustomerId == binding.CustomerId && r.ClientId == binding.ClientId && accounts.Contains(r.Account))
            .Select(r => r.AuthenticatedAt)
            .ToListAsync(ct);
        return times.Count == accounts.Count ? clock.GetUtcNow() - times.Min() : null;
    }
}
