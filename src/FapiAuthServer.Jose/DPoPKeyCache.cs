using System.Collections.Concurrent;

namespace FapiAuthServer.Jose;

/// <summary>
/// Imported DPoP keys, so that a client's next proof costs one signature verification and no import. Bounded and thread-safe.
/// </summary>
/// <remarks>
/// Two generations stand in for a least-recently-used list: when the young one is full, the old one is dropped.
/// </remarks>
public sealed class DPoPKeyCache
{
    private readonly int _generationSize;
    private ConcurrentDictionary<string, VerificationKey> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, VerificationKey> _old = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="capacity">About how many keys are kept, at least two; 2048 by default.</param>
    public DPoPKeyCache(int capacity = 2048)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _generationSize = capacity / 2;
    }

    internal int Count => _young.Count + _old.Count;

    internal VerificationKey? Find(string thumbprint)
    {
        if (_young.TryGetValue(thumbprint, out var key))
            return key;
        if (!_old.TryGetValue(thumbprint, out key))
            return null;
        Add(key);
        return key;
    }

    // Called after a proof has verified, so that made-up keys cannot push out those in use.
    internal void Add(VerificationKey key)
    {
        if (!_young.TryAdd(key.Thumbprint, key) || Interlocked.Increment(ref _count) <= _generationSize)
            return;
        Interlocked.Exchange(ref _count, 0);
        _old = Interlocked.Exchange(ref _young, new ConcurrentDictionary<string, VerificationKey>(StringComparer.Ordinal));
    }
}
