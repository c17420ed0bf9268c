using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Password;
using FapiAuthServer.Sca.Factors.Totp;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Customers;

/// <summary>Finds, enrols, blocks and closes customers. Who may ask for that is the caller's to decide. (SCA-105)</summary>
public sealed class CustomerDirectory
{
    private readonly ScaStore store;
    private readonly UserManager<Customer> users;
    private readonly TotpFactor totp;
    private readonly IReadOnlyList<IFactor> factors;
    private readonly ScaEvents events;
    private readonly TimeProvider clock;
    private readonly ILogger logger;

    internal CustomerDirectory(
        ScaStore store, UserManager<Customer> users, TotpFactor totp, IEnumerable<IFactor> factors, ScaEvents events, TimeProvider clock,
        ILogger<CustomerDirectory> logger)
    {
        this.store = store;
        this.users = users;
        this.totp = totp;
        this.factors = [.. factors];
        this.events = events;
        this.clock = clock;
        this.logger = logger;
    }

    /// <summary>The customer with that row id, unless closed.</summary>
    public async Task<CustomerIdentity?> FindAsync(Guid id, CancellationToken ct = default) =>
        (await Open.SingleOrDefaultAsync(c => c.Id == id, ct))?.Identity;

    /// <summary>The customer with that public name, unless closed.</summary>
    public async Task<CustomerIdentity?> FindBySubjectAsync(string subject, CancellationToken ct = default) =>
        await FindRowAsync(subject, ct) is { ClosedAt: null } customer ? customer.Identity : null;

    /// <summary>The customer with that username, unless closed.</summary>
    public async Task<CustomerIdentity?> FindByUsernameAsync(string username, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(username);
        return Username.TryNormalize(username, users.KeyNormalizer, out var normalized)
            ? (await Open.SingleOrDefaultAsync(c => c.NormalizedUserName == normalized, ct))?.Identity
            : null;
    }

    /// <summary>Whether the customer may be served now; the question to ask before any token leaves.</summary>
    public async Task<CustomerState> GetStateAsync(string subject, CancellationToken ct = default) =>
        GetState(await FindRowAsync(subject, ct));

    /// <summary>The same for a customer whose row, or its absence, the caller has just read.</summary>
    public CustomerState GetState(Customer? customer) => customer switch
    {
        null => CustomerState.Unknown,
        { ClosedAt: not null } => CustomerState.Closed,
        { IsSuspended: true } or { IsBlockedForGood: true } => CustomerState.Blocked,
        { BlockState: var state } when state.IsBlockedAt(clock.GetUtcNow()) => CustomerState.Blocked,
        _ => CustomerState.Active,
    };

    /// <summary>Adds a customer with a password and, if the device has one already, a TOTP seed.</summary>
    /// <exception cref="EnrolmentRefusedException">The username is taken, or something about the customer is unfit.</exception>
    public async Task<CustomerIdentity> EnrolAsync(NewCustomer newCustomer, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(newCustomer);
        ct.ThrowIfCancellationRequested();
        Require(Username.TryNormalize(newCustomer.Username, users.KeyNormalizer, out _), "InvalidUserName");
        Require(newCustomer.DisplayName.Length is > 0 and <= Customer.DisplayNameLength, "InvalidDisplayName");
        Require(newCustomer.Password.Length <= PasswordFactor.MaxLength, "PasswordTooLong");

        var subject = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Customer.SubjectLength / 2));
        var customer = new Customer(newCustomer.Username.Trim(), newCustomer.DisplayName, subject);
        if (newCustomer.TotpSecretBase32 is { } secret)
        {
            Require(TotpCodes.TryDecodeSecret(secret, out var seed), "InvalidTotpSecret");
            customer.ProtectedTotpSecret = totp.Protect(customer.Id, seed);
        }

        customer.PasswordHash = newCustomer.PasswordHash;
        await CreateAsync(customer, newCustomer.Password);
        logger.Enrolled(customer.Id);
        return customer.Identity;
    }

    /// <summary>Gives the customer a new TOTP seed and returns it, in base32, this once.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, or it has a seed already.</exception>
    public async Task<string> EnrolTotpAsync(Guid id, CancellationToken ct = default)
    {
        var secret = TotpCodes.NewSecret();
        Require(TotpCodes.TryDecodeSecret(secret, out var seed), "InvalidTotpSecret");
        var protectedSeed = totp.Protect(id, seed);
        var enrolled = await Open
            .Where(c => c.Id == id && c.ProtectedTotpSecret == null)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.ProtectedTotpSecret, protectedSeed), ct);
        Require(enrolled == 1, "TotpAlreadyEnrolled");
        logger.TotpEnrolled(id);
        return secret;
    }

    /// <summary>Blocks the customer until it is unblocked; true unless there is no such customer.</summary>
    public async Task<bool> BlockAsync(Guid id, CancellationToken ct = default)
    {
        var found = await Open.Where(c => c.Id == id)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.IsSuspended, true), ct) == 1;
        if (found)
            logger.Suspended(id);
        return found;
    }

    /// <summary>
    /// Ends a block by the bank or for a time, and forgets the failures; false when there is no such customer, or one blocked for
    /// good, who is restored and not merely unblocked.
    /// </summary>
    public async Task<bool> UnblockAsync(Guid id, CancellationToken ct = default)
    {
        var found = await Open.Where(c => c.Id == id && !c.IsBlockedForGood).ExecuteUpdateAsync(
            row => row
                .SetProperty(c => c.IsSuspended, false)
                .SetProperty(c => c.IsWarned, false)
                .SetProperty(c => c.FailedAttempts, 0)
                .SetProperty(c => c.TemporaryBlocks, 0)
                .SetProperty(c => c.BlockedUntil, (DateTimeOffset?)null),
            ct) == 1;
        if (found)
            logger.Unblocked(id);
        return found;
    }

    /// <summary>
    /// Restores a customer who is blocked for good: two operators answer for it, and every factor but the password is enrolled
    /// anew, because it may be what was guessed. (SCA-028, SCA-214)
    /// </summary>
    /// <exception cref="ArgumentException">It was not two operators, or nobody proved who the customer is.</exception>
    public async Task<bool> RestoreAsync(Guid id, Restoration restoration, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(restoration);
        var found = await Open.Where(c => c.Id == id && c.IsBlockedForGood).ExecuteUpdateAsync(
            row => row
                .SetProperty(c => c.IsBlockedForGood, false)
                .SetProperty(c => c.IsWarned, false)
                .SetProperty(c => c.FailedAttempts, 0)
                .SetProperty(c => c.TemporaryBlocks, 0)
                .SetProperty(c => c.BlockedUntil, (DateTimeOffset?)null)
                .SetProperty(c => c.CurrentChallengeId, (Guid?)null),
            ct) == 1;
        if (!found)
            return false;

        foreach (var factor in factors.Where(factor => factor.Kind != FactorKinds.Password))
            await factor.RevokeAllAsync(id, ct);
        await events.RecordAsync(
            ScaEventKind.Restored, id, FactorKinds.None, ct, $"{restoration.Operator}, {restoration.SecondOperator}: {restoration.Evidence}");
        logger.Restored(id);
        return true;
    }

    /// <summary>Ends the relationship and destroys the customer's secrets; true unless there is no such customer. (SCA-109)</summary>
    public async Task<bool> CloseAsync(Guid id, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var found = await Open.Where(c => c.Id == id).ExecuteUpdateAsync(
            row => row
                .SetProperty(c => c.ClosedAt, now)
                .SetProperty(c => c.CurrentChallengeId, (Guid?)null),
            ct) == 1;
        if (!found)
            return false;

        foreach (var factor in factors)
            await factor.RevokeAllAsync(id, ct);
        logger.Closed(id);
        return true;
    }

    private IQueryable<Customer> Open => store.Customers.Where(c => c.ClosedAt == null);

    private async Task<Customer?> FindRowAsync(string subject, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var customer = await store.Customers.SingleOrDefaultAsync(c => c.Subject == subject, ct);

        // SQL Server's usual collation ignores case and trailing spaces; a subject is exactly itself.
        return string.Equals(customer?.Subject, subject, StringComparison.Ordinal) ? customer : null;
    }

    private async Task CreateAsync(Customer customer, string password)
    {
        try
        {
            var result = customer.PasswordHash is null ? await users.CreateAsync(customer, password) : await users.CreateAsync(customer);

            // Codes only: the descriptions quote the username.
            if (!result.Succeeded)
                throw new EnrolmentRefusedException([.. result.Errors.Select(error => error.Code)]);
        }
        catch (DbUpdateException) when (users.Users.Any(c => c.NormalizedUserName == customer.NormalizedUserName))
        {
            // Another enrolment took the name after the validator had looked.
            throw new EnrolmentRefusedException(["DuplicateUserName"]);
        }
        finally
        {
            store.Forget(customer);
        }
    }

    private static void Require([DoesNotReturnIf(false)] bool condition, string reason)
    {
        if (!condition)
            throw new EnrolmentRefusedException([reason]);
    }
}
