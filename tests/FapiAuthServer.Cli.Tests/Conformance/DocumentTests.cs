using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FapiAuthServer.Cli.Conformance;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Expecting;

namespace FapiAuthServer.Cli.Tests.Conformance;

/// <summary>docs/conformance-runner.md says what is true.</summary>
public sealed partial class DocumentTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(
        typeof(DocumentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!,
        "docs", "conformance-runner.md"));

    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void The_example_of_a_configuration_can_be_used()
    {
        var example = JsonNode.Parse(Json().Matches(Page)[0].Groups[1].Value)!;
        var real = Workplace.Configuration("https://bank.example")["clients"]!;
        example["clients"]![1]!["jwks"] = real[1]!["jwks"]!.DeepClone();
        workplace.Write("one.private.jwks.json", real[0]!["jwks"]!.ToJsonString());
        example.AsObject().Remove("ca_file");

        var configuration = ConfigurationFile.Read(workplace.Write("server.json", example.ToJsonString()));

        Assert.Equal(["test-one", "test-two"], configuration.Clients.Select(client => client.ClientId));
    }

    [Fact]
    public void The_example_of_a_client_of_OpenID_Connect_can_be_used()
    {
        var example = JsonNode.Parse(Json().Matches(Page)[0].Groups[1].Value)!.AsObject();
        var openId = JsonNode.Parse(Json().Matches(Page)[1].Groups[1].Value)!.AsObject();
        example["clients"] = openId["clients"]!.DeepClone();
        example.Remove("ca_file");

        var client = Assert.Single(ConfigurationFile.Read(workplace.Write("server.json", example.ToJsonString())).Clients);

        Assert.NotNull(client.Secret);
        Assert.NotNull(client.PostLogoutRedirectUri);
        Assert.NotNull(client.BackchannelLogoutUri);
        Assert.Equal(["certificate_file", "key_file", "port"], openId["logout_receiver"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public void The_defaults_it_shows_are_the_defaults()
    {
        var example = (JsonObject)JsonNode.Parse(Json().Matches(Page)[0].Groups[1].Value)!["browser"]!;
        var standard = new BrowserConfiguration();

        Assert.Equal(
            [standard.Username, standard.Password, standard.SignIn, standard.OneTimeCode, standard.Verify, standard.Approve, standard.Deny, standard.SignOut, standard.ErrorCode, standard.ErrorDescription],
            example.Skip(1).Select(member => (string)member.Value!));
    }

    [Fact]
    public void The_example_of_expectations_can_be_used() => Assert.NotNull(Expectations.Read(workplace.Write("expected.json", Json().Matches(Page).Last().Groups[1].Value)));

    [Fact]
    public void Every_option_of_a_run_is_explained()
    {
        var options = RunCommand.Create(Screen.Plain(TextWriter.Null, TextWriter.Null)).Options.Select(option => option.Name);

        Assert.DoesNotContain(options, option => !Page.Contains(option, StringComparison.Ordinal));
    }

    [GeneratedRegex("^```json\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();
}
