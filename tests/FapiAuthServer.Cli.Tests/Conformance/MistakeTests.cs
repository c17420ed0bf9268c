using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Cli.Tests.Conformance;

/// <summary>Each mistake: exit code 2, nothing on the output, and one line that says what to do.</summary>
public sealed class MistakeTests : IDisposable
{
    private const string Plan = "fapi2-security-profile-final-test-plan";

    private readonly Workplace workplace = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("Which server? Name the folder of a sandbox with --sandbox, or a configuration with --config.")]
    [InlineData("give only one of the two", "--sandbox", "x", "--config", "y")]
    [InlineData("--issuer chooses one of a sandbox's issuers", "--config", "y", "--issuer", "z")]
    [InlineData("--all is every variant and --variant one of them", "--sandbox", "x", "--all", "--variant", "openid=plain_oauth")]
    [InlineData("(did you mean --sandbox?)", "--sandbx", "x")]
    [InlineData("Required argument missing for option: '--plan'", "--plan")]
    [InlineData("--parallel must be a number from 1 to 64, not many", "--sandbox", "x", "--parallel", "many")]
    [InlineData("--browser must be form or playwright, not lynx", "--sandbox", "x", "--browser", "lynx")]
    [InlineData($"There is no plan fapi2-security-profile-final-testplan (did you mean {Plan}?)", "--sandbox", "x", "--plan", "fapi2-security-profile-final-testplan")]
    [InlineData("nowhere is no complete sandbox kit", "--sandbox", "nowhere")]
    [InlineData("The configuration nowhere.json cannot be read", "--config", "nowhere.json")]
    public async Task Wrong_use_is_explained(string expected, params string[] arguments) => await ExpectAsync(expected, arguments);

    [Theory]
    [InlineData("has no variant parameter client_auth_typ (did you mean client_auth_type?)", "--variant", "client_auth_typ=mtls")]
    [InlineData("client_auth_type cannot be mtsl", "--variant", "client_auth_type=mtsl")]
    [InlineData("write it as name=value", "--variant", "mtls")]
    [InlineData("has no module hapy-flow (did you mean happy-flow?)", "--variant", "client_auth_type=private_key_jwt,sender_constrain=dpop", "--module", "hapy-flow")]
    [InlineData("The configuration has no two clients for client_auth_type=mtls", "--variant", "client_auth_type=mtls,sender_constrain=dpop,openid=plain_oauth")]
    [InlineData("apply to no variant", "--variant", "client_auth_type=private_key_jwt,sender_constrain=dpop,openid=plain_oauth,fapi_profile=fapi_client_credentials_grant", "--module", "refresh-token")]
    [InlineData("The expectations nowhere.json cannot be read", "--expected", "nowhere.json")]
    public async Task A_selection_that_does_not_fit_is_explained(string expected, params string[] arguments)
    {
        await using var server = await SmallServer.StartAsync();

        await ExpectAsync(expected, ["--config", workplace.Configure(server), "--report", workplace.Reports, .. arguments]);
    }

    [Fact]
    public async Task A_configuration_without_a_key_is_explained()
    {
        var configuration = Workplace.Configuration("https://localhost");
        ((JsonObject)configuration["clients"]![1]!).Remove("jwks");

        await ExpectAsync("clients[1].jwks or jwks_file must give the private key", "--config", workplace.Write("server.json", configuration.ToJsonString()));
    }

    [Fact]
    public async Task A_malformed_file_of_expectations_is_explained() =>
        await ExpectAsync(
            "is no JSON (line 1, column", "--config", workplace.Write("server.json", Workplace.Configuration("https://localhost").ToJsonString()), "--expected", workplace.Write("expected.json", "[{"));

    [Fact]
    public async Task A_report_folder_that_cannot_be_written_is_found_before_the_run()
    {
        var file = workplace.Write("file", "");

        await ExpectAsync(
            "No report can be written to", "--config", workplace.Write("server.json", Workplace.Configuration("https://localhost").ToJsonString()), "--report", Path.Combine(file, "below"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_explained()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var address = $"https://localhost:{((IPEndPoint)port.LocalEndpoint).Port}";
        port.Stop();

        await ExpectAsync("start the server, or correct discovery", "--config", workplace.Write("server.json", Workplace.Configuration(address).ToJsonString()), "--report", workplace.Reports);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_explained()
    {
        await using var server = await SmallServer.StartAsync();

        await ExpectAsync("set ca_file to the authority that signed it", "--config", workplace.Configure(server, isTrusted: false), "--report", workplace.Reports);
    }

    [Fact]
    public async Task A_page_that_is_no_discovery_document_is_explained()
    {
        await using var server = await SmallServer.StartAsync();
        server.Instead = async http =>
        {
            http.Response.StatusCode = 404;
            await http.Response.Body.FlushAsync();
            return true;
        };

        await ExpectAsync("and no discovery document; set discovery to", "--config", workplace.Configure(server), "--report", workplace.Reports);
    }

    [Fact]
    public async Task A_server_that_hangs_is_explained()
    {
        await using var server = await SmallServer.StartAsync();
        server.Instead = async http =>
        {
            await SmallServer.HangAsync(http);
            return true;
        };

        await ExpectAsync("did not answer within 10 seconds", "--config", workplace.Configure(server), "--report", workplace.Reports);
    }

    [Fact]
    public async Task A_file_that_is_no_report_is_explained()
    {
        var outcome = await Workplace.RunAsync(Cancellation, "conformance", "report", workplace.Write("report.json", "{}"), "--report", workplace.Reports);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("is not the report.json of a run", outcome.Error, StringComparison.Ordinal);
    }

    private static async Task ExpectAsync(string expected, params IReadOnlyList<string> arguments)
    {
        var outcome = await Workplace.RunAsync(Cancellation, ["conformance", "run", .. arguments]);

        Assert.Equal(2, outcome.Code);
        Assert.Empty(outcome.Output);
        Assert.StartsWith("fapi: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }
}
