using FapiAuthServer.Conformance.Configuration;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>
/// The customers of a run. A one-time code serves once, so each customer has one visit at a time, and the one whose last code is
/// the oldest is taken next: with enough customers nobody waits for a new code.
/// </summary>
public sealed class CustomerPool(IEnumerable<CustomerConfiguration> customers, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<OneTimeCodes> free = [.. customers.Select(customer => new OneTimeCodes(customer, time))];
    private readonly Queue<TaskCompletionSource<OneTimeCodes>> waiting = new();

    /// <summary>A customer for one visit; dispose of the turn at its end.</summary>
    public async Task<CustomerTurn> TakeAsync(CancellationToken cancellation) => new(this, await NextAsync().WaitAsync(cancellation));

    internal void Return(OneTimeCodes codes)
    {
        lock (gate)
        {
            while (waiting.TryDequeue(out var waiter))
            {
                if (waiter.TrySetResult(codes))
                {
                    return;
                }
            }
            free.Add(codes);
        }
    }

    private Task<OneTimeCodes> NextAsync()
    {
        lock (gate)
        {
            if (free.MinBy(codes => codes.LastStep) is { } next)
            {
                free.Remove(next);
                return Task.FromResult(next);
            }
            var waiter = new TaskCompletionSource<OneTimeCodes>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(waiter);
            return waiter.Task;
        }
    }
}
