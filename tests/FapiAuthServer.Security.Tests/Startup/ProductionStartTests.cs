using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Security.Tests.Startup;

/// <summary>A production server that is set up wrongly does not start, and says everything that is wrong at once.</summary>
public sealed class ProductionStartTests(SecurityBanks banks)
{
    [Fact]
    public async Task All_faults_are_reported_at_once()
    {
        var (code, output) = await StartAsync(new()
        {
            ["Mode"] = "Production",
            ["PublicAddress"] = "http://id.bank.example",
            ["MutualTlsAddress"] = "https://mtls.bank.example/path",
            ["TrustedProxies__0"] = "not a network",
            ["ClientCertificateAuthorities"] = "/nowhere/ca.pem",
            ["CacheRefreshInterval"] = "01:00:00",
            ["Issuers__0__Name"] = "Not A Name",
            ["Issuers__0__Path"] = "no-slash",
            ["Issuers__0__Profile"] = "nonsense",
            ["Issuers__0__AccessTokenLifetime"] = "10:00:00",
            ["Issuers__1__Name"] = "same",
            ["Issuers__1__Profile"] = "fapi2-security",
            ["Issuers__1__Scopes__0__Name"] = "bad scope",
            ["Issuers__2__Name"] = "same",
            ["Issuers__2__Profile"] = "fapi2-security",
            ["Issuers__2__Scopes__0__Name"] = "openid",
            ["Sca__MaxConsecutiveFailures"] = "50",
            ["Sca__PasswordIterations"] = "1",
        });

        AssertRefused(code, output);
        foreach (var fault in new[]
        {
            "PublicAddress", "MutualTlsAddress", "TrustedProxies", "ClientCertificateAuthorities", "CacheRefreshInterval", "Issuers:0", "Name", "Path", "Profile", "Scopes",
            "AccessTokenLifetime", "same", "Database:Provider", "Database:ConnectionString", "TlsCertificate", "DataProtectionCertificate", "MaxConsecutiveFailures", "PasswordIterations",
        })
        {
            Assert.Contains(fault, output, StringComparison.Ordinal);
        }
        Assert.True(output.Split('\n').Count(line => line.TrimStart().StartsWith('-')) >= 15, output);
    }

    [Fact]
    public async Task Material_of_a_sandbox_is_refused()
    {
        var bank = await banks.PlainAsync();
        string InKit(string file) => Path.Combine(bank.Server.SandboxDirectory, file);

        var (code, output) = await StartAsync(new()
        {
            ["Mode"] = "Production",
            ["PublicAddress"] = "https://id.bank.example",
            ["MutualTlsAddress"] = "https://mtls.bank.example",
            ["TlsCertificate"] = InKit("hosts/localhost.crt"),
            ["TlsCertificateKey"] = InKit("hosts/localhost.key"),
            ["DataProtectionCertificate"] = InKit("ca.crt"),
            ["DataProtectionCertificateKey"] = InKit("ca.key"),
            ["ClientCertificateAuthorities"] = InKit("ca.crt"),
            ["Database__Provider"] = "Sqlite",
            ["Database__ConnectionString"] = $"Data Source={InKit("server.db")}",
            ["Issuers__0__Name"] = "bank",
            ["Issuers__0__Profile"] = "fapi2-security",
            ["Issuers__0__Scopes__0__Name"] = "openid",
        });

        AssertRefused(code, output);
        Assert.Equal(3, output.Split('\n').Count(line => line.Contains("sandbox", StringComparison.Ordinal) && line.Contains("ertificate", StringComparison.Ordinal)));
        Assert.Contains("SQLite is for the sandbox", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_of_a_sandbox_is_refused()
    {
        var bank = await banks.StrictAsync();
        using var files = new PemFiles();

        var (code, output) = await StartAsync(Wellformed(files, bank.Server.ConnectionString!));

        AssertRefused(code, output);
        Assert.Contains("sandbox", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Password=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_cannot_be_reached_is_named_without_its_password()
    {
        using var files = new PemFiles();

        var (code, output) = await StartAsync(Wellformed(files, "Host=127.0.0.1;Port=1;Username=bank;Password=database-password-7Q;Database=x;Timeout=2"));

        AssertRefused(code, output);
        Assert.Contains("Database", output, StringComparison.Ordinal);
        Assert.DoesNotContain("database-password-7Q", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_without_tables_is_refused_unless_migration_is_asked_for()
    {
        using var files = new PemFiles();
        var empty = await (await TestPostgres.SharedAsync()).CreateDatabaseAsync();

        var (code, output) = await StartAsync(Wellformed(files, empty));

        AssertRefused(code, output);
        Assert.Contains("migration", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://id.bank.example", "https://mtls.bank.example")]
    [InlineData("https://203.0.113.7", "https://203.0.113.7:8443")]
    [InlineData("https://localhost.bank.example", "https://mtls.bank.example")]
    public async Task Forgotten_issuers_do_not_make_a_public_sandbox(string address, string mutualTls)
    {
        using var files = new PemFiles();
        var settings = Wellformed(files, "Host=127.0.0.1;Port=1;Username=bank;Password=x;Database=x;Timeout=2");
        foreach (var name in settings.Keys.Where(name => name.StartsWith("Issuers", StringComparison.Ordinal) || name == "Mode").ToList())
        {
            settings.Remove(name);
        }
        settings["PublicAddress"] = address;
        settings["MutualTlsAddress"] = mutualTls;
        settings["Issuer__0__Name"] = "misspelt";

        var (code, output) = await StartAsync(settings);

        AssertRefused(code, output);
        Assert.Contains("Issuer", output, StringComparison.Ordinal);

        settings.Remove("Issuer__0__Name");
        (code, output) = await StartAsync(settings);

        AssertRefused(code, output);
        Assert.Contains("Issuers", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mode", "Nonsense")]
    [InlineData("Database__Provider", "Oracle")]
    [InlineData("Issuers__0__GrantLifetime", "forever")]
    [InlineData("ClientCertificateRevocation", "Maybe")]
    public async Task Values_that_cannot_be_read_are_reported(string name, string value)
    {
        using var files = new PemFiles();
        var settings = Wellformed(files, "Host=127.0.0.1;Port=1;Timeout=2");
        settings[name] = value;

        var (code, output) = await StartAsync(settings);

        AssertRefused(code, output);
        Assert.Contains(name.Split("__")[^1], output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Wellformed(PemFiles files, string connection) => new()
    {
        ["Mode"] = "Production",
        ["PublicAddress"] = "https://id.bank.example",
        ["MutualTlsAddress"] = "https://mtls.bank.example",
        ["TlsCertificate"] = files.Certificate,
        ["TlsCertificateKey"] = files.Key,
        ["DataProtectionCertificate"] = files.Certificate,
        ["DataProtectionCertificateKey"] = files.Key,
        ["Database__Provider"] = "PostgreSql",
        ["Database__ConnectionString"] = connection,
        ["Issuers__0__Name"] = "bank",
        ["Issuers__0__Profile"] = "fapi2-security",
        ["Issuers__0__Scopes__0__Name"] = "openid",
    };

    private static void AssertRefused(int code, string output)
    {
        Assert.True(code is > 0 and < 128, $"exit code {code}: {output}");
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("does not start", output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> StartAsync(Dictionary<string, string> settings)
    {
        var server = typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ServerUnderTest").Value!;
        var environment = settings.ToDictionary(setting => "FapiAuthServer__" + setting.Key, setting => (string?)setting.Value);
        var elsewhere = Directory.CreateTempSubdirectory("fapi-production-").FullName;

        // A server that starts after all is ended by `timeout`, with a code that no test takes for a refusal.
        return Command.TryAsync("timeout", ["--kill-after=5", "120", "env", "-C", elsewhere, "dotnet", server], environment);
    }

    private sealed class PemFiles : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("fapi-pem-").FullName;

        public PemFiles()
        {
            using var certificate = TestPki.SelfSigned("CN=id.bank.example");
            File.WriteAllText(Certificate, certificate.ExportCertificatePem());
            File.WriteAllText(Key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }

        public string Certificate => Path.Combine(folder, "tls.crt");

        public string Key => Path.Combine(folder, "tls.key");

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
