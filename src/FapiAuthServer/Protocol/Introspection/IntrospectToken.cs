using FapiAuthServer.Grants;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Introspection;

/// <summary>Finds out about the token; a token for another resource server is none of this one's business.</summary>
internal sealed class IntrospectToken(AccessTokenReader reader, TokenStanding standing) : IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    public async ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        var fapi = context.Fapi;
        if (reader.Read(fapi.Issuer, context.Request!.Token!) is { } token
            && token.Audiences.Contains(fapi.Client!.Client.Metadata.Resource)
            && await standing.IsGoodAsync(fapi.Issuer, token, context.CancellationToken))
            fapi.AccessToken = token;
    }
}
