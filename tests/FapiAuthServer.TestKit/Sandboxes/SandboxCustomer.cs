using FapiAuthServer.TestKit.Customers;

namespace FapiAuthServer.TestKit.Sandboxes;

/// <summary>One customer of `customers.json`, with the device that makes the one-time codes.</summary>
public sealed record SandboxCustomer(string Username, string Password, string Name, string Subject, string TotpSecret)
{
    public IReadOnlyList<SandboxAccount> Accounts { get; init; } = [];

    /// <summary>The phone that gets this customer's text messages; null for customers without a number.</summary>
    public TextMessages? Texts { get; init; }

    public required OneTimeCodes Device { get; init; }

    /// <summary>The phone with the banking app, of the first customers of the kit; see <see cref="SoftPhone"/>.</summary>
    public PhoneIdentity? Phone { get; init; }
}
