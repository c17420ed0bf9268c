using FapiAuthServer.Jose;

namespace FapiAuthServer.Clients;

/// <summary>
/// Encrypts what was signed for a client under the client's own key, where it registered for that: ID tokens, userinfo and
/// authorization responses alike. It never falls back to what anyone could read.
/// </summary>
internal sealed class ResponseSealer(ClientKeys keys)
{
    /// <param name="client">Who the response is for.</param>
    /// <param name="algorithm">The key management algorithm it registered for this kind of response, or null for none.</param>
    /// <param name="jws">The signed response.</param>
    /// <param name="cancellation">Ends the wait for keys that have to be fetched.</param>
    /// <returns>What may be sent; null when the client has no key for the algorithm, so that nothing may be.</returns>
    public async ValueTask<string?> SealAsync(RegisteredClient client, string? algorithm, string jws, CancellationToken cancellation)
    {
        if (algorithm is null)
            return jws;

        return await keys.FindEncryptionKeyAsync(client, algorithm, cancellation) is { } key ? EncryptedJwt.Encrypt(jws, key) : null;
    }

    /// <summary>Whether a response could be sealed now: asked before anything is done that would end in it.</summary>
    public async ValueTask<bool> CanSealAsync(RegisteredClient client, string? algorithm, CancellationToken cancellation)
        => algorithm is null || await keys.FindEncryptionKeyAsync(client, algorithm, cancellation) is not null;
}
