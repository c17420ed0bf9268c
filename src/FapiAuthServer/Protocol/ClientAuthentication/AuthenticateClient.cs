using FapiAuthServer.Issuers;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>
/// Authenticates the client before anything else in the request is looked at. Stands in for all that the engine does
/// about client credentials (ADR 0003).
/// </summary>
internal sealed class AuthenticateClient<TContext>(ClientAuthenticator authenticator) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public async ValueTask HandleAsync(TContext context)
    {
        var request = context.Transaction.Request!;
        var issuer = context.Fapi.Issuer;
        var result = await authenticator.AuthenticateAsync(issuer, new ClientCredentials
        {
            ClientId = request.ClientId,
            AssertionType = request.ClientAssertionType,
            Assertion = request.ClientAssertion,
            HasSecret = request.ClientSecret is not null || context.Http.Request.Headers.Authorization.Count > 0,
            Certificate = context.Fapi.Certificate,
            EndpointUrls = [issuer.Url(Issuer.TokenPath), issuer.MutualTlsUrl(Issuer.TokenPath), issuer.Identifier + context.Http.Request.Path, issuer.MutualTlsIdentifier + context.Http.Request.Path],
        }, context.CancellationToken);

        if (!result.Succeeded)
        {
            context.Reject(result.Rejection with { OperatorDetail = Claimed(request.ClientId, result.Rejection.OperatorDetail) });
            return;
        }

        if (request.ClientId is not null && request.ClientId != result.Client.ClientId)
        {
            context.Reject(Reasons.ClientIdMismatch, "RFC7523-3");
            return;
        }

        request.ClientId = result.Client.ClientId;
        context.Fapi.Client = result.Client;
    }

    // Whom the caller claims to be helps the operator, and nobody else; it is not believed.
    private static string? Claimed(string? clientId, string? detail)
        => clientId is { Length: > 0 and <= 100 } && clientId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/')
            ? $"claimed client {clientId}; {detail}"
            : detail;
}
