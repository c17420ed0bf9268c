using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace FapiAuthServer.Grants;

/// <summary>One claim asked for: whether it is essential, and which values would do (none means any).</summary>
internal sealed record ClaimDemand(bool IsEssential, IReadOnlyList<string> Values)
{
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out ClaimDemand? demand)
    {
        demand = null;
        if (element.ValueKind == JsonValueKind.Null)
        {
            demand = new ClaimDemand(false, []);
            return true;
        }

        if (element.ValueKind != JsonValueKind.Object)
            return false;

        var essential = false;
        if (element.TryGetProperty("essential", out var flag))
        {
            if (flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return false;

            essential = flag.GetBoolean();
        }

        List<string> values = [];
        if (element.TryGetProperty("value", out var value))
            values.Add(Text(value));

        if (element.TryGetProperty("values", out var several))
        {
            if (several.ValueKind != JsonValueKind.Array)
                return false;

            values.AddRange(several.EnumerateArray().Select(Text));
        }

        demand = new ClaimDemand(essential, values);
        return true;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
