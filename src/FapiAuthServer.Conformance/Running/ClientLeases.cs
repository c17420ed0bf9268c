namespace FapiAuthServer.Conformance.Running;

/// <summary>
/// Who may run: a module needs its clients to itself, and one of the places that run side by side. First come, first served,
/// but those that have waited inside their module go first, as what they waited for may not keep.
/// </summary>
internal sealed class ClientLeases(int places)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Request> queue = [];
    private readonly HashSet<string> taken = [];
    private int free = places;

    public async Task AcquireAsync(IReadOnlyList<string> clients, bool isResuming, CancellationToken cancellation)
    {
        var request = new Request(clients);
        lock (gate)
        {
            if (isResuming)
            {
                queue.AddFirst(request);
            }
            else
            {
                queue.AddLast(request);
            }
            Grant();
        }
        await using var registration = cancellation.Register(() => Cancel(request, cancellation));
        await request.Granted.Task;
    }

    public void Release(IReadOnlyList<string> clients)
    {
        lock (gate)
        {
            taken.ExceptWith(clients);
            free++;
            Grant();
        }
    }

    private void Cancel(Request request, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (queue.Remove(request))
            {
                request.Granted.TrySetCanceled(cancellation);
            }
        }
    }

    // Who cannot go yet keeps its clients from those behind it, or a module of two clients would never get both.
    private void Grant()
    {
        var kept = new HashSet<string>(taken);
        for (var node = queue.First; node is not null && free > 0;)
        {
            var (request, next) = (node.Value, node.Next);
            if (!kept.Overlaps(request.Clients))
            {
                queue.Remove(node);
                taken.UnionWith(request.Clients);
                free--;
                request.Granted.TrySetResult();
            }
            kept.UnionWith(request.Clients);
            node = next;
        }
    }

    private sealed record Request(IReadOnlyList<string> Clients)
    {
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
