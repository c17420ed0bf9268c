namespace FapiAuthServer.ResourceServer;

/// <summary>A bounded replay store for one node. When full it refuses rather than forgets.</summary>
internal sealed class InMemoryProofReplayStore(int capacity, TimeProvider time) : IProofReplayStore
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _expiries = new();

    public ValueTask<ProofUse> UseAsync(string replayKey, DateTimeOffset until, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_expiries.TryPeek(out var oldest, out var expiry) && expiry <= now)
            {
                _expiries.Dequeue();
                _used.Remove(oldest);
            }

            if (_used.Contains(replayKey))
                return ValueTask.FromResult(ProofUse.Replay);
            if (_used.Count >= capacity)
                return ValueTask.FromResult(ProofUse.Unavailable);
            _used.Add(replayKey);
            _expiries.Enqueue(replayKey, until);
            return ValueTask.FromResult(ProofUse.First);
        }
    }
}
