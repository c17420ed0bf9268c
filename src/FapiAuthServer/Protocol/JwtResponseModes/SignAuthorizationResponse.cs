using FapiAuthServer.Clients;
using FapiAuthServer.Keys;
using FapiAuthServer.Profiles;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.JwtResponseModes;

/// <summary>
/// Puts the authorization response, success and error alike, into one signed JWT for the client that asked for it (JARM-4.3),
/// encrypted where the client registered for that.
/// What carries it to the client is the same redirect as ever, with the same checks.
/// </summary>
internal sealed class SignAuthorizationResponse(KeyRing keys, ResponseSealer sealer, TimeProvider time) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (string.IsNullOrEmpty(context.RedirectUri) || context.Fapi.Client is not { Client: var client } || !IsSigned(context.Fapi.Profile, context.Request!))
            return;

        var fapi = context.Fapi;
        var now = time.GetUtcNow();
        var key = keys.For(fapi.Issuer).For(client.Metadata.AuthorizationSignedResponseAlg);
        var signed = JwtWriter.Sign(key, "JWT", json =>
        {
            json.WriteString("iss", fapi.Issuer.Identifier);
            json.WriteString("aud", client.ClientId);
            json.WriteNumber("exp", (now + fapi.Profile.SignedResponseLifetime.Value).ToUnixTimeSeconds());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            foreach (var (name, value) in context.Response.GetParameters())
                if (name is not "iss" && (string?)value is { Length: > 0 } text)
                    json.WriteString(name, text);
        });

        if (await sealer.SealAsync(client, client.Metadata.AuthorizationEncryptedResponseAlg, signed, context.CancellationToken) is { } response)
            context.Transaction.Response = new OpenIddictResponse { ["response"] = response };
        else
            context.RedirectUri = null; // a refusal that cannot be encrypted stays with the customer
    }

    // A refusal of a mode that is not offered is not sent in it.
    public static bool IsSigned(FapiProfile profile, OpenIddictRequest request)
        => profile.ResponseModes.Value.Contains(request.ResponseMode) && ResponseMode.Of(request).IsSigned;
}
