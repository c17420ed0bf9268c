using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Factors.Password;

/// <summary>Gives customers a new password. (SCA-108)</summary>
public sealed class PasswordEnrolment
{
    private readonly ScaStore store;
    private readonly UserManager<Customer> users;
    private readonly FactorChanges changes;

    internal PasswordEnrolment(ScaStore store, UserManager<Customer> users, FactorChanges changes)
    {
        this.store = store;
        this.users = users;
        this.changes = changes;
    }

    /// <summary>What makes a password unfit, in stable codes such as PasswordTooShort; empty when it is fit.</summary>
    public async Task<IReadOnlyList<string>> FindFaultsAsync(Guid customerId, string password, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        var customer = await store.Customers.SingleOrDefaultAsync(c => c.Id == customerId && c.ClosedAt == null, ct);
        if (customer is null)
            return ["UnknownCustomer"];
        if (password.Length > PasswordFactor.MaxLength)
            return ["PasswordTooLong"];

        var faults = new List<string>();
        foreach (var validator in users.PasswordValidators)
            faults.AddRange((await validator.ValidateAsync(users, customer, password)).Errors.Select(error => error.Code));
        return faults;
    }

    /// <summary>Puts a new password in place of the old one, by the right of factors other than the password.</summary>
    /// <exception cref="EnrolmentRefusedException">There is no such customer, no right to do it, or the password is unfit.</exception>
    public async Task ChangeAsync(Guid customerId, string password, FactorAuthority authority, CancellationToken ct = default)
    {
        var customer = await changes.RequireAsync(customerId, FactorKinds.Password, ChangeKind.ChangePassword, authority, ct);
        if (await FindFaultsAsync(customerId, password, ct) is { Count: > 0 } faults)
            throw new EnrolmentRefusedException(faults);

        var hash = users.PasswordHasher.HashPassword(customer, password);
        await store.Customers.Where(c => c.Id == customerId && c.ClosedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.PasswordHash, hash), ct);
        await changes.AddedAsync(customerId, FactorKinds.Password, ct);
    }
}
