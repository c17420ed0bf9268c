using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Our own server, over the wire, in every variant of the plan: no failure, no warning, and nothing else that is not listed here.</summary>
public sealed class OwnServerTests
{
    // A request that may not be sent on to a client ends at a page for the customer, and only a person can say that the page is clear.
    private const string Page = "the customer is told on a page of the bank, which a person has to look at";

    /// <summary>What else than passing a module may come to, and why.</summary>
    private static readonly Dictionary<string, (ModuleVerdict Verdict, string Why)> Expected = new()
    {
        ["ensure-unsigned-authorization-request-without-using-par-fails"] = (ModuleVerdict.Review, Page),
        ["par-attempt-reuse-request_uri"] = (ModuleVerdict.Review, Page),
        ["par-attempt-to-use-expired-request_uri"] = (ModuleVerdict.Review, Page),
        ["par-attempt-to-use-request_uri-for-different-client"] = (ModuleVerdict.Review, Page),
    };

    /// <remarks>Both at once, as a run is mostly waits that modules prescribe.</remarks>
    [Fact]
    public Task Every_module_of_every_variant_passes_on_both_databases() =>
        Task.WhenAll(RunAsync(DatabaseKind.Sqlite), RunAsync(DatabaseKind.PostgreSql));

    private static async Task RunAsync(DatabaseKind database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bank = await SandboxBank.OpenAsync(database, cancellation);

        var result = await WholePlan.RunAsync(SandboxConfiguration.FromKit(bank.Kit), cancellation);

        TestContext.Current.TestOutputHelper?.WriteLine($"{database}: {result.Variants.Sum(variant => variant.Modules.Count)} modules in {result.Duration.TotalSeconds:0} s");
        Assert.Equal(12, result.Variants.Count);
        Assert.True(result.Count(ModuleVerdict.Failed) + result.Count(ModuleVerdict.Warning) == 0, $"{database}: {WholePlan.Explain(result)}");
        var unlike = result.Variants.SelectMany(variant => variant.Modules)
            .Where(module => module.Verdict != (Expected.TryGetValue(WholePlan.Short(module), out var known) ? known.Verdict : ModuleVerdict.Passed))
            .Select(module => $"{WholePlan.Short(module)}: {module.Verdict} {module.Reason}").Distinct();
        Assert.Empty(unlike);
    }
}
