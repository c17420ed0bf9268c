using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Our own server, over the wire, in the variants of every plan: no failure, no warning, and nothing else that is not listed here.</summary>
public sealed class OwnServerTests
{
    // A request that may not be sent on to a client ends at a page for the customer, and only a person can say that the page is clear.
    private const string Page = "the customer is told on a page of the bank, which a person has to look at";

    private const string SecurityProfile = "fapi2-security-profile-final-test-plan";

    /// <summary>Set to run every variant of every plan, for an hour in which nobody waits.</summary>
    private static readonly bool RunsEverything = Environment.GetEnvironmentVariable("FAPI_ALL_VARIANTS") == "1";

    /// <summary>The plans, with how many variants the issuer offers of each.</summary>
    private static readonly (string Plan, int Variants)[] Plans =
    [
        (SecurityProfile, 12),
        ("fapi2-message-signing-final-test-plan", 16),
        ("fapi1-advanced-final-test-plan", 8),
        ("fapi1-baseline-final-test-plan", 8),
    ];

    /// <summary>What else than passing a module may come to, in some variants or in all, and why.</summary>
    private static readonly Dictionary<string, (ModuleVerdict Verdict, string Why)> Expected = new()
    {
        ["ensure-unsigned-authorization-request-without-using-par-fails"] = (ModuleVerdict.Review, Page),
        ["par-attempt-reuse-request_uri"] = (ModuleVerdict.Review, Page),
        ["par-attempt-to-use-expired-request_uri"] = (ModuleVerdict.Review, Page),
        ["par-attempt-to-use-request_uri-for-different-client"] = (ModuleVerdict.Review, Page),
    };

    /// <summary>The same where requests pass through the browser, and no PAR endpoint has refused them before.</summary>
    private static readonly Dictionary<string, (ModuleVerdict Verdict, string Why)> ExpectedUnpushed = new()
    {
        ["ensure-registered-redirect-uri"] = (ModuleVerdict.Review, Page),
        ["ensure-redirect-uri-with-added-query-fails"] = (ModuleVerdict.Review, Page),
        ["ensure-redirect-uri-in-authorization-request"] = (ModuleVerdict.Review, Page),
        ["ensure-request-object-without-redirect-uri-fails"] = (ModuleVerdict.Review, Page),
    };

    /// <remarks>All at once, as a run is mostly waits that modules prescribe.</remarks>
    [Fact]
    public Task Every_module_passes_on_both_databases() => Task.WhenAll(RunAsync(DatabaseKind.Sqlite), RunAsync(DatabaseKind.PostgreSql));

    private static async Task RunAsync(DatabaseKind database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bank = await SandboxBank.OpenAsync(database, cancellation);

        var results = await Task.WhenAll(Plans.Select((each, number) => WholePlan.RunAsync(
            Configure(bank.Kit, each.Plan, number), KnownPlans.Find(each.Plan),
            offered =>
            {
                Assert.Equal(each.Variants, offered.Count);
                return Choose(database, each.Plan, offered);
            },
            cancellation)));

        foreach (var result in results)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{database}: {result.Title}: {result.Variants.Sum(variant => variant.Modules.Count)} modules in {result.Duration.TotalSeconds:0} s");
            Assert.True(result.Count(ModuleVerdict.Failed) + result.Count(ModuleVerdict.Warning) == 0, $"{database}: {WholePlan.Explain(result)}");
            var unlike = from variant in result.Variants
                         let isPushed = KnownPlans.Find(result.Plan).Traits(variant.Variant).PushesRequests
                         from module in variant.Modules
                         where module.Verdict != VerdictFor(WholePlan.Short(module), isPushed)
                         select $"{WholePlan.Short(module)}: {module.Verdict} {module.Reason}";
            Assert.Empty(unlike.Distinct());
        }
    }

    // What differs between databases is not which variant it is: of most, enough are run for any two values to meet.
    private static IReadOnlyList<Variant> Choose(DatabaseKind database, string plan, IReadOnlyList<Variant> offered) =>
        RunsEverything || (database, plan) is (DatabaseKind.Sqlite, SecurityProfile) ? offered : PairwiseVariants.Of(offered);

    private static ModuleVerdict VerdictFor(string module, bool isPushed) =>
        Expected.TryGetValue(module, out var known) || !isPushed && ExpectedUnpushed.TryGetValue(module, out known) ? known.Verdict : ModuleVerdict.Passed;

    // A one-time code serves once, so that plans that run at the same time have customers of their own.
    private static ServerConfiguration Configure(string kit, string plan, int number)
    {
        var configuration = SandboxConfiguration.FromKit(kit, KnownPlans.Find(plan));
        return configuration with { Customers = [.. configuration.Customers.Where((_, index) => index % Plans.Length == number)] };
    }
}
