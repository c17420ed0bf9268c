namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>What there is until the bank has connected a provider: no texts, and so no factor.</summary>
internal sealed class NoSmsSender : ISmsSender
{
    public Task<bool> SendAsync(SmsText text, CancellationToken ct) => Task.FromResult(false);
}
