using System.Threading.Channels;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Logout;

/// <summary>The calls that one client gets while a module listens.</summary>
internal sealed class LogoutInbox(Uri address, string client, ExchangeLog log, Action close) : IDisposable
{
    private const int MostCalls = 16;

    private readonly Channel<LogoutCall> calls = Channel.CreateBounded<LogoutCall>(
        new BoundedChannelOptions(MostCalls) { FullMode = BoundedChannelFullMode.DropWrite });

    public Uri Address => address;

    public void Put(LogoutCall call) => calls.Writer.TryWrite(call);

    /// <summary>The next call, which is recorded; null when none comes for as long as anybody would wait.</summary>
    public async Task<LogoutCall?> NextAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            var call = await calls.Reader.ReadAsync(limit.Token);
            Record(call);
            return call;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => close();

    private void Record(LogoutCall call)
    {
        var mask = new SecretMask();
        log.Add(new Exchange(
            log.Elapsed, TimeSpan.Zero, "Back-channel logout call from the server", client,
            new RecordedRequest(call.Method, mask.Address(call.Address), mask.Headers(call.Headers), mask.Form(FormParameters.Decode(call.Body)), null),
            new RecordedResponse(200, [], ""), null, mask.Tokens));
    }
}
