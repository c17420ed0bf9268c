using System.Globalization;
using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Customers;

namespace FapiAuthServer.Grants;

/// <summary>The standard claims about a customer (OpenID Connect Core section 5.1) and the scopes that ask for them (section 5.4).</summary>
internal static class StandardClaims
{
    /// <summary>The claims each scope opens at userinfo.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByScope { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["profile"] =
        [
            "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
            "gender", "birthdate", "zoneinfo", "locale", "updated_at",
        ],
        ["email"] = ["email", "email_verified"],
        ["address"] = ["address"],
        ["phone"] = ["phone_number", "phone_number_verified"],
    };

    /// <summary>The claims that these scopes open.</summary>
    public static IEnumerable<string> OfScopes(IEnumerable<string> scopes) => scopes.SelectMany(scope => ByScope.GetValueOrDefault(scope) ?? []);

    /// <summary>Those of the named claims that are known; what is not known is left out, never empty.</summary>
    public static JsonObject Describe(IEnumerable<string> names, string? displayName, CustomerDetails? details)
    {
        var claims = new JsonObject();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
            if ((name == "name" ? Text(displayName) : details is null ? null : Value(name, details)) is { } value)
                claims[name] = value;

        return claims;
    }

    private static JsonNode? Value(string name, CustomerDetails details) => name switch
    {
        "given_name" => Text(details.GivenName),
        "family_name" => Text(details.FamilyName),
        "middle_name" => Text(details.MiddleName),
        "nickname" => Text(details.Nickname),
        "preferred_username" => Text(details.PreferredUsername),
        "profile" => Text(details.Profile?.AbsoluteUri),
        "picture" => Text(details.Picture?.AbsoluteUri),
        "website" => Text(details.Website?.AbsoluteUri),
        "gender" => Text(details.Gender),
        "birthdate" => Text(details.Birthdate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        "zoneinfo" => Text(details.TimeZone),
        "locale" => Text(details.Locale),
        "updated_at" => details.UpdatedAt is { } changed ? JsonValue.Create(changed.ToUnixTimeSeconds()) : null,
        "email" => Text(details.Email),
        "email_verified" => Text(details.Email) is null ? null : JsonValue.Create(details.IsEmailVerified),
        "phone_number" => Text(details.PhoneNumber),
        "phone_number_verified" => Text(details.PhoneNumber) is null ? null : JsonValue.Create(details.IsPhoneNumberVerified),
        "address" => details.Address is { } address ? Address(address) : null,
        _ => null,
    };

    // OIDCC-5.1.1
    private static JsonObject? Address(CustomerAddress address)
    {
        (string Name, string? Value)[] parts =
        [
            ("street_address", address.Street), ("locality", address.Locality), ("region", address.Region),
            ("postal_code", address.PostalCode), ("country", address.Country),
        ];
        var known = new JsonObject();
        foreach (var (name, value) in parts.Where(part => !string.IsNullOrWhiteSpace(part.Value)))
            known[name] = value;

        return known.Count > 0 ? known : null;
    }

    private static JsonValue? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text);
}
