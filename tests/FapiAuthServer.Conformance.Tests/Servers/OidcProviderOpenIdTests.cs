using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>The same server with plain OpenID Connect, judged by the plans for that.</summary>
public sealed class OidcProviderOpenIdTests
{
    private static readonly Dictionary<string, ModuleVerdict> OfCore = new()
    {
        ["ensure-request-with-acr-values-succeeds"] = ModuleVerdict.Warning,
        ["ensure-registered-redirect-uri"] = ModuleVerdict.Review,
        ["unsigned-request-object-supported-correctly-or-rejected-as-unsupported"] = ModuleVerdict.Skipped,
        ["ensure-request-object-with-redirect-uri"] = ModuleVerdict.Review,
    };

    /// <summary>The plans, with the modules of each that do not simply pass.</summary>
    private static readonly Dictionary<string, Dictionary<string, ModuleVerdict>> Expected = new()
    {
        ["oidcc-basic-certification-test-plan"] = OfCore,
        ["oidcc-config-certification-test-plan"] = [],
        ["oidcc-formpost-basic-certification-test-plan"] = OfCore,
        ["oidcc-rp-initiated-logout-certification-test-plan"] = new()
        {
            ["rp-initiated-logout-bad-post-logout-redirect-uri"] = ModuleVerdict.Review,
            ["rp-initiated-logout-modified-id-token-hint"] = ModuleVerdict.Review,
            ["rp-initiated-logout-no-id-token-hint"] = ModuleVerdict.Review,
            ["rp-initiated-logout-query-added-to-post-logout-redirect-uri"] = ModuleVerdict.Review,
            ["rp-initiated-logout-bad-id-token-hint"] = ModuleVerdict.Review,
        },
        ["oidcc-backchannel-rp-initiated-logout-certification-test-plan"] = [],
    };

    [Fact]
    public async Task Modules_say_of_another_server_what_its_source_says_of_itself()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await OidcProvider.StartOpenIdAsync(cancellation);

        var results = await Task.WhenAll(
            Expected.Keys.Select(plan => WholePlan.RunAsync(server.Configuration, KnownPlans.Find(plan), all => all, cancellation)));

        var unlike = from result in results
                     from module in Assert.Single(result.Variants).Modules
                     where module.Verdict != Expected[result.Plan].GetValueOrDefault(WholePlan.Short(module), ModuleVerdict.Passed)
                     select $"{result.Plan}: {WholePlan.Short(module)}: {module.Verdict} {module.Reason}";
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{results.Sum(result => result.Variants.Sum(variant => variant.Modules.Count))} modules in {results.Max(result => result.Duration).TotalSeconds:0} s");
        Assert.True(!unlike.Any(), $"{string.Join('\n', unlike)}\n{string.Join('\n', results.Select(WholePlan.Explain))}\n{server.Output}");
    }

    [Theory]
    [InlineData("oidcc-formpost-basic-certification-test-plan", "ensure-post-request-succeeds", "prompt-login", "prompt-none-logged-in", "prompt-none-not-logged-in")]
    [InlineData("oidcc-rp-initiated-logout-certification-test-plan", "rp-initiated-logout", "rp-initiated-logout-no-params")]
    public async Task A_browser_with_script_comes_to_the_same(string name, params string[] modules)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await OidcProvider.StartOpenIdAsync(cancellation);
        var configuration = server.Configuration with { Browser = server.Configuration.Browser with { Driver = BrowserDriver.Chromium } };
        var plan = KnownPlans.Find(name);

        var result = await new ConformanceRunner(configuration, TimeProvider.System).RunAsync(
            new RunSelection(plan, plan.Variants) { Modules = modules }, cancellation: cancellation);

        Assert.True(result.Count(ModuleVerdict.Passed) == modules.Length, $"{WholePlan.Explain(result)}\n{server.Output}");
    }
}
