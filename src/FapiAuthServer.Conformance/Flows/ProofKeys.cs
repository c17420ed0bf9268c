using System.Collections.Concurrent;
using FapiAuthServer.Conformance.Jose;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>
/// The keys that a run signs its proofs with. An RSA key takes longer to make than a whole flow, so modules share them; within a
/// module, each key that is asked for is another.
/// </summary>
internal sealed class ProofKeys
{
    private readonly ConcurrentDictionary<(string Algorithm, int Number), Lazy<SigningKey>> keys = new();

    /// <param name="number">Which of the module's keys, counted from its start.</param>
    public SigningKey Of(string algorithm, int number) => keys.GetOrAdd((algorithm, number), key => new(() => SigningKey.New(key.Algorithm))).Value;
}
