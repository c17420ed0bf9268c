using FapiAuthServer.Keys;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Introspection;

/// <summary>
/// The answer as a signed JWT, for a resource server that asks for one (RFC9701-4): evidence of what was said about a token,
/// and to whom. An inactive token says only that in both forms (RFC9701-5).
/// </summary>
internal sealed class SignAnswer(KeyRing keys, TimeProvider time) : IOpenIddictServerHandler<ApplyIntrospectionResponseContext>
{
    private const string MediaType = "application/token-introspection+jwt";

    public async ValueTask HandleAsync(ApplyIntrospectionResponseContext context)
    {
        if (context.Error is not null || !context.Fapi.Profile.SignedIntrospection.Value || !IsAskedFor(context.Http.Request))
            return;

        var fapi = context.Fapi;
        var caller = fapi.Client!.Client.Metadata;
        var signed = JwtWriter.Sign(keys.For(fapi.Issuer).For(caller.IntrospectionSignedResponseAlg), "token-introspection+jwt", json =>
        {
            // No sub and no exp out here: this must not be mistaken for an access token or an ID token.
            json.WriteString("iss", fapi.Issuer.Identifier);
            json.WriteString("aud", caller.Resource);
            json.WriteNumber("iat", time.GetUtcNow().ToUnixTimeSeconds());
            json.WritePropertyName("token_introspection");
            context.Response.WriteTo(json);
        });

        context.Http.Response.ContentType = MediaType;
        await context.Http.Response.WriteAsync(signed, context.CancellationToken);
        context.HandleRequest();
    }

    private static bool IsAskedFor(HttpRequest request)
        => request.GetTypedHeaders().Accept.Any(accepted => accepted is { Quality: null or > 0 } && accepted.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));
}
