using System.Collections.Concurrent;

namespace FapiAuthServer.Sca.Data;

/// <summary>The opened keys of this process; they never change, new ones are only added.</summary>
internal sealed class ScaKeyCache
{
    public ConcurrentDictionary<int, (byte[] Key, DateTimeOffset CreatedAt)> Keys { get; } = new();
}
