using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>Keeps what is logged, for tests that look at alarms.</summary>
public sealed class Recorder<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
