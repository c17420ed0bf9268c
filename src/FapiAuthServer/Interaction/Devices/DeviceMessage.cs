using System.Text.Json;
using FapiAuthServer.Transaction;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>What a banking app sends: a small JSON object of exactly the members that are asked for, each a string.</summary>
internal static class DeviceMessage
{
    private const int Deepest = 2;

    /// <summary>The members, or null when it is anything else, or larger than any message of an app.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(HttpContext context, string[] names, CancellationToken cancellation)
    {
        using var document = await SmallJson.TryReadAsync(context, Deepest, cancellation);
        return document is null ? null : Members(document.RootElement, names);
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
