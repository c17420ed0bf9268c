namespace FapiAuthServer.ResourceServer;

/// <summary>Remembers which DPoP proofs were used (RFC 9449 §11.1).</summary>
/// <remarks>
/// The built-in store is in memory and serves one node: with several nodes, a proof could be used once on each. Register a
/// singleton over a shared database or cache to close that; <c>SET key 1 NX PXAT until</c> or an insert under a unique key will
/// do.
/// </remarks>
[ExtensionPoint]
public interface IProofReplayStore
{
    /// <summary>
    /// Uses up a proof in one atomic step: of several calls with the same key, on all nodes, exactly one may get <see
    /// cref="ProofUse.First"/>.
    /// </summary>
    /// <param name="replayKey">What identifies the proof: 43 characters of base64url.</param>
    /// <param name="until">Until when it must be remembered.</param>
    /// <param name="cancellationToken">Aborted with the request.</param>
    /// <returns>What was found. An exception counts as <see cref="ProofUse.Unavailable"/>.</returns>
    ValueTask<ProofUse> UseAsync(string replayKey, DateTimeOffset until, CancellationToken cancellationToken);
}
