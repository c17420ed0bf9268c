using System.Collections.Concurrent;
using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>The rates as last reckoned by this process.</summary>
internal sealed class FraudRateCache
{
    public ConcurrentDictionary<PaymentType, (decimal? Rate, DateTimeOffset At)> Rates { get; } = new();
}
