using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace FapiAuthServer.Jose;

/// <summary>
/// Imported copies of one key: the framework's key objects are not promised to be thread-safe, and importing is slow.
/// </summary>
internal sealed class KeyPool<TAlgorithm>(Func<TAlgorithm> import)
    where TAlgorithm : AsymmetricAlgorithm
{
    private readonly ConcurrentStack<TAlgorithm> _overflow = new();
    private TAlgorithm? _first;

    public TAlgorithm Rent()
    {
        if (Interlocked.Exchange(ref _first, null) is { } first)
            return first;
        return _overflow.TryPop(out var other) ? other : import();
    }

    public void Return(TAlgorithm algorithm)
    {
        if (Interlocked.CompareExchange(ref _first, algorithm, null) is not null)
            _overflow.Push(algorithm);
    }
}
