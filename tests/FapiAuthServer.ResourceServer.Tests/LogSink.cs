using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>Keeps every log line with its event id and scopes.</summary>
internal sealed class LogSink : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<(int Event, string Text, string Scopes)> Lines { get; } = [];

    public bool Has(int eventId) => Lines.Any(line => line.Event == eventId);

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(LogSink sink) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => sink._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string>();
            sink._scopes.ForEachScope(
                static (scope, all) =>
                {
                    if (scope is IEnumerable<KeyValuePair<string, object>> pairs)
                        all.AddRange(pairs.Select(pair => $"{pair.Key}={pair.Value}"));
                },
                scopes);
            sink.Lines.Enqueue((eventId.Id, formatter(state, exception) + exception, string.Join(';', scopes)));
        }
    }
}
