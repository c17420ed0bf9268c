using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.ResourceServer;

/// <summary>Every refusal this library can send. Descriptions are printable ASCII without quotes and never hold input.</summary>
internal static class Refusals
{
    public static Refusal NoCredentials { get; } =
        new(StatusCodes.Status401Unauthorized, "invalid_token", "An access token is required.");

    public static Refusal TokenInQuery { get; } =
        InvalidRequest("Access tokens are accepted in the Authorization header only, not in the query.");

    public static Refusal TokenInForm { get; } =
        InvalidRequest("Access tokens are accepted in the Authorization header only, not in the body.");

    public static Refusal ManyAuthorizations { get; } = InvalidRequest("The request has more than one Authorization header.");

    public static Refusal MalformedAuthorization { get; } =
        InvalidRequest("The Authorization header does not hold one access token.");

    public static Refusal MalformedForm { get; } = InvalidRequest("The form in the request body cannot be read.");

    public static Refusal ManyProofs { get; } = InvalidProof("The request has more than one DPoP header.");

    public static Refusal NoProof { get; } = InvalidProof("The access token needs a DPoP proof, and the request has none.");

    public static Refusal ReplayedProof { get; } = InvalidProof("The DPoP proof was used before.");

    public static Refusal NonceNeeded { get; } =
        new(StatusCodes.Status401Unauthorized, "use_dpop_nonce", "A current nonce of this server is required in the DPoP proof.")
        {
            Challenge = SenderConstraints.DPoP,
        };

    public static Refusal NoCertificate { get; } =
        InvalidToken("The access token is bound to a client certificate, and the request has none.") with
        {
            Challenge = SenderConstraints.MutualTls,
        };

    public static Refusal OtherCertificate { get; } =
        InvalidToken("The access token is bound to another client certificate.") with
        {
            Challenge = SenderConstraints.MutualTls,
        };

    public static Refusal ManyCertificates { get; } =
        InvalidRequest("The client certificate was not forwarded as one certificate.");

    public static Refusal NotBound { get; } =
        InvalidToken("The access token is not bound to a key or certificate in an accepted way.");

    public static Refusal BoundToKey { get; } =
        InvalidToken("The access token is bound to a DPoP key and must not be sent as a bearer token.");

    public static Refusal BoundToCertificate { get; } =
        InvalidToken("The access token is bound to a certificate and must be sent with the scheme Bearer.");

    public static Refusal BoundToNothing { get; } =
        InvalidToken("The access token is bound to no key and must be sent with the scheme Bearer.");

    public static Refusal Inactive { get; } = InvalidToken("The access token is no longer active.");

    public static Refusal Forbidden { get; } =
        new(StatusCodes.Status403Forbidden, "access_denied", "The access token does not permit this.")
        {
            IsChallenge = false,
        };

    public static Refusal OtherPayment { get; } =
        new(StatusCodes.Status403Forbidden, "insufficient_authorization", "The customer has not authenticated for exactly this payment.");

    public static Refusal IssuerUnavailable { get; } = Unavailable("The access token cannot be checked at the moment.");

    public static Refusal ReplayStoreUnavailable { get; } = Unavailable("The DPoP proof cannot be checked at the moment.");

    public static Refusal AccessStoreUnavailable { get; } = Unavailable("Accesses without the customer cannot be counted at the moment.");

    public static Refusal TooOftenUnattended(TimeSpan retryAfter)
        => new(StatusCodes.Status429TooManyRequests, "access_exceeded", "The account was accessed as often as it may be while the customer is not present.")
        {
            IsChallenge = false,
            RetryAfter = retryAfter,
        };

    public static Refusal InvalidToken(string description)
        => new(StatusCodes.Status401Unauthorized, "invalid_token", description);

    public static Refusal InvalidProof(string description)
        => new(StatusCodes.Status401Unauthorized, "invalid_dpop_proof", description)
        {
            Challenge = SenderConstraints.DPoP,
        };

    public static Refusal InsufficientScope(string scope)
        => new(StatusCodes.Status403Forbidden, "insufficient_scope", "The access token does not have the scope this needs.")
        {
            Scope = scope,
        };

    public static Refusal InsufficientAuthentication(AuthenticationRequirement demanded)
        => new(StatusCodes.Status401Unauthorized, "insufficient_user_authentication", "The customer has to authenticate anew, or more strongly.")
        {
            Contexts = demanded.Contexts.Count > 0 ? string.Join(' ', demanded.Contexts) : null,
            MaximumAge = demanded.MaximumAge,
        };

    private static Refusal InvalidRequest(string description)
        => new(StatusCodes.Status400BadRequest, "invalid_request", description);

    private static Refusal Unavailable(string description)
        => new(StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable", description)
        {
            IsChallenge = false,
        };
}
