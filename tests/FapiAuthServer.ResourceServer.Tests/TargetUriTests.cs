namespace FapiAuthServer.ResourceServer.Tests;

public sealed class TargetUriTests
{
    [Theory]
    [InlineData("/any/a%2Fb", "/any/a%2fb")]
    [InlineData("/any/a%20b(c)", "/any/a%20b(c)")]
    [InlineData("/any/%C3%A9", "/any/%c3%a9")]
    [InlineData("/any/~x", "/any/%7Ex")]
    public async Task Path_is_compared_as_it_was_sent(string target, string claimed)
    {
        await using var api = await BankApi.StartAsync();
        (await api.SendAsync(api.Good(target: claimed) with { Target = target })).IsData();
    }

    [Fact]
    public async Task Public_base_may_have_a_path_that_the_proxy_strips()
    {
        const string gateway = "https://gateway.example/bank";
        await using var api = await BankApi.StartAsync(options => options.PublicBaseUri = new Uri(gateway + "/"));
        (await api.SendAsync(api.Good(@base: gateway))).IsData();
        (await api.SendAsync(api.Good())).IsInvalidProof();
    }

    [Fact]
    public async Task Host_header_does_not_matter_when_the_public_base_is_set()
    {
        await using var api = await BankApi.StartAsync();
        (await api.SendAsync(api.Good(@base: "https://evil.example").With("Host", "evil.example"))).IsInvalidProof();
    }

    [Fact]
    public async Task Without_public_base_the_request_is_believed_and_a_warning_logged()
    {
        await using var api = await BankApi.StartAsync(options => options.PublicBaseUri = null);
        (await api.SendAsync(api.Good(@base: BankApi.Internal))).IsData();
        Assert.True(api.Logs.Has(9007));
    }
}
