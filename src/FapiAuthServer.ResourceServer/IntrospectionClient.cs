using System.Text.Json;
using FapiAuthServer.Jose;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer;

/// <summary>Asks the issuer whether a token is still active (RFC 7662). Any doubt is a refusal.</summary>
internal sealed class IntrospectionClient(
    FapiResourceServerOptions options,
    FapiIntrospectionOptions introspection,
    IssuerDirectory directory,
    Backchannel backchannel,
    TimeProvider time,
    ILogger logger)
{
    private readonly PrivateKey _key = PrivateKey.FromJwks(introspection.PrivateJwks)[0];
    private readonly Uri? _endpoint = introspection.Endpoint is { } endpoint ? new Uri(endpoint) : null;

    public async ValueTask<Refusal?> RefuseAsync(
        string accessToken, VerifiedAccessToken token, CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = _endpoint ?? (await directory.GetAsync(cancellationToken))?.IntrospectionEndpoint
                ?? throw new BackchannelException("The metadata has no https introspection_endpoint.");
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["token"] = accessToken,
                    ["token_type_hint"] = "access_token",
                    ["client_id"] = introspection.ClientId,
                    ["client_assertion_type"] = ClientAssertion.AssertionType,
                    ["client_assertion"] = ClientAssertion.Create(_key, introspection.ClientId, options.Issuer, time.GetUtcNow()),
                }),
            };
            return Judge(await backchannel.SendForObjectAsync(request, cancellationToken), token);
        }
        catch (BackchannelException exception)
        {
            Log.IntrospectionFailed(logger, options.Issuer, exception.Message);
            return Refusals.IssuerUnavailable;
        }
    }

    private Refusal? Judge(JsonElement answer, VerifiedAccessToken token)
    {
        if (!answer.TryGetProperty("active", out var active)
            || active.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw new BackchannelException("The answer has no active member.");
        if (active.ValueKind == JsonValueKind.False)
            return Refusals.Inactive;

        // The answer may not contradict the token, and has to name its binding (RFC 8705 §3.2, RFC 9449 §6.2).
        var isSame = NamesBinding(answer, token)
            && IsAbsentOr(answer, "iss", token.Issuer)
            && IsAbsentOr(answer, "sub", token.Subject)
            && IsAbsentOr(answer, "client_id", token.ClientId)
            && IsForThisApi(answer);
        if (isSame)
            return null;
        Log.IntrospectionDiffers(logger, options.Issuer);
        return Refusals.Inactive;
    }

    private static bool NamesBinding(JsonElement answer, VerifiedAccessToken token)
    {
        if (!answer.TryGetProperty("cnf", out var confirmation))
            return token.Binding == SenderConstraints.None;
        return confirmation.ValueKind == JsonValueKind.Object
            && ReadString(confirmation, "jkt") == token.KeyThumbprint
            && ReadString(confirmation, "x5t#S256") == token.CertificateThumbprint;
    }

    private bool IsForThisApi(JsonElement answer)
    {
        if (!answer.TryGetProperty("aud", out var audience))
            return true;
        return audience.ValueKind == JsonValueKind.Array
            ? audience.EnumerateArray().Any(IsThisApi)
            : IsThisApi(audience);
    }

    private bool IsThisApi(JsonElement audience)
        => audience.ValueKind == JsonValueKind.String && audience.ValueEquals(options.Audience);

    private static bool IsAbsentOr(JsonElement answer, string member, string expected)
        => !answer.TryGetProperty(member, out _) || ReadString(answer, member) == expected;

    private static string? ReadString(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
