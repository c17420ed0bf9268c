using FapiAuthServer.Conformance.Running;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>
/// Time passes while everybody waits for it, and then at once: the clock of the server leaps to the next timer as soon as no
/// module of the run does anything but wait. A module at work never sees its codes grow old.
/// </summary>
internal sealed class LeapingTime(InProcessServerClock clock) : TimeProvider, IProgress<RunEvent>
{
    // A wait as short as this outlives nothing, and need not wait for the others.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private int working;
    private int aside;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Report(RunEvent value)
    {
        lock (gate)
        {
            switch (value)
            {
                case RunEvent.Started:
                    working++;
                    break;
                case RunEvent.Waiting:
                    (working, aside) = (working - 1, aside + 1);
                    break;
                case RunEvent.Resumed:
                    (working, aside) = (working + 1, aside - 1);
                    break;
                case RunEvent.Finished:
                    working--;
                    break;
            }
        }
        LeapIfQuiet();
    }

    /// <summary>Lets time pass between runs.</summary>
    public void Leap(TimeSpan by) => clock.Forward(by);

    private void LeapIfQuiet()
    {
        List<Timer> due = [];
        lock (gate)
        {
            // All who work have a timer too, and so has everybody who waits aside.
            if (timers.Count > 0 && timers.Count == working + aside)
            {
                var next = timers.Min(timer => timer.Due);
                if (next > GetUtcNow())
                {
                    clock.Forward(next - GetUtcNow());
                }
                due.AddRange(timers.Where(timer => timer.Due <= next));
                timers.RemoveAll(due.Contains);
            }
        }
        due.ForEach(timer => timer.Fire());
    }

    private void Start(Timer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }
            timer.Due = GetUtcNow() + dueTime;
            if (dueTime > Short)
            {
                timers.Add(timer);
            }
            else
            {
                clock.Forward(dueTime);
            }
        }
        if (dueTime <= Short)
        {
            timer.Fire();
        }
        else
        {
            LeapIfQuiet();
        }
    }

    private void Stop(Timer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    private sealed class Timer(LeapingTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Start(this, dueTime);
            return true;
        }

        // Elsewhere, as a timer's callback never runs within the call that sets it.
        public void Fire() => ThreadPool.QueueUserWorkItem(_ => callback(state));

        public void Dispose() => time.Stop(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
