using FapiAuthServer.Jose;
using FapiAuthServer.Keys;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.RequestObjects;

/// <summary>
/// Takes the signed request object out of an encrypted one (JAR-6.1). Nothing is believed for having been encrypted: the
/// issuer's keys are public, so what comes out goes the way of every request object.
/// </summary>
internal sealed class DecryptRequestObject<TContext>(KeyRing keys) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Request!.Request is not { } requestObject)
            return ValueTask.CompletedTask;

        var fapi = context.Fapi;
        var registered = fapi.Client!.Client.Metadata.RequestObjectEncryptionAlg;
        if (!EncryptedJwt.IsEncrypted(requestObject))
        {
            // As with the signature's algorithm, what a client registered is what it is held to.
            if (registered is not null)
                context.Reject(Reasons.RequestObjectNotDecrypted, "JAR-6.1", "the client registered to encrypt, and did not");

            return ValueTask.CompletedTask;
        }

        var parsed = EncryptedJwt.Parse(requestObject);
        if (!parsed.IsValid)
            context.Reject(Reasons.RequestObjectNotDecrypted, ClauseOf(parsed.Error.Value, fapi), parsed.Description);
        else if (!IsAccepted(fapi.Profile.EncryptionAlgorithms.Value, registered, parsed.Value.Algorithm))
            context.Reject(Reasons.RequestObjectNotDecrypted, fapi.Profile.EncryptionAlgorithms.Clause, "not an algorithm of this issuer, or not the one the client registered");
        else if (!fapi.Profile.ContentEncryption.Value.Contains(parsed.Value.ContentEncryption))
            context.Reject(Reasons.RequestObjectNotDecrypted, fapi.Profile.ContentEncryption.Clause);
        else if (parsed.Value.Decrypt(keys.For(fapi.Issuer).Decryption) is var opened && opened.IsValid)
            context.Transaction.Request.Request = opened.Value.Serialization;
        else
            context.Reject(Reasons.RequestObjectNotDecrypted, "JAR-6.1", opened.Description);

        return ValueTask.CompletedTask;
    }

    private static bool IsAccepted(IReadOnlyList<string> offered, string? registered, string algorithm)
        => offered.Contains(algorithm) && (registered is null || registered == algorithm);

    private static string ClauseOf(JoseError error, FapiTransaction fapi)
        => error == JoseError.AlgorithmNotAccepted ? fapi.Profile.EncryptionAlgorithms.Clause : "JAR-6.1";
}
