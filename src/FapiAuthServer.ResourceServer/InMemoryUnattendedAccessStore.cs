namespace FapiAuthServer.ResourceServer;

/// <summary>A bounded count for one node. When full it refuses rather than forgets.</summary>
internal sealed class InMemoryUnattendedAccessStore(TimeProvider time) : IUnattendedAccessStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<DateTimeOffset>> _begun = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _ends = new();

    public ValueTask<UnattendedUse> UseAsync(string key, UnattendedAccessOptions rules, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Forget(now, rules.Window);
            if (!_begun.TryGetValue(key, out var begun))
            {
                if (_begun.Count >= rules.Capacity)
                    return ValueTask.FromResult(new UnattendedUse(IsAllowed: false));
                _begun.Add(key, begun = []);
            }

            begun.RemoveAll(start => start + rules.Window <= now);
            if (begun.Count > 0 && now < begun[^1] + rules.AccessDuration)
                return ValueTask.FromResult(new UnattendedUse(IsAllowed: true));
            if (begun.Count >= rules.Limit)
                return ValueTask.FromResult(new UnattendedUse(IsAllowed: false, begun[^rules.Limit] + rules.Window));

            begun.Add(now);
            _ends.Enqueue(key, now + rules.Window);
            return ValueTask.FromResult(new UnattendedUse(IsAllowed: true));
        }
    }

    private void Forget(DateTimeOffset now, TimeSpan window)
    {
        while (_ends.TryPeek(out var key, out var end) && end <= now)
        {
            _ends.Dequeue();
            if (_begun.TryGetValue(key, out var begun) && begun[^1] + window <= now)
                _begun.Remove(key);
        }
    }
}
