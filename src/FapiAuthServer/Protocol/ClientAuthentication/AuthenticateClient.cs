using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>
/// Authenticates the client before anything else in the request is looked at. Stands in for all that the engine does
/// about client credentials (ADR 0003).
/// </summary>
internal sealed class AuthenticateClient<TContext>(ClientAuthenticator authenticator, ClientRegistry clients) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public async ValueTask HandleAsync(TContext context)
    {
        var request = context.Transaction.Request!;
        var issuer = context.Fapi.Issuer;
        var header = context.Http.Request.Headers.Authorization;
        if (context.Http.Request.Query.ContainsKey("client_secret"))
        {
            context.Reject(Reasons.ClientSecretInUrl, "RFC6749-2.3.1");
            return;
        }

        var basic = BasicCredentials.Parse(header);
        var result = await authenticator.AuthenticateAsync(issuer, new ClientCredentials
        {
            ClientId = request.ClientId,
            AssertionType = request.ClientAssertionType,
            Assertion = request.ClientAssertion,
            Secret = request.ClientSecret,
            Basic = basic,
            HasHeader = header.Count > 0,
            Certificate = context.Fapi.Certificate,
            EndpointUrls = [issuer.Url(Issuer.TokenPath), issuer.MutualTlsUrl(Issuer.TokenPath), issuer.Identifier + context.Http.Request.Path, issuer.MutualTlsIdentifier + context.Http.Request.Path],
        }, context.CancellationToken);

        if (!result.Succeeded)
        {
            context.Fapi.ClaimedClientId = await ClaimedAsync(basic?.ClientId ?? request.ClientId, request.ClientAssertion, issuer, context.CancellationToken);
            context.Reject(result.Rejection);
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

    // Whom the caller claims to be helps the operator, when it is a client at all. It is not believed.
    private async ValueTask<string?> ClaimedAsync(string? clientId, string? assertion, Issuer issuer, CancellationToken cancellation)
    {
        clientId ??= assertion is not null && CompactJws.Parse(assertion) is { IsValid: true } parsed ? ClientAssertion.PeekSubject(parsed.Value) : null;
        return clientId is not null && await clients.FindAsync(issuer.Name, clientId, cancellation) is { } client ? client.ClientId : null;
    }
}
