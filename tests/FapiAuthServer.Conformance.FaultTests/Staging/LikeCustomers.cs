using FapiAuthServer.Sca.Customers;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>Of every customer, the same is known, and all that can be.</summary>
internal sealed class LikeCustomers : ICustomerDetails
{
    private static readonly CustomerDetails Details = new()
    {
        GivenName = "Quick",
        FamilyName = "Customer",
        MiddleName = "T.",
        Nickname = "Q",
        PreferredUsername = "quick",
        Profile = new Uri("https://people.example.test/quick"),
        Picture = new Uri("https://people.example.test/quick.png"),
        Website = new Uri("https://quick.example.test"),
        Gender = "female",
        Birthdate = new DateOnly(1970, 1, 1),
        TimeZone = "Europe/Berlin",
        Locale = "en-GB",
        Email = "quick@example.test",
        IsEmailVerified = true,
        PhoneNumber = "+49 30 1234567",
        IsPhoneNumberVerified = true,
        Address = new CustomerAddress { Street = "1 Some Street", Locality = "Sometown", PostalCode = "12345", Country = "DE" },
        UpdatedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    public Task<CustomerDetails?> FindAsync(string subject, CancellationToken ct) => Task.FromResult<CustomerDetails?>(Details);
}
