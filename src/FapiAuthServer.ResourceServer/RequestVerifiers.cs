using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.ResourceServer;

/// <summary>One verifier per authentication scheme, that is per issuer, for the life of the process.</summary>
internal sealed class RequestVerifiers(
    IOptionsMonitor<FapiResourceServerOptions> options,
    IEnumerable<IProofReplayStore> replays,
    TimeProvider time,
    ILoggerFactory loggers) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RequestVerifier>> _verifiers = new(StringComparer.Ordinal);

    public RequestVerifier For(string scheme)
        => _verifiers.GetOrAdd(scheme, name => new Lazy<RequestVerifier>(() => Create(name))).Value;

    public void Dispose()
    {
        foreach (var verifier in _verifiers.Values.Where(verifier => verifier.IsValueCreated))
            verifier.Value.Dispose();
    }

    private RequestVerifier Create(string scheme)
        => new(options.Get(scheme), replays.LastOrDefault(), time, loggers.CreateLogger<RequestVerifier>());
}
