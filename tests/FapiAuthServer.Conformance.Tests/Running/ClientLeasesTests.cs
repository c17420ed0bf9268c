using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Running;

public sealed class ClientLeasesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Modules_that_share_a_client_take_turns()
    {
        var leases = new ClientLeases(places: 4);
        await leases.AcquireAsync(["one"], isResuming: false, Cancellation);

        var both = leases.AcquireAsync(["one", "two"], isResuming: false, Cancellation);
        var behind = leases.AcquireAsync(["two"], isResuming: false, Cancellation);
        var other = leases.AcquireAsync(["three"], isResuming: false, Cancellation);

        await other;
        Assert.False(both.IsCompleted);
        Assert.False(behind.IsCompleted); // Else a module of two clients might wait for ever.
        leases.Release(["one"]);
        await both;
        Assert.False(behind.IsCompleted);
        leases.Release(["one", "two"]);
        await behind;
    }

    [Fact]
    public async Task No_more_run_than_there_are_places()
    {
        var leases = new ClientLeases(places: 1);
        await leases.AcquireAsync(["one"], isResuming: false, Cancellation);

        var second = leases.AcquireAsync(["two"], isResuming: false, Cancellation);

        Assert.False(second.IsCompleted);
        leases.Release(["one"]);
        await second;
    }

    [Fact]
    public async Task Who_has_waited_inside_its_module_goes_first()
    {
        var leases = new ClientLeases(places: 1);
        await leases.AcquireAsync(["one"], isResuming: false, Cancellation);
        var next = leases.AcquireAsync(["one"], isResuming: false, Cancellation);
        var resuming = leases.AcquireAsync(["one"], isResuming: true, Cancellation);

        leases.Release(["one"]);

        await resuming;
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_is_forgotten()
    {
        var leases = new ClientLeases(places: 1);
        await leases.AcquireAsync(["one"], isResuming: false, Cancellation);
        using var impatience = new CancellationTokenSource();
        var gone = leases.AcquireAsync(["one"], isResuming: false, impatience.Token);
        var patient = leases.AcquireAsync(["one"], isResuming: false, Cancellation);

        await impatience.CancelAsync();
        leases.Release(["one"]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await patient;
    }
}
