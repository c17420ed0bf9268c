using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FapiAuthServer.Conformance.Jose;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>Takes the secrets out of what is recorded: six characters and the length are left, enough to tell two apart.</summary>
public sealed partial class SecretMask
{
    private const int Shown = 6;
    private const int Short = 16;

    private static readonly HashSet<string> SecretNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "access_token", "refresh_token", "id_token", "code", "code_verifier", "client_assertion", "client_secret", "request", "response",
        "id_token_hint", "subject_token", "actor_token", "token", "password", "otp", "auth_req_id", "client_notification_token",
        "registration_access_token", "assertion", "logout_token",
    };

    private readonly List<DecodedToken> tokens = [];

    /// <summary>The JWTs that were met.</summary>
    public IReadOnlyList<DecodedToken> Tokens => tokens;

    /// <summary>A secret made harmless. Short ones, such as one-time codes, show nothing but their length.</summary>
    public static string Mask(string secret) =>
        secret.Length < Short ? Hide(secret) : $"{secret[..Shown]}… ({secret.Length} characters)";

    public string Address(Uri address)
    {
        var text = address.OriginalString;
        // The fragment first, as a query ends where it begins.
        var parts = text.Split('#', 2);
        var fragment = parts is [_, var after] ? $"#{Pairs(after)}" : "";
        return (parts[0].Split('?', 2) is [var path, var query] ? $"{path}?{Pairs(query)}" : parts[0]) + fragment;
    }

    public string Form(FormParameters form) => string.Join('\n', form.Select(pair => $"{pair.Key}={Value(pair.Key, pair.Value)}"));

    /// <summary>A form that a person would have typed into: nothing of it is shown but the names.</summary>
    public static string TypedForm(FormParameters form) => string.Join('\n', form.Select(pair => $"{pair.Key}={Hide(pair.Value)}"));

    public IReadOnlyList<KeyValuePair<string, string>> Headers(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        [.. headers.Select(header => KeyValuePair.Create(header.Key, Header(header.Key, header.Value)))];

    public string Body(string body, string? mediaType)
    {
        if (JsonText.Object(body) is { } json)
        {
            MaskMembers(json);
            return JsonText.Show(json);
        }
        if (CompactJwt.TryParse(body) is not null)
        {
            return Value("response", body);
        }
        var page = mediaType == "text/html" ? ValueAttribute().Replace(body, match => $"value=\"{Mask(match.Groups["value"].Value)}\"") : body;
        return MaskText(page);
    }

    // What is no JSON object, because a member stands twice or the end is missing, may hold secrets all the same.
    private static string MaskText(string text)
    {
        var members = Member().Replace(text, match => SecretNames.Contains(match.Groups["name"].Value)
            ? $"{match.Groups["before"].Value}{Mask(match.Groups["value"].Value)}\""
            : match.Value);
        return Jwt().Replace(members, match => Mask(match.Value));
    }

    private static string Hide(string secret) => $"… ({secret.Length} characters)";

    private string Header(string name, string value) => name.ToUpperInvariant() switch
    {
        "AUTHORIZATION" => value.Split(' ', 2) is [var scheme, var token] ? $"{scheme} {Value("access_token", token)}" : Mask(value),
        "DPOP" => Value("DPoP", value),
        "COOKIE" => string.Join("; ", value.Split("; ").Select(Cookie)),
        "SET-COOKIE" => value.Split(';', 2) is [var cookie, var attributes] ? $"{Cookie(cookie)};{attributes}" : Cookie(value),
        "LOCATION" => Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out var address) ? Address(address) : Mask(value),
        _ => value,
    };

    private static string Cookie(string cookie) => cookie.Split('=', 2) is [var name, var value] ? $"{name}={Mask(value)}" : Mask(cookie);

    private string Pairs(string query) => string.Join('&', query.Split('&').Select(pair =>
        pair.Split('=', 2) is [var name, var value] && SecretNames.Contains(name) ? $"{name}={Value(name, Uri.UnescapeDataString(value))}" : pair));

    private string Value(string name, string value)
    {
        if (CompactJwt.TryParse(value) is { } token)
        {
            // A signed response has the code among its claims.
            MaskMembers(token.Claims);
            tokens.Add(new DecodedToken(name, JsonText.Show(token.Header), JsonText.Show(token.Claims)));
        }
        return name == "DPoP" || SecretNames.Contains(name) ? Mask(value) : value;
    }

    private void MaskMembers(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                MaskMembers(item);
            }
        }
        foreach (var (name, value) in node is JsonObject json ? json.ToList() : [])
        {
            if (JsonText.Of(value) is { } text)
            {
                node![name] = Value(name, text);
            }
            else
            {
                MaskMembers(value);
            }
        }
    }

    [GeneratedRegex("""\bvalue="(?<value>[^"]{16,})["]""")]
    private static partial Regex ValueAttribute();

    [GeneratedRegex("""(?<before>"(?<name>\w+)"\s*:\s*")(?<value>(?:[^"\\]|\\.)+)["]""")]
    private static partial Regex Member();

    [GeneratedRegex(@"\beyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Jwt();
}
