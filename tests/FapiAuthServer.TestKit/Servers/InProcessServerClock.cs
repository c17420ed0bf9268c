namespace FapiAuthServer.TestKit.Servers;

/// <summary>
/// The clock of a server under test: the real time, or as far ahead of it as a test wants. It runs on, and timers fire as
/// ever; only what the server believes the time to be changes.
/// </summary>
public sealed class InProcessServerClock : TimeProvider
{
    private long ahead;

    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    /// <summary>Puts the clock ahead until what is returned is disposed of.</summary>
    public IDisposable Forward(TimeSpan by)
    {
        Interlocked.Add(ref ahead, by.Ticks);
        return new Return(this, by);
    }

    private sealed class Return(InProcessServerClock clock, TimeSpan by) : IDisposable
    {
        private bool done;

        public void Dispose()
        {
            if (!done)
            {
                done = true;
                Interlocked.Add(ref clock.ahead, -by.Ticks);
            }
        }
    }
}
