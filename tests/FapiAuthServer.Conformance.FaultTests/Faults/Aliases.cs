using System.Collections.Concurrent;
using System.Globalization;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Other names for what the server issued: guessable ones, or those that replace each other.</summary>
internal sealed class Aliases(string prefix)
{
    private readonly ConcurrentDictionary<string, string> names = new();
    private int count;

    public string For(string secret)
    {
        var alias = string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref count)}");
        names[alias] = secret;
        return alias;
    }

    /// <summary>What the alias stands for; the text itself when it is none.</summary>
    public string? Resolve(string? text) => text is null ? null : names.GetValueOrDefault(text, text);
}
