using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Running;

/// <summary>A module's hold on its clients and on its time: both stop while it waits aside.</summary>
internal sealed class ModuleTurn : IDisposable
{
    private readonly RunServices services;
    private readonly IReadOnlyList<string> clients;
    private readonly Action<RunEvent> report;
    private readonly Variant variant;
    private readonly string module;
    private readonly List<Pause> pauses = [];
    private readonly CancellationTokenSource limit;
    private readonly TimeSpan allowed;
    private bool holds = true;

    public ModuleTurn(
        RunServices services, IReadOnlyList<string> clients, Variant variant, string module, TimeSpan allowed, Action<RunEvent> report,
        CancellationToken cancellation)
    {
        this.services = services;
        this.clients = clients;
        this.variant = variant;
        this.module = module;
        this.report = report;
        this.allowed = allowed;
        limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(allowed);
    }

    public CancellationToken Cancellation => limit.Token;

    public IReadOnlyList<Pause> Pauses => pauses;

    public async Task WaitAsync(TimeSpan duration, string reason, TimeSpan at)
    {
        pauses.Add(new Pause(at, duration, reason));
        await Task.Delay(duration, services.Time, Cancellation);
    }

    public async Task WaitAsideAsync(TimeSpan duration, string reason, TimeSpan at)
    {
        limit.CancelAfter(Timeout.InfiniteTimeSpan);
        Release();
        report(new RunEvent.Waiting(variant, module, duration, reason));
        await WaitAsync(duration, reason, at);
        await services.Leases.AcquireAsync(clients, isResuming: true, Cancellation);
        holds = true;
        limit.CancelAfter(allowed);
        report(new RunEvent.Resumed(variant, module));
    }

    public void Dispose()
    {
        Release();
        limit.Dispose();
    }

    private void Release()
    {
        if (holds)
        {
            holds = false;
            services.Leases.Release(clients);
        }
    }
}
