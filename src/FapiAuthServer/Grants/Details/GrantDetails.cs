using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace FapiAuthServer.Grants.Details;

/// <summary>
/// The authorization details of a request or grant (RFC 9396 section 2): what exactly may be done, beyond what scopes can
/// say. Parsed strictly; kept and handed on as the JSON that the client sent.
/// </summary>
internal sealed class GrantDetails
{
    private const int MaximumLength = 8 * 1024;
    private const int MaximumCount = 16;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private GrantDetails(IReadOnlyList<AuthorizationDetail> all) => All = all;

    public static GrantDetails None { get; } = new([]);

    public IReadOnlyList<AuthorizationDetail> All { get; }
    public bool IsEmpty => All.Count == 0;

    /// <summary>No parameter at all is no details; an empty array, or anything but objects that name their type, is a fault.</summary>
    public static bool TryParse(string? json, [NotNullWhen(true)] out GrantDetails? details)
    {
        details = None;
        if (json is null)
            return true;

        details = null;
        if (json.Length > MaximumLength)
            return false;

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.GetArrayLength() is 0 or > MaximumCount)
                return false;

            var all = new List<AuthorizationDetail>();
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
                    return false;

                all.Add(new AuthorizationDetail(type.GetString()!, item.Clone()));
            }

            details = new GrantDetails(all);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter for half a surrogate
        {
            return false;
        }
    }

    public GrantDetails Where(Func<AuthorizationDetail, bool> condition) => new([.. All.Where(condition)]);

    /// <summary>Whether each of these is one of the others, member by member.</summary>
    public bool IsPartOf(GrantDetails others)
        => All.All(detail => others.All.Any(other => JsonElement.DeepEquals(detail.Json, other.Json)));

    public string? ToJson() => IsEmpty ? null : $"[{string.Join(',', All.Select(detail => detail.Json.GetRawText()))}]";

    /// <summary>The array, as a response or a token carries it.</summary>
    public JsonElement ToElement() => JsonElement.Parse(ToJson() ?? "[]");
}
