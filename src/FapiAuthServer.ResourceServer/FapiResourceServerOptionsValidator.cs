using FapiAuthServer.Jose;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.ResourceServer;

/// <summary>Reports everything that is wrong with the options at once, with what to do about it.</summary>
internal sealed class FapiResourceServerOptionsValidator : IValidateOptions<FapiResourceServerOptions>
{
    public ValidateOptionsResult Validate(string? name, FapiResourceServerOptions options)
    {
        List<string> failures =
        [
            .. ValidateAddresses(options),
            .. ValidateAlgorithms(options),
            .. ValidateTimes(options),
            .. ValidateNonce(options),
            .. ValidateIntrospection(options.Introspection),
        ];
        if (options.SenderConstraints is SenderConstraints.None || (options.SenderConstraints & ~SenderConstraints.All) != 0)
            failures.Add("SenderConstraints: accept DPoP, MutualTls or both.");
        if (options.ProofReplayCapacity < 1)
            failures.Add("ProofReplayCapacity: must be at least 1.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> ValidateAddresses(FapiResourceServerOptions options)
    {
        if (!IsHttps(options.Issuer))
            yield return "Issuer: set the issuer's https URL, exactly as in its metadata.";
        if (options.Issuer.Contains('?', StringComparison.Ordinal) || options.Issuer.Contains('#', StringComparison.Ordinal))
            yield return "Issuer: an issuer has no query or fragment.";
        if (string.IsNullOrWhiteSpace(options.Audience))
            yield return "Audience: set the value of aud that means this API.";
        if (options.MetadataAddress is not null && !IsHttps(options.MetadataAddress))
            yield return "MetadataAddress: must be an https URL.";
        if (options.PublicBaseUri is { } address
            && (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http") || address.Query.Length > 0))
            yield return "PublicBaseUri: must be an absolute URL without query.";
    }

    private static IEnumerable<string> ValidateAlgorithms(FapiResourceServerOptions options)
    {
        if (options.AccessTokenAlgorithms.Count == 0 || options.AccessTokenAlgorithms.Except(FapiAlgorithms.Supported).Any())
            yield return "AccessTokenAlgorithms: choose among PS256 and ES256.";
        if (options.DPoPAlgorithms.Count == 0 || options.DPoPAlgorithms.Except(FapiAlgorithms.Supported).Any())
            yield return "DPoPAlgorithms: choose among PS256 and ES256.";
    }

    private static IEnumerable<string> ValidateTimes(FapiResourceServerOptions options)
    {
        var second = TimeSpan.FromSeconds(1);
        (string Name, TimeSpan Value, TimeSpan Least, TimeSpan Most)[] limits =
        [
            (nameof(options.DPoPProofLifetime), options.DPoPProofLifetime, second, 300 * second),
            (nameof(options.ClockSkew), options.ClockSkew, TimeSpan.Zero, 60 * second),
            (nameof(options.DPoPNonceWindow), options.DPoPNonceWindow, 10 * second, 600 * second),
            (nameof(options.KeyRefreshInterval), options.KeyRefreshInterval, 10 * second, TimeSpan.FromDays(1)),
            (nameof(options.KeyMaximumAge), options.KeyMaximumAge, options.KeyRefreshInterval, TimeSpan.FromDays(7)),
            (nameof(options.KeyRefetchInterval), options.KeyRefetchInterval, second, TimeSpan.FromHours(1)),
            (nameof(options.BackchannelTimeout), options.BackchannelTimeout, 0.1 * second, 60 * second),
        ];
        return limits
            .Where(limit => limit.Value < limit.Least || limit.Value > limit.Most)
            .Select(limit => $"{limit.Name}: must be between {limit.Least} and {limit.Most}.");
    }

    private static IEnumerable<string> ValidateNonce(FapiResourceServerOptions options)
    {
        if (!options.IsDPoPNonceRequired && options.DPoPNonceSecret is null)
            yield break;
        var secret = new byte[options.DPoPNonceSecret?.Length ?? 0];
        if (!Convert.TryFromBase64String(options.DPoPNonceSecret ?? string.Empty, secret, out var length) || length < 32)
            yield return "DPoPNonceSecret: set at least 32 random octets in base64, the same on every node.";
    }

    private static IEnumerable<string> ValidateIntrospection(FapiIntrospectionOptions? introspection)
    {
        if (introspection is null)
            yield break;
        if (string.IsNullOrWhiteSpace(introspection.ClientId))
            yield return "Introspection.ClientId: set this API's client identifier at the issuer.";
        if (introspection.Endpoint is not null && !IsHttps(introspection.Endpoint))
            yield return "Introspection.Endpoint: must be an https URL.";
        if (!HasKey(introspection.PrivateJwks))
            yield return "Introspection.PrivateJwks: set a JWK Set with a private PS256 or ES256 key.";
    }

    private static bool HasKey(string jwks)
    {
        try
        {
            return PrivateKey.FromJwks(jwks).Count > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsHttps(string address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}
