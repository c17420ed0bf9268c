using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.TestKit.Servers;

/// <summary>What a server in this process logged, instead of its console; the oldest lines go when there are many.</summary>
public sealed class InProcessServerLog : ILoggerProvider
{
    private const int MostLines = 20_000;

    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // The lines outlive the server, for the message of a failing test.
    }

    private sealed class Logger(InProcessServerLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // As much as the server's own configuration lets through.
        public bool IsEnabled(LogLevel logLevel) =>
            logLevel >= (category.StartsWith("FapiAuthServer", StringComparison.Ordinal) ? LogLevel.Information : LogLevel.Warning);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }
            log.lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{logLevel} {category}: {formatter(state, exception)} {exception}"));
            while (log.lines.Count > MostLines)
            {
                log.lines.TryDequeue(out _);
            }
        }
    }
}
