using System.Globalization;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>The claims about a person that everybody knows (OpenID Connect Core section 5.1), in id_tokens and userinfo alike.</summary>
internal static class StandardClaims
{
    private const double StartOf1990 = 631_152_000;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly string[] Texts =
    [
        "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "email", "gender",
        "birthdate", "zoneinfo", "locale", "phone_number",
    ];

    private static readonly string[] Flags = ["email_verified", "phone_number_verified"];

    /// <summary>The claims that each scope of OpenID Connect Core section 5.4 stands for.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> OfScopes { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["profile"] =
        [
            "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "gender", "birthdate",
            "zoneinfo", "locale", "updated_at",
        ],
        ["email"] = ["email", "email_verified"],
        ["address"] = ["address"],
        ["phone"] = ["phone_number", "phone_number_verified"],
    };

    public static IReadOnlyList<string> Names { get; } = [.. Texts, .. Flags, "address", "updated_at"];

    public static void CheckTypes(CheckLog checks, JsonObject claims, DateTimeOffset now)
    {
        var wrong = claims.Where(claim => !IsWellTyped(claim.Key, claim.Value, now)).Select(claim => claim.Key).ToList();
        checks.Expect(wrong.Count == 0, "OIDCC-5.1", "Standard claims have their types, and none is empty", string.Join(", ", wrong));
    }

    private static bool IsWellTyped(string name, JsonNode? value, DateTimeOffset now) => name switch
    {
        _ when value is null => false,
        _ when Flags.Contains(name) => JsonText.Flag(value) is not null,
        "updated_at" => JsonText.Number(value) is >= StartOf1990 and var seconds && seconds <= (now + Skew).ToUnixTimeSeconds(),
        "address" => value is JsonObject { Count: > 0 },
        "birthdate" => JsonText.Of(value) is { Length: >= 4 } date
            && int.TryParse(date.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is 0 or >= 1850 && year <= now.Year,
        _ when Texts.Contains(name) => JsonText.Of(value) is { Length: > 0 } text && text != "null",
        _ => true,
    };
}
