using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace FapiAuthServer.Grants;

/// <summary>The claims parameter (OpenID Connect Core section 5.5). Places and members it does not define are ignored.</summary>
internal sealed class ClaimsRequest
{
    private const int MaximumLength = 4096;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };
    private static readonly Dictionary<string, ClaimDemand> Nothing = [];

    private ClaimsRequest(IReadOnlyDictionary<string, ClaimDemand> idToken, IReadOnlyDictionary<string, ClaimDemand> userInfo)
    {
        IdToken = idToken;
        UserInfo = userInfo;
    }

    public static ClaimsRequest Empty { get; } = new(Nothing, Nothing);

    public IReadOnlyDictionary<string, ClaimDemand> IdToken { get; }
    public IReadOnlyDictionary<string, ClaimDemand> UserInfo { get; }

    /// <summary>Every claim asked for, in either place.</summary>
    public IEnumerable<string> Names => IdToken.Keys.Concat(UserInfo.Keys);

    public static bool TryParse(string? json, [NotNullWhen(true)] out ClaimsRequest? claims)
    {
        claims = null;
        if (string.IsNullOrEmpty(json))
        {
            claims = Empty;
            return true;
        }

        if (json.Length > MaximumLength)
            return false;

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !TryRead(document.RootElement, "id_token", out var idToken)
                || !TryRead(document.RootElement, "userinfo", out var userInfo))
                return false;

            claims = new ClaimsRequest(idToken, userInfo);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter for half a surrogate
        {
            return false;
        }
    }

    private static bool TryRead(JsonElement root, string place, out Dictionary<string, ClaimDemand> demands)
    {
        demands = new Dictionary<string, ClaimDemand>(StringComparer.Ordinal);
        if (!root.TryGetProperty(place, out var members))
            return true;

        if (members.ValueKind != JsonValueKind.Object)
            return false;

        foreach (var member in members.EnumerateObject())
        {
            if (!ClaimDemand.TryRead(member.Value, out var demand))
                return false;

            demands[member.Name] = demand;
        }

        return true;
    }
}
