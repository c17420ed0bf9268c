using System.Threading.Channels;

namespace FapiAuthServer.Interaction.Logout;

/// <summary>Wakes this node's delivery of logout notices; other nodes, and this one after a restart, look for themselves.</summary>
internal sealed class LogoutBell
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rung.Writer.TryWrite(true);

    /// <summary>Returns when the bell was rung, or after the time given.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pause = Task.Delay(atMost, time, limit.Token);
        var ring = rung.Reader.ReadAsync(limit.Token).AsTask();
        await Task.WhenAny(pause, ring);
        await limit.CancelAsync();
        await Task.WhenAll(pause, ring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // so that no ring is taken by a reader that nobody waits for
    }
}
