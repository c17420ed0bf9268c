namespace FapiAuthServer.Conformance.Wire;

/// <summary>Everything one module sent and received, in order.</summary>
public sealed class ExchangeLog(TimeProvider time)
{
    private readonly List<Exchange> exchanges = [];
    private readonly DateTimeOffset started = time.GetUtcNow();

    public IReadOnlyList<Exchange> All => exchanges;

    /// <summary>The place of the newest exchange, or null before the first.</summary>
    public int? Latest => exchanges.Count == 0 ? null : exchanges.Count - 1;

    public TimeSpan Elapsed => time.GetUtcNow() - started;

    internal void Add(Exchange exchange) => exchanges.Add(exchange);
}
