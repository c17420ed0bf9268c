using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Our own server's issuer of plain OpenID Connect, in every plan for that: no failure, no warning, and nothing else that is not listed here.</summary>
public sealed class OwnServerOpenIdTests
{
    private const string Page = "the customer is told on a page of the bank, which a person has to look at";
    private const string NoUnsignedRequests = "the server takes no request in a JWT at this issuer, and says so";

    /// <summary>The plans, each with its share of the customers: a one-time code serves once, and the plans run at the same time.</summary>
    private static readonly (string Plan, Range Customers)[] Plans =
    [
        ("oidcc-basic-certification-test-plan", 0..40),
        ("oidcc-formpost-basic-certification-test-plan", 40..80),
        ("oidcc-rp-initiated-logout-certification-test-plan", 80..90),
        ("oidcc-backchannel-rp-initiated-logout-certification-test-plan", 90..92),
        ("oidcc-config-certification-test-plan", 92..93),
    ];

    /// <summary>What else than passing a module may come to, and why.</summary>
    private static readonly Dictionary<string, (ModuleVerdict Verdict, string Why)> Expected = new()
    {
        ["ensure-registered-redirect-uri"] = (ModuleVerdict.Review, Page),
        ["unsigned-request-object-supported-correctly-or-rejected-as-unsupported"] = (ModuleVerdict.Skipped, NoUnsignedRequests),
        ["ensure-request-object-with-redirect-uri"] = (ModuleVerdict.Review, Page),
        ["rp-initiated-logout-bad-post-logout-redirect-uri"] = (ModuleVerdict.Review, Page),
        ["rp-initiated-logout-modified-id-token-hint"] = (ModuleVerdict.Review, Page),
        ["rp-initiated-logout-no-id-token-hint"] = (ModuleVerdict.Review, Page),
        ["rp-initiated-logout-query-added-to-post-logout-redirect-uri"] = (ModuleVerdict.Review, Page),
        ["rp-initiated-logout-bad-id-token-hint"] = (ModuleVerdict.Review, Page),
    };

    [Fact]
    public Task Every_module_passes_on_both_databases() => Task.WhenAll(RunAsync(DatabaseKind.Sqlite), RunAsync(DatabaseKind.PostgreSql));

    private static async Task RunAsync(DatabaseKind database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bank = await SandboxBank.OpenAsync(database, cancellation);

        var results = await Task.WhenAll(Plans.Select(each =>
        {
            var plan = KnownPlans.Find(each.Plan);
            var configuration = SandboxConfiguration.FromKit(bank.Kit, plan);
            return WholePlan.RunAsync(configuration with { Customers = [.. configuration.Customers.Take(each.Customers)] }, plan, all => all, cancellation);
        }));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{database}: {results.Sum(result => Assert.Single(result.Variants).Modules.Count)} modules in {results.Max(result => result.Duration).TotalSeconds:0} s");
        Assert.All(results, result => Assert.True(
            result.Count(ModuleVerdict.Failed) + result.Count(ModuleVerdict.Warning) == 0, $"{database}: {WholePlan.Explain(result)}"));
        var unlike = results.SelectMany(result => result.Variants[0].Modules)
            .Where(module => module.Verdict != (Expected.TryGetValue(WholePlan.Short(module), out var known) ? known.Verdict : ModuleVerdict.Passed))
            .Select(module => $"{WholePlan.Short(module)}: {module.Verdict} {module.Reason}");
        Assert.Empty(unlike);
        Assert.Equal(84, results.Sum(result => result.Variants[0].Modules.Count));
    }
}
