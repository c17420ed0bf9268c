namespace FapiAuthServer.Sca.Tests;

internal sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; private set; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan time) => Now += time;

    public void MoveTo(DateTimeOffset instant) => Now = instant;
}
