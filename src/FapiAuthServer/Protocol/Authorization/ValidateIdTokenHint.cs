using FapiAuthServer.Jose;
using FapiAuthServer.Keys;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>An id_token_hint is an ID token this issuer gave this client; that it has expired does not matter.</summary>
internal sealed class ValidateIdTokenHint<TContext>(KeyRing keys) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        var request = context.Transaction.Request!;
        var hint = request.IdTokenHint;
        var subject = hint is null ? null : Subject(hint, context.Fapi);

        if (hint is not null && subject is null)
            context.Reject(Reasons.IdTokenHintInvalid, "OIDCC-3.1.2.1");

        // From here on the subject is all that counts; the token itself is not kept.
        request.IdTokenHint = null;
        request[PushedParameters.HintedSubject] = subject;
        return ValueTask.CompletedTask;
    }

    private string? Subject(string hint, FapiTransaction fapi)
    {
        var parsed = CompactJws.Parse(hint);
        if (!parsed.IsValid)
            return null;

        var jws = parsed.Value;
        var key = keys.For(fapi.Issuer).Verification.Find(jws.KeyId, jws.Algorithm);
        return key.IsValid && jws.VerifySignature(key.Value)
            && jws.Type is "JWT"
            && jws.GetString("iss") == fapi.Issuer.Identifier
            && jws.GetStrings("aud", out _).Contains(fapi.Client!.ClientId)
                ? jws.GetString("sub")
                : null;
    }
}
