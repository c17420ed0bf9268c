using FapiAuthServer.Conformance.Browser;
using Microsoft.Extensions.Time.Testing;

namespace FapiAuthServer.Conformance.Tests.Browser;

public sealed class CustomerPoolTests
{
    // RFC 6238 appendix B: the key, and the code of a moment (the last six of its eight digits).
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static readonly DateTimeOffset Moment = DateTimeOffset.FromUnixTimeSeconds(1111111109);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Code_is_that_of_RFC_6238()
    {
        var pool = new CustomerPool([new("ada", "password", Secret)], new FakeTimeProvider(Moment.AddSeconds(-20)));
        using var turn = await pool.TakeAsync(Cancellation);

        Assert.Equal("081804", await turn.NextCodeAsync(Cancellation));
    }

    [Fact]
    public async Task No_code_is_shown_twice()
    {
        var time = new FakeTimeProvider(Moment.AddSeconds(-20));
        var pool = new CustomerPool([new("ada", "password", Secret)], time);
        using var turn = await pool.TakeAsync(Cancellation);
        var first = await turn.NextCodeAsync(Cancellation);

        var second = turn.NextCodeAsync(Cancellation);

        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.NotEqual(first, await second);
    }

    [Fact]
    public async Task Customers_take_turns_and_the_one_longest_without_a_code_is_next()
    {
        var pool = new CustomerPool([new("ada", "password", Secret), new("grace", "password", Secret)], new FakeTimeProvider(Moment.AddSeconds(-20)));
        var first = await pool.TakeAsync(Cancellation);
        await first.NextCodeAsync(Cancellation);
        first.Dispose();

        using var next = await pool.TakeAsync(Cancellation);

        Assert.NotEqual(first.Customer, next.Customer);
    }

    [Fact]
    public async Task Visit_waits_for_a_customer_who_is_busy()
    {
        var pool = new CustomerPool([new("ada", "password", Secret)], new FakeTimeProvider(Moment));
        var first = await pool.TakeAsync(Cancellation);

        var second = pool.TakeAsync(Cancellation);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }
}
