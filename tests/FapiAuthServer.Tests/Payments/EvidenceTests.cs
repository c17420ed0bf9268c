using System.Reflection;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Payments;

/// <summary>The quarterly report comes out of payments that were made: in the sandbox, and by the operator's command.</summary>
public sealed class EvidenceTests(PaymentBanks banks)
{
    [Clause("RTS-21")]
    [Clause("SCA-101")]
    [Clause("SCA-103")]
    [Clause("SCA-128")]
    [Fact(DisplayName = "What was paid, exempt, failed and found to be fraud stands in the quarter's report, as CSV and as a page")]
    public async Task Payments_are_in_the_report()
    {
        await using var bank = await PaymentBank.OpenAsync(DatabaseKind.Sqlite, new Dictionary<string, string> { ["Sca:Exemptions:AllowsLowValue"] = "true" });
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var (large, small) = (new Order("123.50"), new Order("20"));
        foreach (var (order, id) in new[] { (large, "one"), (small, "two") })
        {
            (await bank.ReportAsync("/payments/executed", bank.Executed(await PaymentBank.AgreeAsync(payer, client, order), order, id))).Expect(201);
        }
        (await bank.ReportAsync("/payments/fraud", new System.Text.Json.Nodes.JsonObject { ["payment_id"] = "two" })).Expect(200);
        var quarter = Quarter.Of(bank.Server.Clock.GetUtcNow());

        var csv = await GetAsync(bank, "/sandbox/evidence.csv");

        Assert.Contains($"{quarter},payments,CreditTransfer,remote,StrongAuthentication,EUR,1,123.5,0,0,0,123.5,,\r\n", csv.Body, StringComparison.Ordinal);
        Assert.Contains($"{quarter},payments,CreditTransfer,remote,LowValue,EUR,1,20,1,20,1,20,,\r\n", csv.Body, StringComparison.Ordinal);
        Assert.Contains($"{quarter},decisions,,,LowValue,,1,", csv.Body, StringComparison.Ordinal);
        Assert.Contains($"{quarter},events,Verified,,,,1,", csv.Body, StringComparison.Ordinal);
        var page = await GetAsync(bank, "/sandbox/evidence");
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Contains("123.50", page.Body, StringComparison.Ordinal);
        Assert.Contains("Art. 16 low value", page.Body, StringComparison.Ordinal);
        Assert.Equal($"default-src 'none'; style-src {EvidenceStyle.Source}; base-uri 'none'; frame-ancestors 'none'; form-action 'none'", page.Header("Content-Security-Policy"));

        // The operator's command reads the same.
        var name = $"sca-{quarter.Year}-Q{quarter.Number}";
        var (code, output, directory) = await RunAsync(bank.Server, "--quarter", $"{quarter.Year}-Q{quarter.Number}");
        Assert.True(code == 0, output);
        Assert.Equal(csv.Body, await File.ReadAllTextAsync(Path.Combine(directory, $"{name}.csv"), TestContext.Current.CancellationToken));
        Assert.Contains("Art. 16 low value", await File.ReadAllTextAsync(Path.Combine(directory, $"{name}.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A quarter is named like 2026-Q4; one with nothing in it has an empty report")]
    [InlineData("?quarter=2001-Q1", 200)]
    [InlineData("?quarter=2001Q1", 200)]
    [InlineData("?quarter=2026-Q5", 400)]
    [InlineData("?quarter=", 400)]
    [InlineData("?quarter=<script>", 400)]
    public async Task Quarter_can_be_chosen(string query, int status)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);

        foreach (var address in new[] { "/sandbox/evidence", "/sandbox/evidence.csv" })
        {
            var answer = await GetAsync(bank, address + query);
            Assert.Equal(status, answer.Status);
            Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
        }
        if (status == 200)
        {
            Assert.Contains("Nothing in this quarter", (await GetAsync(bank, "/sandbox/evidence" + query)).Body, StringComparison.Ordinal);
        }
    }

    [Theory(DisplayName = "The command says what is wrong, ends with 1, and writes nothing")]
    [InlineData("2026-Q5", null)]
    [InlineData("soon", null)]
    [InlineData("2026-Q1", "/dev/null/reports")]
    public async Task Command_refuses(string quarter, string? place)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);

        var (code, output, directory) = await RunAsync(bank.Server, place is null ? ["--quarter", quarter] : ["--quarter", quarter, "--output", place]);

        Assert.Equal(1, code);
        Assert.Contains(place is null ? "--quarter" : "--output", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    private static async Task<ServerResponse> GetAsync(PaymentBank bank, string path)
    {
        using var answer = await bank.Server.Wire.Client(null).GetAsync(new Uri(bank.Server.Kit.PublicAddress, path));
        return await ServerResponse.ReadAsync(answer);
    }

    // Beside the running server, on its database.
    private static async Task<(int Code, string Output, string Directory)> RunAsync(InProcessServer server, params string[] arguments)
    {
        var assembly = typeof(InProcessServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ServerUnderTest").Value!;
        var directory = Path.Combine(server.Kit.Directory, "reports", Guid.NewGuid().ToString("N"));
        string[] all =
        [
            assembly, "evidence", "--output", directory, .. arguments,
            "--sandbox-dir", server.Kit.Directory, "--FapiAuthServer:Mode=Sandbox",
            $"--FapiAuthServer:PublicAddress={server.Kit.PublicAddress.GetLeftPart(UriPartial.Authority)}",
            $"--FapiAuthServer:MutualTlsAddress={server.Kit.MutualTlsAddress.GetLeftPart(UriPartial.Authority)}",
            $"--FapiAuthServer:Sandbox:BankAddress={server.Kit.BankAddress.GetLeftPart(UriPartial.Authority)}",
        ];
        var (code, output) = await Command.TryAsync("dotnet", all, new Dictionary<string, string?>());
        return (code, output, directory);
    }
}
