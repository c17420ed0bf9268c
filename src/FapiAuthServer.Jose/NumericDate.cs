using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>Seconds since 1970-01-01T00:00:00Z (RFC 7519 §2), whole or fractional, within what a clock can show.</summary>
internal static class NumericDate
{
    private const double End = 253_402_300_800;

    // False when the claim is there and is not a date; a null value with true when it is absent.
    public static bool TryRead(JsonElement claims, string name, out DateTimeOffset? value)
    {
        value = null;
        if (!claims.TryGetProperty(name, out var claim))
            return true;
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out var seconds) || !(seconds >= 0 && seconds < End))
            return false;
        // Whole seconds and fraction apart, because a double cannot hold today's date in ticks.
        var whole = Math.Floor(seconds);
        value = DateTimeOffset.FromUnixTimeSeconds((long)whole).AddTicks((long)((seconds - whole) * TimeSpan.TicksPerSecond));
        return true;
    }
}
