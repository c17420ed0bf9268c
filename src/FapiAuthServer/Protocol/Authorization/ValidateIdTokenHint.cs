using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>An id_token_hint is an ID token this issuer gave this client; that it has expired does not matter.</summary>
internal sealed class ValidateIdTokenHint<TContext>(IdentityTokenReader reader) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var request = context.Transaction.Request!;
        var hint = request.IdTokenHint;
        var token = hint is null ? null : reader.Read(context.Fapi.Issuer, hint);
        var subject = token?.Audiences.Contains(context.Fapi.Client!.ClientId) is true ? token.Subject : null;

        if (hint is not null && subject is null)
            context.Reject(Reasons.IdTokenHintInvalid, "OIDCC-3.1.2.1");

        // From here on the subject is all that counts; the token itself is not kept.
        request.IdTokenHint = null;
        request[PushedParameters.HintedSubject] = subject;
        return ValueTask.CompletedTask;
    }
}
