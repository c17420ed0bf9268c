using FapiAuthServer.Sca.Factors.Sms;

namespace FapiAuthServer.Sca.Tests;

internal sealed class KnownNumbers : INumberRiskCheck
{
    public NumberRisk Risk { get; set; } = new();

    public Task<NumberRisk> CheckAsync(string number, CancellationToken ct) => Task.FromResult(Risk);
}
