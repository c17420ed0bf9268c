using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class ProofReplayTests
{
    [Fact]
    public async Task Concurrent_uses_of_one_proof_have_one_winner()
    {
        await using var api = await BankApi.StartAsync();
        (await api.SendAsync(api.Good())).IsData();
        for (var round = 0; round < 10; round++)
        {
            var call = api.Good();
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => api.SendAsync(call))));
            Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.IsInvalidProof());
        }
    }

    // spring-security#18120, Keycloak 43505: no moment between forgetting a proof and its end.
    [Fact]
    public async Task Proof_is_refused_at_every_second_after_its_use()
    {
        await using var api = await BankApi.StartAsync();
        var call = api.Good(api.KeyToken(claims => claims["exp"] = api.Now.AddHours(1).ToUnixTimeSeconds()));
        (await api.SendAsync(call)).IsData();
        for (var second = 0; second < 90; second++)
        {
            (await api.SendAsync(call)).IsInvalidProof();
            api.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Two_nodes_with_a_shared_store_accept_a_proof_once()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var shared = new InMemoryProofReplayStore(100, time);
        await using var first = await BankApi.StartAsync(services: services => services.AddSingleton<IProofReplayStore>(shared));
        await using var second = await BankApi.StartAsync(services: services => services.AddSingleton<IProofReplayStore>(shared));
        var call = first.Good();
        (await first.SendAsync(call)).IsData();
        (await second.SendAsync(call)).IsInvalidProof();
    }

    [Fact]
    public async Task Full_store_refuses_and_recovers_when_entries_expire()
    {
        await using var api = await BankApi.StartAsync(options => options.ProofReplayCapacity = 2);
        (await api.SendAsync(api.Good())).IsData();
        (await api.SendAsync(api.Good())).IsData();
        (await api.SendAsync(api.Good())).IsRefusal(503, "temporarily_unavailable");
        Assert.True(api.Logs.Has(9006));
        api.Time.Advance(TimeSpan.FromSeconds(71));
        (await api.SendAsync(api.Good())).IsData();
    }

    [Fact]
    public async Task Failing_store_refuses()
    {
        await using var api = await BankApi.StartAsync(
            services: services => services.AddSingleton<IProofReplayStore, BrokenStore>());
        (await api.SendAsync(api.Good())).IsRefusal(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task Proof_of_a_refused_request_is_not_used_up()
    {
        await using var api = await BankApi.StartAsync();
        var call = api.Good();
        (await api.SendAsync(call with { Method = "POST" })).IsInvalidProof();
        (await api.SendAsync(call)).IsData();
    }

    [Fact]
    public async Task Store_has_one_winner_per_key_and_forgets_after_expiry()
    {
        var time = new FakeTimeProvider();
        var store = new InMemoryProofReplayStore(1000, time);
        async Task<ProofUse> UseAsync(string key)
            => await store.UseAsync(key, time.GetUtcNow().AddSeconds(70), TestContext.Current.CancellationToken);

        var uses = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => UseAsync($"key-{i % 50}"))));
        Assert.Equal(50, uses.Count(use => use == ProofUse.First));
        Assert.Equal(450, uses.Count(use => use == ProofUse.Replay));
        time.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal(ProofUse.First, await UseAsync("key-0"));
    }

    private sealed class BrokenStore : IProofReplayStore
    {
        public ValueTask<ProofUse> UseAsync(string replayKey, DateTimeOffset until, CancellationToken cancellationToken)
            => throw new InvalidOperationException("The database is away.");
    }
}
