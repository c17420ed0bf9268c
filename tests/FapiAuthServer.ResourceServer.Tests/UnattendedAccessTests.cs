using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>Four times in 24 hours a third party may look at an account without the customer (RTS Art. 36(5)).</summary>
public sealed class UnattendedAccessTests : IAsyncLifetime
{
    private const string Path = "/balances/1";

    private BankApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await BankApi.StartAsync(services: services => services.AddUnattendedAccessLimit());

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    [Clause("SCA-127")]
    public async Task Fifth_access_within_a_day_is_refused_until_the_first_is_a_day_old()
    {
        for (var access = 0; access < 4; access++)
        {
            (await LookAsync()).IsData();
            _api.Time.Advance(TimeSpan.FromHours(5));
        }

        // 20 hours after the first: the day is looked back on from any moment, and does not begin at midnight.
        var refused = await LookAsync();
        refused.IsRefusal(429, "access_exceeded");
        Assert.Equal("14400", Assert.Single(refused.Header("Retry-After")));
        Assert.Empty(refused.Challenges);

        _api.Time.Advance(TimeSpan.FromHours(4) - TimeSpan.FromMilliseconds(1));
        (await LookAsync()).IsRefusal(429, "access_exceeded");
        _api.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await LookAsync()).IsData();
        refused = await LookAsync(later: TimeSpan.FromMinutes(2));
        refused.IsRefusal(429, "access_exceeded");
        Assert.Equal(((5 * 60) - 2) * 60, int.Parse(Assert.Single(refused.Header("Retry-After")), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_is_fetched_within_a_minute_is_one_access()
    {
        for (var access = 0; access < 4; access++)
        {
            for (var request = 0; request < 3; request++)
                (await LookAsync()).IsData();
            (await LookAsync(later: TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1))).IsData();
            _api.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        (await LookAsync()).IsRefusal(429, "access_exceeded");
    }

    [Theory]
    [Clause("SCA-127")]
    [InlineData("x-fapi-customer-ip-address", "203.0.113.7")]
    [InlineData("X-FAPI-Customer-IP-Address", "2001:db8::7")]
    [InlineData("PSU-IP-Address", "203.0.113.7")]
    public async Task With_the_customer_there_is_no_limit_and_nothing_is_counted(string header, string address)
    {
        for (var access = 0; access < 10; access++)
            (await LookAsync(later: TimeSpan.FromMinutes(2), headers: (header, address))).IsData();

        for (var access = 0; access < 4; access++)
            (await LookAsync(later: TimeSpan.FromMinutes(2))).IsData();
        (await LookAsync(later: TimeSpan.FromMinutes(2))).IsRefusal(429, "access_exceeded");
        (await LookAsync(headers: (header, address))).IsData();
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("203.0.113.7, 203.0.113.8")]
    [InlineData("203.0.113.256")]
    public async Task What_is_no_address_is_no_customer(string address)
    {
        await ExhaustAsync();

        (await LookAsync(headers: ("x-fapi-customer-ip-address", address))).IsRefusal(429, "access_exceeded");
    }

    [Fact]
    [Clause("SCA-127")]
    public async Task Each_client_customer_and_account_has_a_count_of_its_own()
    {
        await ExhaustAsync();

        (await LookAsync(path: "/balances/2")).IsData();
        (await LookAsync(claim: ("client_id", "client-2"))).IsData();
        (await LookAsync(claim: ("sub", "customer-2"))).IsData();
        (await LookAsync(path: "/balances/none")).IsData();
        (await LookAsync(claim: ("jti", "another-token"))).IsRefusal(429, "access_exceeded");
        (await LookAsync(claim: ("gnt", "another-grant"))).IsRefusal(429, "access_exceeded");
    }

    [Fact]
    [Clause("SCA-127")]
    public async Task Parallel_requests_begin_no_more_accesses_than_allowed()
    {
        await using var api = await BankApi.StartAsync(services: services => services.AddUnattendedAccessLimit(rules => rules.AccessDuration = TimeSpan.Zero));
        var calls = Enumerable.Range(0, 20).Select(_ => api.Good(target: Path)).ToList();

        var answers = await Task.WhenAll(calls.Select(call => Task.Run(() => api.SendAsync(call))));

        Assert.Equal(4, answers.Count(answer => answer.Status == 200));
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.IsRefusal(429, "access_exceeded"));
    }

    [Fact]
    public async Task Full_store_refuses_what_it_cannot_count_and_forgets_what_is_a_day_old()
    {
        await using var api = await BankApi.StartAsync(services: services => services.AddUnattendedAccessLimit(rules => rules.Capacity = 1));
        (await api.SendAsync(api.Good(target: Path))).IsData();

        var refused = await api.SendAsync(api.Good(target: "/balances/2"));
        refused.IsRefusal(503, "temporarily_unavailable");
        Assert.NotEmpty(refused.Header("Retry-After"));

        api.Time.Advance(TimeSpan.FromHours(24));
        (await api.SendAsync(api.Good(target: "/balances/2"))).IsData();
    }

    [Fact]
    public async Task Store_that_fails_lets_nothing_through()
    {
        await using var api = await BankApi.StartAsync(services: services => services.AddSingleton<IUnattendedAccessStore, BrokenStore>().AddUnattendedAccessLimit());

        (await api.SendAsync(api.Good(target: Path))).IsRefusal(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task Rules_that_make_no_sense_stop_the_start()
    {
        Action<UnattendedAccessOptions>[] mistakes =
            [rules => rules.Limit = 0, rules => rules.Window = TimeSpan.Zero, rules => rules.AccessDuration = rules.Window, rules => rules.Capacity = 0];

        foreach (var mistake in mistakes)
            await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => BankApi.StartAsync(services: services => services.AddUnattendedAccessLimit(mistake)));
    }

    private async Task ExhaustAsync()
    {
        for (var access = 0; access < 4; access++)
            (await LookAsync(later: TimeSpan.FromMinutes(2))).IsData();
        (await LookAsync(later: TimeSpan.FromMinutes(2))).IsRefusal(429, "access_exceeded");
    }

    private Task<Answer> LookAsync(
        string path = Path, TimeSpan later = default, (string Name, string Value)? claim = null, params (string Name, string Value)[] headers)
    {
        _api.Time.Advance(later);
        var token = _api.KeyToken(claims =>
        {
            if (claim is { } changed)
                claims[changed.Name] = changed.Value;
        });
        return _api.SendAsync(_api.Good(token, path) with { Headers = headers });
    }

    private sealed class BrokenStore : IUnattendedAccessStore
    {
        public ValueTask<UnattendedUse> UseAsync(string key, UnattendedAccessOptions rules, CancellationToken cancellationToken)
            => throw new InvalidOperationException("The database is down.");
    }
}
