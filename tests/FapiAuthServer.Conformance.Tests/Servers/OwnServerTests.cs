using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Our own server, over the wire, in every variant of the plan: no failure, no warning, and nothing else that is not listed here.</summary>
public static class OwnServerTests
{
    /// <summary>Modules that no machine can finish, or that test what a FAPI 2.0 server may leave out.</summary>
    private static readonly Dictionary<string, (ModuleVerdict Verdict, string Why)> Expected = new()
    {
    };

    internal static async Task RunAsync(DatabaseKind database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bank = await SandboxBank.OpenAsync(database, cancellation);

        var result = await WholePlan.RunAsync(SandboxConfiguration.FromKit(bank.Kit), cancellation);

        TestContext.Current.TestOutputHelper?.WriteLine($"{result.Variants.Sum(variant => variant.Modules.Count)} modules in {result.Duration.TotalSeconds:0} s");
        Assert.Equal(12, result.Variants.Count);
        Assert.True(result.Count(ModuleVerdict.Failed) + result.Count(ModuleVerdict.Warning) == 0, WholePlan.Explain(result));
        var unlike = result.Variants.SelectMany(variant => variant.Modules)
            .Where(module => module.Verdict != (Expected.TryGetValue(WholePlan.Short(module), out var known) ? known.Verdict : ModuleVerdict.Passed))
            .Select(module => $"{WholePlan.Short(module)}: {module.Verdict} {module.Reason}").Distinct();
        Assert.Empty(unlike);
    }
}

/// <summary>On SQLite, at the same time as the other.</summary>
public sealed class OwnServerOnSqliteTests
{
    [Fact]
    public Task Every_module_of_every_variant_passes() => OwnServerTests.RunAsync(DatabaseKind.Sqlite);
}

/// <summary>On PostgreSQL.</summary>
public sealed class OwnServerOnPostgreSqlTests
{
    [Fact]
    public Task Every_module_of_every_variant_passes() => OwnServerTests.RunAsync(DatabaseKind.PostgreSql);
}
