using FapiAuthServer.TestKit.Customers;

namespace FapiAuthServer.TestKit.Tests.Customers;

public class OneTimeCodesTests
{
    // RFC 6238 appendix B, HMAC-SHA-1: the last six of the eight digits given there.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_is_the_published_one(long seconds, string expected)
    {
        using var device = new OneTimeCodes("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

        Assert.Equal(expected, device.At(DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    [Fact]
    public async Task Code_is_never_shown_twice()
    {
        using var device = new OneTimeCodes("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

        var first = await device.NextAsync(TestContext.Current.CancellationToken);
        var second = await device.NextAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(first, second);
    }
}
