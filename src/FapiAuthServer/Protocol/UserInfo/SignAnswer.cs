using FapiAuthServer.Clients;
using FapiAuthServer.Keys;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.UserInfo;

/// <summary>The answer as a JWT (OIDCC-5.3.2), for a client that registered for one: signed, and encrypted where it said so.</summary>
internal sealed class SignAnswer(KeyRing keys, ResponseSealer sealer) : IOpenIddictServerHandler<ApplyUserInfoResponseContext>
{
    public async ValueTask HandleAsync(ApplyUserInfoResponseContext context)
    {
        if (context.Error is not null || context.Fapi.TokenHolder is not { Metadata: { UserinfoSignedResponseAlg: { } algorithm } metadata } client)
            return;

        var signed = keys.For(context.Fapi.Issuer).SignForClient(algorithm, "JWT", json =>
        {
            json.WriteString("iss", context.Fapi.Issuer.Identifier);
            json.WriteString("aud", client.ClientId);
            foreach (var (name, value) in context.Response.GetParameters())
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        });

        if (await sealer.SealAsync(client, metadata.UserinfoEncryptedResponseAlg, signed, context.CancellationToken) is { } answer)
        {
            context.Http.Response.ContentType = "application/jwt";
            await context.Http.Response.WriteAsync(answer, context.CancellationToken);
        }
        else
        {
            context.Http.Response.StatusCode = StatusCodes.Status500InternalServerError; // the key went while we were answering
        }

        context.HandleRequest();
    }
}
