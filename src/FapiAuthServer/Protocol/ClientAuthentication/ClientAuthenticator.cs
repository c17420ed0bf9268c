using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Profiles;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>
/// Authenticates a client, at every endpoint alike. A client is held to the one method it registered: whatever else
/// the request carries proves nothing.
/// </summary>
internal sealed class ClientAuthenticator(
    ClientRegistry clients,
    ClientKeys keys,
    ClientCertificateCheck certificates,
    SingleUseStore singleUse,
    TimeProvider time)
{
    public async ValueTask<ClientAuthenticationResult> AuthenticateAsync(Issuer issuer, ClientCredentials credentials, CancellationToken cancellation)
    {
        if (new[] { credentials.Assertion is not null, credentials.Secret is not null, credentials.HasHeader }.Count(used => used) > 1)
            return Refused(Reasons.ClientMethodsMixed, "RFC6749-2.3");

        CompactJws? assertion = null;
        if (credentials.Assertion is not null || credentials.AssertionType is not null)
        {
            if (credentials.AssertionType != ClientAssertion.AssertionType)
                return Refused(Reasons.AssertionTypeUnknown, "RFC7523-2.2");

            var parsed = CompactJws.Parse(credentials.Assertion ?? "");
            if (!parsed.IsValid)
                return Refused(Reasons.AssertionMalformed, "RFC7523-3", parsed.Description);

            assertion = parsed.Value;
        }

        var methods = issuer.Profile.ClientAuthenticationMethods;
        if (credentials is { HasHeader: true, Basic: null } && methods.Value.Contains("client_secret_basic"))
            return Refused(Reasons.BasicMalformed, "RFC6749-2.3.1");

        var clientId = credentials.Basic?.ClientId ?? credentials.ClientId ?? (assertion is null ? null : ClientAssertion.PeekSubject(assertion));
        if (clientId is null)
            return Refused(Reasons.ClientCredentialsMissing, methods.Clause);

        if (await clients.FindAsync(issuer.Name, clientId, cancellation) is not { } client)
            return Refused(Reasons.ClientUnknown, "RFC6749-5.2");

        // A client is held to the one method it registered: a secret in the other place is as wrong as none.
        var method = client.AuthenticationMethod;
        var bySecret = credentials.HasHeader ? "client_secret_basic" : credentials.Secret is not null ? "client_secret_post" : null;
        if (!methods.Value.Contains(method) || bySecret is not null && bySecret != method)
            return Refused(Reasons.ClientMethodNotAllowed, methods.Clause);

        return method switch
        {
            "private_key_jwt" => await ByAssertionAsync(issuer, client, assertion, credentials, cancellation),
            "client_secret_basic" or "client_secret_post" => BySecret(issuer, client, assertion, credentials),
            _ => await ByCertificateAsync(issuer, client, method, assertion, credentials, cancellation),
        };
    }

    private static ClientAuthenticationResult BySecret(Issuer issuer, RegisteredClient client, CompactJws? assertion, ClientCredentials credentials)
    {
        if (assertion is not null)
            return Refused(Reasons.ClientMethodNotAllowed, issuer.Profile.ClientAuthenticationMethods.Clause);

        if ((credentials.Basic?.Secret ?? credentials.Secret) is not { Length: > 0 } secret)
            return Refused(Reasons.ClientCredentialsMissing, issuer.Profile.ClientAuthenticationMethods.Clause);

        return client.Secret?.Matches(secret) is true
            ? new AuthenticatedClient(client, client.AuthenticationMethod)
            : Refused(Reasons.ClientSecretMismatch, "RFC6749-2.3.1");
    }

    private async ValueTask<ClientAuthenticationResult> ByAssertionAsync(
        Issuer issuer, RegisteredClient client, CompactJws? assertion, ClientCredentials credentials, CancellationToken cancellation)
    {
        if (assertion is null)
            return Refused(Reasons.ClientCredentialsMissing, issuer.Profile.ClientAuthenticationMethods.Clause);

        var policy = Policy(issuer, client, credentials);
        var now = time.GetUtcNow();
        var verified = await keys.VerifyAsync(client, known => ClientAssertion.Verify(assertion, known, policy, now), cancellation);
        if (!verified.IsValid)
            return Refused(verified.Error.Value, verified.Description, issuer.Profile);

        singleUse.ConsumeOnce(ReplayKind.ClientAssertion, issuer.Name, client.ClientId, verified.Value.JwtId, verified.Value.ReplayUntil,
            new Rejection(Reasons.AssertionReplayed, "RFC7523-3"));
        return new AuthenticatedClient(client, "private_key_jwt");
    }

    private async ValueTask<ClientAuthenticationResult> ByCertificateAsync(
        Issuer issuer, RegisteredClient client, string method, CompactJws? assertion, ClientCredentials credentials, CancellationToken cancellation)
    {
        if (assertion is not null)
            return Refused(Reasons.ClientMethodNotAllowed, issuer.Profile.ClientAuthenticationMethods.Clause);

        if (credentials.Certificate is not { } certificate)
            return Refused(Reasons.CertificateMissing, "RFC8705-2");

        var fault = method == "tls_client_auth"
            ? certificates.CheckAgainstAuthorities(certificate, client.Metadata)
            : ClientCertificateCheck.CheckAgainstKeys(certificate, await keys.FindAsync(client, cancellation), time.GetUtcNow());

        return fault is null
            ? new AuthenticatedClient(client, method)
            : Refused(Reasons.CertificateNotAccepted, method == "tls_client_auth" ? "RFC8705-2.1" : "RFC8705-2.2", fault);
    }

    private static ClientAssertionPolicy Policy(Issuer issuer, RegisteredClient client, ClientCredentials credentials)
    {
        var profile = issuer.Profile;
        var issuerOnly = profile.AssertionAudience.Value == AssertionAudience.IssuerString;
        return new ClientAssertionPolicy
        {
            ClientId = client.ClientId,
            Audiences = issuerOnly ? [issuer.Identifier] : [issuer.Identifier, .. credentials.EndpointUrls],
            AudienceMustBeString = issuerOnly,
            Algorithms = client.Metadata.TokenEndpointAuthSigningAlg is { } registered ? [registered] : profile.SigningAlgorithms.Value,
            MaximumLifetime = profile.AssertionLifetime.Value,
            ClockSkew = profile.FutureClockSkew.Value,
        };
    }

    private static ClientAuthenticationResult Refused(JoseError error, string detail, FapiProfile profile) => error switch
    {
        JoseError.TypeNotAccepted => Refused(Reasons.AssertionTypeHeader, "RFC7523-3", detail),
        JoseError.AlgorithmNotAccepted => Refused(Reasons.AssertionAlgorithm, profile.SigningAlgorithms.Clause, detail),
        JoseError.KeyNotFound or JoseError.KeyAmbiguous or JoseError.KeyUnsuitable => Refused(Reasons.AssertionKeyUnknown, "RFC7523-3", detail),
        JoseError.SignatureInvalid => Refused(Reasons.AssertionSignature, "RFC7523-3", detail),
        JoseError.IssuerMismatch or JoseError.SubjectMismatch => Refused(Reasons.AssertionSubject, "RFC7523-3", detail),
        JoseError.AudienceMismatch => Refused(Reasons.AssertionAudience, profile.AssertionAudience.Clause, detail),
        JoseError.Expired or JoseError.ExpirationMissing => Refused(Reasons.AssertionExpired, "RFC7523-3", detail),
        JoseError.LifetimeTooLong => Refused(Reasons.AssertionLifetime, profile.AssertionLifetime.Clause, detail),
        JoseError.NotYetValid or JoseError.IssuedAtOutOfRange => Refused(Reasons.AssertionNotYetValid, profile.FutureClockSkew.Clause, detail),
        JoseError.JwtIdMissing or JoseError.JwtIdTooLong => Refused(Reasons.AssertionIdMissing, "RFC7523-3", detail),
        _ => Refused(Reasons.AssertionMalformed, "RFC7523-3", detail),
    };

    private static ClientAuthenticationResult Refused(Reason reason, string clause, string? detail = null) => new Rejection(reason, clause, detail);
}
