using System.Buffers.Text;
using System.Text.Json;

namespace SampleBank.Api;

/// <summary>
/// The issuer that an access token says it is from. Nothing is believed of it: it only chooses who verifies the token.
/// </summary>
internal static class ClaimedIssuer
{
    public static string? Of(HttpRequest request)
    {
        var token = request.Headers.Authorization.ToString().Split(' ') is [_, var credentials] ? credentials : "";
        if (token.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement is { ValueKind: JsonValueKind.Object } members
                && members.TryGetProperty("iss", out var issuer) && issuer.ValueKind == JsonValueKind.String
                ? issuer.GetString()
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
