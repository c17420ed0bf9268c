using System.Net;
using FapiAuthServer.Data;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;

namespace FapiAuthServer.Clients;

/// <summary>What a client's metadata must be under its issuer's profile. The one check for every way a client can arrive.</summary>
internal static class ClientRules
{
    /// <summary>Every fault of this client, each a sentence that says what to change; empty when it may be registered.</summary>
    public static IEnumerable<string> Faults(ClientMetadata client, Issuer issuer)
    {
        if (client.ClientId.Length is 0 or > Lengths.Identifier || client.ClientId.Any(c => c is < '!' or > '~' or '"' or '\\'))
            yield return "client_id must be 1 to 256 printable characters without spaces, quotes and backslashes.";

        if (issuer.Profile.ConfidentialClientsOnly.Value && client.TokenEndpointAuthMethod is (null or "none"))
            yield return "token_endpoint_auth_method is required: this issuer takes confidential clients only.";

        if (!issuer.Profile.ClientAuthenticationMethods.Value.Contains(client.TokenEndpointAuthMethod))
            yield return $"token_endpoint_auth_method must be one of {List(issuer.Profile.ClientAuthenticationMethods.Value)}.";

        (string Name, string? Algorithm)[] signatures =
        [
            ("token_endpoint_auth_signing_alg", client.TokenEndpointAuthSigningAlg),
            ("request_object_signing_alg", client.RequestObjectSigningAlg),
            ("authorization_signed_response_alg", client.AuthorizationSignedResponseAlg),
            ("introspection_signed_response_alg", client.IntrospectionSignedResponseAlg),
        ];
        foreach (var (name, _) in signatures.Where(signature => signature.Algorithm is { } algorithm && !issuer.Profile.SigningAlgorithms.Value.Contains(algorithm)))
            yield return $"{name} must be one of {List(issuer.Profile.SigningAlgorithms.Value)}.";

        (string Name, string? Algorithm)[] aboutTheCustomer =
        [
            ("id_token_signed_response_alg", client.IdTokenSignedResponseAlg),
            ("userinfo_signed_response_alg", client.UserinfoSignedResponseAlg),
        ];
        foreach (var (name, _) in aboutTheCustomer.Where(signature => signature.Algorithm is { } algorithm && !issuer.Profile.IdTokenAlgorithms.Value.Contains(algorithm)))
            yield return $"{name} must be one of {List(issuer.Profile.IdTokenAlgorithms.Value)}.";

        if (issuer.Profile.RequestObjects.Value == Profiles.RequestObjects.Required && client.GrantTypes.Contains("authorization_code") && client.Jwks is null && client.JwksUri is null)
            yield return "jwks or jwks_uri is required: this issuer takes signed requests only.";

        foreach (var fault in KeyFaults(client).Concat(EncryptionRules.Faults(client, issuer)))
            yield return fault;

        foreach (var fault in RedirectFaults(client, issuer))
            yield return fault;

        foreach (var fault in SubjectFaults(client, issuer).Concat(LogoutFaults(client, issuer)))
            yield return fault;

        foreach (var grantType in client.GrantTypes.Where(value => !issuer.Profile.GrantTypes.Value.Contains(value)))
            yield return $"grant_types: {Printable(grantType)} is not offered by this issuer.";

        foreach (var responseType in client.ResponseTypes.Where(value => !issuer.Profile.ResponseTypes.Value.Contains(value)))
            yield return $"response_types: {Printable(responseType)} is not offered by this issuer.";

        foreach (var scope in (client.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(scope => !issuer.Scopes.ContainsKey(scope)))
            yield return $"scope: {Printable(scope)} is not offered by this issuer.";

        foreach (var type in client.AuthorizationDetailsTypes.Where(type => !issuer.DetailsTypes.ContainsKey(type)))
            yield return $"authorization_details_types: {Printable(type)} is not offered by this issuer.";

        if (client is { DpopBoundAccessTokens: true, TlsClientCertificateBoundAccessTokens: true })
            yield return "dpop_bound_access_tokens and tls_client_certificate_bound_access_tokens exclude each other.";
    }

    /// <summary>What is wrong with the secret of a client that is registered; a fault never repeats it.</summary>
    public static IEnumerable<string> SecretFaults(ClientMetadata client, string? secret)
    {
        var needsSecret = client.TokenEndpointAuthMethod is "client_secret_basic" or "client_secret_post";
        if (needsSecret && (secret is null || !ClientSecret.IsStrong(secret)))
            yield return $"client_secret is required for {client.TokenEndpointAuthMethod}: {ClientSecret.ShortestText} to {ClientSecret.LongestText} printable characters, chosen at random.";

        if (!needsSecret && secret is not null)
            yield return "client_secret is for client_secret_basic and client_secret_post only.";
    }

    // OIDCC-8.1: who shares a pairwise subject with whom must follow from the registration alone.
    private static IEnumerable<string> SubjectFaults(ClientMetadata client, Issuer issuer)
    {
        if (client.SubjectType is { } type && !issuer.Profile.SubjectTypes.Value.Contains(type))
            yield return $"subject_type must be one of {List(issuer.Profile.SubjectTypes.Value)}.";

        if (client.SectorIdentifierUri is { } sector && !IsHttps(sector))
            yield return "sector_identifier_uri must be an https URL without user information and fragment.";

        if (client is { SubjectType: "pairwise", SectorIdentifierUri: null }
            && client.RedirectUris.Select(uri => Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? parsed.Host : null).Distinct().Count() != 1)
            yield return "sector_identifier_uri is required for pairwise subjects unless all redirect_uris have one host.";
    }

    private static IEnumerable<string> LogoutFaults(ClientMetadata client, Issuer issuer)
    {
        if (client.PostLogoutRedirectUris is { Count: > 0 } && !issuer.Profile.EndSession.Value)
            yield return "post_logout_redirect_uris: this issuer has no end_session_endpoint.";

        foreach (var uri in (client.PostLogoutRedirectUris ?? []).Where(uri => !IsHttps(uri) || uri.Length > Lengths.Text))
            yield return $"post_logout_redirect_uris: {Printable(uri)} must be an https URL without user information and fragment.";

        if (client.BackchannelLogoutUri is not { } backChannel)
            yield break;

        if (!issuer.Profile.BackChannelLogout.Value)
            yield return "backchannel_logout_uri: this issuer has no back-channel logout.";
        else if (!IsHttps(backChannel) || backChannel.Length > Lengths.Text)
            yield return "backchannel_logout_uri must be an https URL without user information and fragment.";
    }

    private static bool IsHttps(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
            && !text.Contains('#', StringComparison.Ordinal) && text.All(c => c is > ' ' and <= '~' and not '\\');

    private static IEnumerable<string> KeyFaults(ClientMetadata client)
    {
        if (client is { Jwks: not null, JwksUri: not null })
            yield return "jwks and jwks_uri exclude each other.";

        if (client.Jwks is { } jwks && VerificationKeySet.Parse(jwks.GetRawText()) is { IsValid: false } parsed)
            yield return $"jwks: {parsed.Description}";

        if (client.JwksUri is { } uri && !(Uri.TryCreate(uri, UriKind.Absolute, out var parsedUri) && parsedUri.Scheme == Uri.UriSchemeHttps && parsedUri.UserInfo.Length == 0))
            yield return "jwks_uri must be an https URL without user information.";

        if (client.TokenEndpointAuthMethod is "private_key_jwt" or "self_signed_tls_client_auth" && client.Jwks is null && client.JwksUri is null)
            yield return $"{client.TokenEndpointAuthMethod} needs jwks or jwks_uri.";

        string?[] subjects = [client.TlsClientAuthSubjectDn, client.TlsClientAuthSanDns, client.TlsClientAuthSanUri, client.TlsClientAuthSanIp, client.TlsClientAuthSanEmail];
        var given = subjects.Count(subject => !string.IsNullOrEmpty(subject));
        if (client.TokenEndpointAuthMethod == "tls_client_auth" && given != 1)
            yield return "tls_client_auth needs exactly one of tls_client_auth_subject_dn, _san_dns, _san_uri, _san_ip and _san_email.";

        if (client.TlsClientAuthSubjectDn is { } dn && !DistinguishedName.TryParse(dn, out _))
            yield return "tls_client_auth_subject_dn is not a distinguished name by RFC 4514.";

        if (client.TlsClientAuthSanIp is { } ip && !IPAddress.TryParse(ip, out _))
            yield return "tls_client_auth_san_ip is not an IP address.";
    }

    private static IEnumerable<string> RedirectFaults(ClientMetadata client, Issuer issuer)
    {
        if (client.GrantTypes.Contains("authorization_code") && client.RedirectUris.Count == 0)
            yield return "redirect_uris must list at least one URI for the authorization_code grant.";

        foreach (var redirectUri in client.RedirectUris)
        {
            if (!Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) || redirectUri.Length > Lengths.Text || redirectUri.Any(c => c is <= ' ' or > '~' or '\\'))
                yield return $"redirect_uris: {Printable(redirectUri)} is not an absolute URI.";
            else if (uri.Fragment.Length > 0 || redirectUri.Contains('#'))
                yield return $"redirect_uris: {Printable(redirectUri)} must not have a fragment.";
            else if (uri.UserInfo.Length > 0)
                yield return $"redirect_uris: {Printable(redirectUri)} must not have user information.";
            else if (uri.Scheme != Uri.UriSchemeHttps && !IsNativeLoopback(client, uri) && issuer.Profile.PlainHttpRedirectRefused.Value)
                yield return $"redirect_uris: {Printable(redirectUri)} must use https.";
            else if (System.Web.HttpUtility.ParseQueryString(uri.Query).AllKeys.Intersect(ReservedParameters).Any())
                yield return $"redirect_uris: {Printable(redirectUri)} must not carry a parameter of the authorization response in its query.";
        }
    }

    private static readonly string[] ReservedParameters = ["code", "state", "iss", "error", "error_description", "error_uri", "response", "id_token"];

    private static bool IsNativeLoopback(ClientMetadata client, Uri uri)
        => client.ApplicationType == "native" && uri.Scheme == Uri.UriSchemeHttp
            && (uri.Host is "127.0.0.1" or "[::1]");

    private static string List(IEnumerable<string> values) => string.Join(", ", values);

    // Metadata is outside input; what is repeated in a fault must not carry control characters or quotes.
    private static string Printable(string value)
        => new([.. value.Take(200).Select(c => c is > ' ' and <= '~' and not '"' and not '\\' ? c : '?')]);
}
