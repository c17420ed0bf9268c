namespace FapiAuthServer.ResourceServer.Tests;

public sealed class LogTests
{
    [Fact]
    public async Task Tokens_proofs_assertions_and_customers_never_reach_the_log()
    {
        await using var api = await BankApi.StartAsync(options => options.Introspection = new FapiIntrospectionOptions
        {
            ClientId = "api-1",
            PrivateJwks = "{\"keys\":[" + TestKeys.Api.PrivateJwk() + "]}",
        });
        var good = api.Good();
        await api.SendAsync(good);
        await api.SendAsync(good);
        await api.SendAsync(good with { Proofs = [] });
        await api.SendAsync(api.Good(api.KeyToken(signer: TestKeys.OtherClient)));
        await api.SendAsync(api.GoodWithCertificate());

        string[] secrets =
        [
            .. good.Authorization[0][5..].Split('.'),
            .. good.Proofs[0].Split('.'),
            api.Issuer.LastIntrospection!["client_assertion"],
            TestKeys.Client.Thumbprint,
            "customer-1",
        ];
        Assert.NotEmpty(api.Logs.Lines);
        foreach (var line in api.Logs.Lines)
            Assert.DoesNotContain(secrets, secret => line.Text.Contains(secret, StringComparison.Ordinal));
    }
}
