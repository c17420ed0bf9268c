using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>A server that we did not write: what the runner says of it is kept, and explained in docs/conformance-oidc-provider.md.</summary>
public sealed class OidcProviderTests
{
    [Fact]
    public async Task Modules_say_of_another_server_what_its_source_says_of_itself()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await OidcProvider.StartAsync(cancellation);

        var result = await WholePlan.RunAsync(server.Configuration, cancellation);

        Assert.True(result.Count(ModuleVerdict.Failed) + result.Count(ModuleVerdict.Warning) == 0, WholePlan.Explain(result) + "\n" + server.Output);
    }
}
