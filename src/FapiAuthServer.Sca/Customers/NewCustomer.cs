namespace FapiAuthServer.Sca.Customers;

/// <summary>What enrolling a customer needs.</summary>
/// <param name="Username">At most 256 of the characters ASP.NET Core Identity allows; unique whatever its case.</param>
/// <param name="DisplayName">1 to 200 characters.</param>
/// <param name="Password">At most 1,024 characters, and no fewer than the options demand.</param>
/// <param name="TotpSecretBase32">A seed of 128 to 512 bits the customer's device already holds, or null to enrol the factor later.</param>
public sealed record NewCustomer(string Username, string DisplayName, string Password, string? TotpSecretBase32 = null)
{
    /// <summary>
    /// A password hash that ASP.NET Core Identity made before, such as when customers move here from elsewhere; it is taken as it
    /// is, and <see cref="Password"/> is not looked at. One with too few rounds is renewed when the customer signs in.
    /// </summary>
    public string? PasswordHash { get; init; }

    // A record would otherwise print its secrets into the first log that mentions it.
    public override string ToString() => nameof(NewCustomer);
}
