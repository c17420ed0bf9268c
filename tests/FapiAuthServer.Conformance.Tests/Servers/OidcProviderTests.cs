using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>
/// A server that we did not write. What the runner says of it is kept here, and why it says so in docs/conformance-runner.md;
/// a verdict that changes is either a change of that server's or a change of the runner's, and somebody has to know which.
/// </summary>
public sealed class OidcProviderTests
{
    /// <summary>The modules that do not simply pass, in every variant that has them.</summary>
    private static readonly Dictionary<string, ModuleVerdict> Expected = new()
    {
        ["par-test-array-as-audience-fails"] = ModuleVerdict.Failed,
        ["par-test-par-endpoint-url-as-audience-fails"] = ModuleVerdict.Failed,
        ["par-test-token-endpoint-url-as-audience-fails"] = ModuleVerdict.Failed,
        ["par-attempt-to-use-request_uri-for-different-client"] = ModuleVerdict.Review,
    };

    [Fact]
    public async Task Modules_say_of_another_server_what_its_source_says_of_itself()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await OidcProvider.StartAsync(cancellation);

        var result = await WholePlan.RunAsync(
            server.Configuration, KnownPlans.Find("fapi2-security-profile-final-test-plan"), all => all, cancellation);

        TestContext.Current.TestOutputHelper?.WriteLine($"{result.Variants.Sum(variant => variant.Modules.Count)} modules in {result.Duration.TotalSeconds:0} s");
        var unlike = from variant in result.Variants
                     from module in variant.Modules
                     where module.Verdict != Expected.GetValueOrDefault(WholePlan.Short(module), ModuleVerdict.Passed)
                     select $"{variant.Variant}: {WholePlan.Short(module)}: {module.Verdict} {module.Reason}";
        Assert.True(!unlike.Any(), $"{string.Join('\n', unlike)}\n{WholePlan.Explain(result)}\n{server.Output}");
        Assert.Equal(12, result.Variants.Count);
    }
}
