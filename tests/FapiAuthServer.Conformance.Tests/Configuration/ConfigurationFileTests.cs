using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Tests.Servers;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.Conformance.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("conformance-").FullName;

    [Fact]
    public void Everything_wrong_is_said_at_once_and_in_one_line()
    {
        var exception = Assert.Throws<ConformanceException>(() => Read(
            """{"discovery":"http://bank.example","clients":[{"client_id":"one","client_auth_type":"secret"}],"customers":[],"discovry":1}"""));

        Assert.DoesNotContain('\n', exception.Message);
        Assert.All(
            [
                "discovery must be an https address", "resource_url must be a text", "clients[0].client_auth_type must be private_key_jwt or mtls or client_secret_basic or client_secret_post",
                "clients[0].redirect_uri", "customers must be a list", "discovry is not known",
            ],
            fault => Assert.Contains(fault, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Client_without_the_key_it_needs_is_a_fault()
    {
        var exception = Assert.Throws<ConformanceException>(() => Read(Server("")));

        Assert.Contains("clients[0].jwks or jwks_file must give the private key", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_file_is_read()
    {
        var configuration = Read(Server($""", "jwks": {Jwks()} """));

        Assert.Equal("one", Assert.Single(configuration.Clients).ClientId);
        Assert.NotNull(configuration.Clients[0].Key);
        Assert.Equal("ada", Assert.Single(configuration.Customers).Username);
        Assert.Equal("input[name=login]", configuration.Browser.Username);
        Assert.Equal("#password", configuration.Browser.Password);
    }

    [Theory]
    [InlineData(""" "client_auth_type": "client_secret_basic", "sender_constrain": "none" """, "clients[0].client_secret must give the client's secret")]
    [InlineData(""" "client_auth_type": "client_secret_post", "sender_constrain": "mtls", "client_secret": "s" """, "clients[0].certificate_file and key_file must give")]
    [InlineData(""" "client_auth_type": "client_secret_basic", "sender_constrain": "none", "client_secret": "s", "backchannel_logout_uri": "http://one.example" """, "clients[0].backchannel_logout_uri must be an https address")]
    public void Client_with_a_secret_needs_it(string client, string fault)
    {
        var exception = Assert.Throws<ConformanceException>(() => Read(OpenId(client)));

        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Client_with_a_secret_and_its_logout_are_read()
    {
        using var pki = new TestPki();
        var (certificate, key) = HostCertificates.New(pki);
        File.WriteAllText(Path.Combine(folder, "listener.crt"), certificate);
        File.WriteAllText(Path.Combine(folder, "listener.key"), key);

        var configuration = Read(OpenId(
            """
            "client_auth_type": "client_secret_basic", "sender_constrain": "none", "client_secret": "s", "post_logout_redirect_uri": "https://one.example/out",
            "backchannel_logout_uri": "https://localhost:9448/one"
            """,
            """, "logout_receiver": { "certificate_file": "listener.crt", "key_file": "listener.key", "port": 9449 }"""));

        var client = Assert.Single(configuration.Clients);
        Assert.Equal((ClientAuthentication.SecretBasic, SenderConstraint.None, "s"), (client.Authentication, client.SenderConstraint, client.Secret));
        Assert.Equal(("https://one.example/out", "https://localhost:9448/one"), (client.PostLogoutRedirectUri!.AbsoluteUri, client.BackchannelLogoutUri!.AbsoluteUri));
        Assert.Equal(9449, configuration.LogoutReceiver!.Port);
    }

    [Fact]
    public void Listener_without_certificate_is_a_fault()
    {
        var exception = Assert.Throws<ConformanceException>(() => Read(OpenId(
            """ "client_auth_type": "client_secret_basic", "sender_constrain": "none", "client_secret": "s" """, """, "logout_receiver": { "port": 9449 }""")));

        Assert.Contains("logout_receiver.certificate_file and key_file must give", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_not_there_and_kit_that_is_not_there_are_explained()
    {
        Assert.Throws<ConformanceException>(() => ConfigurationFile.Read(Path.Combine(folder, "none.json")));
        Assert.Throws<ConformanceException>(() => SandboxConfiguration.FromKit(folder, KnownPlans.All[0]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Server(string key) => $$"""
        {
          "discovery": "https://bank.example/.well-known/openid-configuration", "resource_url": "https://bank.example/accounts",
          "clients": [{
            "client_id": "one", "client_auth_type": "private_key_jwt", "sender_constrain": "dpop", "redirect_uri": "https://one.example/callback",
            "scope": "openid accounts"{{key}}
          }],
          "customers": [{ "username": "ada", "password": "password" }],
          "browser": { "username": "input[name=login]" }
        }
        """;

    private static string OpenId(string client, string more = "") => $$"""
        {
          "discovery": "https://bank.example/.well-known/openid-configuration", "resource_url": "https://bank.example/accounts",
          "clients": [{ "client_id": "one", "redirect_uri": "https://one.example/callback", "scope": "openid", {{client}} }],
          "customers": [{ "username": "ada", "password": "password" }]{{more}}
        }
        """;

    private static string Jwks() =>
        $$"""{"keys":[{{EcKey()}}]}""";

    private static string EcKey() => Conformance.Jose.SigningKey.New("ES256").PrivateJwk().ToJsonString();

    private ServerConfiguration Read(string json)
    {
        var file = Path.Combine(folder, "server.json");
        File.WriteAllText(file, json);
        return ConfigurationFile.Read(file);
    }
}
