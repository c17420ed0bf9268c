using FapiAuthServer.Clients;
using FapiAuthServer.Grants;
using FapiAuthServer.Jose;
using FapiAuthServer.Keys;
using FapiAuthServer.Rejections;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>
/// Issues an ID token when openid was granted: who the customer is, how and when they signed in, and what was asked for;
/// encrypted where the client registered for that. One that the browser carries signs the code and the state as well, and says
/// nothing of the customer's person (FAPI1-A-FINAL-5.2.2.1).
/// </summary>
internal sealed class IssueIdentityToken(KeyRing keys, ResponseSealer sealer, CustomerDirectory customers, TimeProvider time)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        var fapi = context.Fapi;
        var isInFront = context.EndpointType == OpenIddictServerEndpointType.Authorization && context.Request!.HasResponseType("id_token");
        if (!isInFront && context.EndpointType != OpenIddictServerEndpointType.Token || fapi.Grant is not { } grant || !grant.Scopes.Contains("openid"))
            return;

        var named = !isInFront && ClaimsRequest.TryParse(grant.ClaimsRequest, out var asked) && asked.IdToken.ContainsKey("name");
        var name = named ? (await customers.FindBySubjectAsync(grant.Subject, context.CancellationToken))?.DisplayName : null;
        var key = keys.For(fapi.Issuer).For(fapi.Client!.Client.Metadata.IdTokenSignedResponseAlg);
        var now = time.GetUtcNow();

        var signed = JwtWriter.Sign(key, "JWT", json =>
        {
            json.WriteString("iss", fapi.Issuer.Identifier);
            json.WriteString("sub", grant.Subject);
            json.WriteString("aud", fapi.Client.ClientId);
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteString("jti", Guid.NewGuid().ToString("N"));
            json.WriteNumber("auth_time", grant.AuthenticatedAt.ToUnixTimeSeconds());
            json.WriteString("acr", grant.Acr);
            json.WriteStrings("amr", grant.Methods);
            foreach (var (hash, value) in Hashed(context, isInFront))
                if (!string.IsNullOrEmpty(value))
                    json.WriteString(hash, Digests.LeftHalfHash(value, key.Algorithm));
            if ((isInFront ? context.Request!.Nonce : fapi.Code?.Nonce) is { } nonce)
                json.WriteString("nonce", nonce);
            if (name is not null)
                json.WriteString("name", name);
        });

        var client = fapi.Client.Client;
        context.Response.IdToken = await sealer.SealAsync(client, client.Metadata.IdTokenEncryptedResponseAlg, signed, context.CancellationToken);
        if (context.Response.IdToken is null)
            context.Reject(Reasons.EncryptionKeyMissing, "OIDCC-10.2");
    }

    private static (string Hash, string? Value)[] Hashed(ProcessSignInContext context, bool isInFront) => isInFront
        ? [("c_hash", context.Response.Code), ("s_hash", context.Request!.State)]
        : [("at_hash", context.Response.AccessToken)];
}
