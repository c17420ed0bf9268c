namespace FapiAuthServer.ResourceServer;

/// <summary>Counts how often clients look at accounts while the customer is not there.</summary>
/// <remarks>
/// The built-in store is in memory and serves one node: with several nodes each would count for itself, and after a restart anew.
/// Register a singleton over a shared database or cache to close that.
/// </remarks>
[ExtensionPoint]
public interface IUnattendedAccessStore
{
    /// <summary>
    /// Counts an access in one atomic step, if it may take place: of several calls with the same key, on all nodes, never more than
    /// the limit may begin an access within the window. A call within the duration of the last access belongs to it.
    /// </summary>
    /// <param name="key">What identifies client, customer and account: 43 characters of base64url.</param>
    /// <param name="rules">Limit, window and duration.</param>
    /// <param name="cancellationToken">Aborted with the request.</param>
    /// <returns>What was found. An exception is answered like a store that cannot tell.</returns>
    ValueTask<UnattendedUse> UseAsync(string key, UnattendedAccessOptions rules, CancellationToken cancellationToken);
}
