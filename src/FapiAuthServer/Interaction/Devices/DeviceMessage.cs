using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>What a banking app sends: a small JSON object of exactly the members that are asked for, each a string.</summary>
internal static class DeviceMessage
{
    private const int LargestBody = 16 * 1024;
    private const string MediaType = "application/json";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    /// <summary>The members, or null when it is anything else, or larger than any message of an app.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(HttpContext context, string[] names, CancellationToken cancellation)
    {
        if (context.Request.ContentLength > LargestBody)
            return null;

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestBody; // for a body that does not say how long it is

        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase) is not true)
            return null;

        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, Strict, cancellation);
            return Members(document.RootElement, names);
        }
        catch (Exception unfit) when (unfit is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static Dictionary<string, string>? Members(JsonElement root, string[] names)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;

        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String || !names.Contains(member.Name))
                return null;

            try
            {
                members.Add(member.Name, member.Value.GetString()!);
            }
            catch (InvalidOperationException)
            {
                return null; // half a surrogate pair
            }
        }

        return members.Count == names.Length ? members : null;
    }
}
