using System.Globalization;
using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Customers;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>The particulars of the sandbox's customers, as the kit has them.</summary>
internal sealed class SandboxCustomerDetails(IOptions<ServerOptions> options) : ICustomerDetails
{
    private readonly Lazy<Dictionary<string, CustomerDetails>> bySubject = new(() => Read(options.Value));

    public Task<CustomerDetails?> FindAsync(string subject, CancellationToken ct) => Task.FromResult(bySubject.Value.GetValueOrDefault(subject));

    /// <summary>Particulars that somebody of this name could have, the same each time.</summary>
    public static JsonObject Invent(string username, string name, int number)
    {
        var names = name.Split(' ', 2);
        return new JsonObject
        {
            ["given_name"] = names[0],
            ["middle_name"] = "King",
            ["family_name"] = names[1],
            ["nickname"] = names[0],
            ["preferred_username"] = username,
            ["profile"] = $"https://people.example.test/{username}",
            ["picture"] = $"https://people.example.test/{username}/picture.png",
            ["website"] = $"https://{username}.example.test/",
            ["gender"] = "female",
            ["birthdate"] = new DateOnly(1955, 12, 10).AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["zoneinfo"] = "Europe/London",
            ["locale"] = "en-GB",
            ["updated_at"] = 1_767_225_600 + number,
            ["email"] = $"{username}@example.test",
            ["phone_number"] = $"+44 20 7946 0{number:000}",
            ["address"] = new JsonObject
            {
                ["street"] = $"{number} St James's Square",
                ["locality"] = "London",
                ["region"] = "Greater London",
                ["postal_code"] = "SW1Y 4JH",
                ["country"] = "United Kingdom",
            },
        };
    }

    private static Dictionary<string, CustomerDetails> Read(ServerOptions options)
        => SandboxKit.ReadCustomers(options)
            .Where(customer => customer!["details"] is not null)
            .ToDictionary(customer => (string)customer!["subject"]!, customer => Read(customer!["details"]!), StringComparer.Ordinal);

    private static CustomerDetails Read(JsonNode details) => new()
    {
        GivenName = (string?)details["given_name"],
        MiddleName = (string?)details["middle_name"],
        FamilyName = (string?)details["family_name"],
        Nickname = (string?)details["nickname"],
        PreferredUsername = (string?)details["preferred_username"],
        Profile = Address(details["profile"]),
        Picture = Address(details["picture"]),
        Website = Address(details["website"]),
        Gender = (string?)details["gender"],
        Birthdate = details["birthdate"] is { } birthdate ? DateOnly.ParseExact((string)birthdate!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        TimeZone = (string?)details["zoneinfo"],
        Locale = (string?)details["locale"],
        UpdatedAt = details["updated_at"] is { } changed ? DateTimeOffset.FromUnixTimeSeconds((long)changed) : null,
        Email = (string?)details["email"],
        IsEmailVerified = true,
        PhoneNumber = (string?)details["phone_number"],
        IsPhoneNumberVerified = true,
        Address = details["address"] is not { } address ? null : new CustomerAddress
        {
            Street = (string?)address["street"],
            Locality = (string?)address["locality"],
            Region = (string?)address["region"],
            PostalCode = (string?)address["postal_code"],
            Country = (string?)address["country"],
        },
    };

    private static Uri? Address(JsonNode? text) => text is null ? null : new Uri((string)text!);
}
