using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>
/// The customers and their passkeys as ASP.NET Core Identity's handler reads them. It writes nothing: passkeys come and go through
/// the enrolment, and counters rise in the module's own transaction. (SCA-184)
/// </summary>
public sealed class PasskeyUserStore : IUserPasskeyStore<Customer>
{
    private readonly ScaStore store;

    internal PasskeyUserStore(ScaStore store) => this.store = store;

    /// <summary>What a passkey knows its owner by: the public name, never the row's id.</summary>
    public Task<string> GetUserIdAsync(Customer user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.Subject);
    }

    public Task<string?> GetUserNameAsync(Customer user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.UserName);
    }

    public Task<string?> GetNormalizedUserNameAsync(Customer user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.NormalizedUserName);
    }

    public Task<Customer?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        store.Customers.SingleOrDefaultAsync(c => c.Subject == userId && c.ClosedAt == null, cancellationToken);

    public Task<Customer?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        store.Customers.SingleOrDefaultAsync(c => c.NormalizedUserName == normalizedUserName && c.ClosedAt == null, cancellationToken);

    public async Task<Customer?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await store.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == credentialId && p.RevokedAt == null, cancellationToken) is { } passkey
            ? await store.Customers.SingleOrDefaultAsync(c => c.Id == passkey.CustomerId && c.ClosedAt == null, cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Customer user, byte[] credentialId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var passkey = await store.Passkeys.SingleOrDefaultAsync(
            p => p.CustomerId == user.Id && p.CredentialId == credentialId && p.RevokedAt == null, cancellationToken);
        return passkey is null ? null : InfoOf(passkey);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Customer user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var passkeys = await store.Passkeys.Where(p => p.CustomerId == user.Id && p.RevokedAt == null).ToListAsync(cancellationToken);
        return [.. passkeys.Select(InfoOf)];
    }

    public Task AddOrUpdatePasskeyAsync(Customer user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Unsupported();

    public Task RemovePasskeyAsync(Customer user, byte[] credentialId, CancellationToken cancellationToken) => throw Unsupported();

    public Task SetUserNameAsync(Customer user, string? userName, CancellationToken cancellationToken) => throw Unsupported();

    public Task SetNormalizedUserNameAsync(Customer user, string? normalizedName, CancellationToken cancellationToken) => throw Unsupported();

    public Task<IdentityResult> CreateAsync(Customer user, CancellationToken cancellationToken) => throw Unsupported();

    public Task<IdentityResult> UpdateAsync(Customer user, CancellationToken cancellationToken) => throw Unsupported();

    public Task<IdentityResult> DeleteAsync(Customer user, CancellationToken cancellationToken) => throw Unsupported();

    public void Dispose()
    {
        // The database context is its scope's.
    }

    // The counter is left out: the handler would only refuse where a copy has to be stopped.
    private static UserPasskeyInfo InfoOf(Passkey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, passkey.RegisteredAt, signCount: 0, transports: null, isUserVerified: true,
        passkey.IsBackupEligible, passkey.IsBackedUp, attestationObject: [], clientDataJson: []);

    private static NotSupportedException Unsupported() => new("This store is read by the sign-in with passkeys; customers and passkeys are changed elsewhere.");
}
