using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Tests;

internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<(EventId Id, string Text)> entries = new();

    public IReadOnlyCollection<string> Texts => [.. entries.Select(entry => entry.Text)];

    public int Count(int eventId) => entries.Count(entry => entry.Id.Id == eventId);

    public ILogger CreateLogger(string categoryName) => new Logger(entries);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(EventId Id, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((eventId, $"{formatter(state, exception)} {exception}"));
    }
}
