using System.Text.Json.Nodes;
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
internal sealed class IssueIdentityToken(
    KeyRing keys, ResponseSealer sealer, PairwiseSubjects subjects, CustomerDirectory customers, ICustomerDetails details, TimeProvider time)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        var fapi = context.Fapi;
        var isInFront = context.EndpointType == OpenIddictServerEndpointType.Authorization && context.Request!.HasResponseType("id_token");
        if (!isInFront && context.EndpointType != OpenIddictServerEndpointType.Token || fapi.Grant is not { } grant || !grant.Scopes.Contains("openid"))
            return;

        var claims = isInFront ? [] : await DescribeAsync(grant, fapi.Profile.IdentityClaims.Value, context.CancellationToken);
        var algorithm = keys.For(fapi.Issuer).IdTokenAlgorithm(fapi.Client!.Client.Metadata.IdTokenSignedResponseAlg);
        var subject = subjects.For(fapi.Issuer, fapi.Client.Client, grant.Subject);
        var now = time.GetUtcNow();

        var signed = keys.For(fapi.Issuer).SignForClient(algorithm, "JWT", json =>
        {
            json.WriteString("iss", fapi.Issuer.Identifier);
            json.WriteString("sub", subject);
            json.WriteString("aud", fapi.Client.ClientId);
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteString("jti", Guid.NewGuid().ToString("N"));
            json.WriteNumber("auth_time", grant.AuthenticatedAt.ToUnixTimeSeconds());
            json.WriteString("acr", grant.Acr);
            json.WriteStrings("amr", grant.Methods);
            foreach (var (hash, value) in Hashed(context, isInFront))
                if (!string.IsNullOrEmpty(value))
                    json.WriteString(hash, Digests.LeftHalfHash(value, algorithm));
            if ((isInFront ? context.Request!.Nonce : fapi.Code?.Nonce) is { } nonce)
                json.WriteString("nonce", nonce);
            if (fapi.Profile.BackChannelLogout.Value && grant.SessionId is { } session)
                json.WriteString("sid", session);
            foreach (var (name, value) in claims)
            {
                json.WritePropertyName(name);
                value!.WriteTo(json);
            }
        });

        var client = fapi.Client.Client;
        context.Response.IdToken = await sealer.SealAsync(client, client.Metadata.IdTokenEncryptedResponseAlg, signed, context.CancellationToken);
        if (context.Response.IdToken is null)
            context.Reject(Reasons.EncryptionKeyMissing, "OIDCC-10.2");
    }

    // Only what the claims parameter asks for in this very place; what a scope opens is at userinfo (OIDCC-5.4).
    private async Task<JsonObject> DescribeAsync(Grant grant, IReadOnlyList<string> offered, CancellationToken cancellation)
    {
        string[] names = ClaimsRequest.TryParse(grant.ClaimsRequest, out var asked) ? [.. asked.IdToken.Keys.Where(offered.Contains)] : [];
        return names.Length == 0
            ? []
            : StandardClaims.Describe(names, (await customers.FindBySubjectAsync(grant.Subject, cancellation))?.DisplayName, await details.FindAsync(grant.Subject, cancellation));
    }

    private static (string Hash, string? Value)[] Hashed(ProcessSignInContext context, bool isInFront) => isInFront
        ? [("c_hash", context.Response.Code), ("s_hash", context.Request!.State)]
        : [("at_hash", context.Response.AccessToken)];
}
