using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;

namespace FapiAuthServer.TestKit.Servers;

/// <summary>The real server as a process of its own: sandbox mode, free ports, real TLS, its own kit and database.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly ServerSetup setup;
    private readonly ServerProcess? first;
    private readonly int publicPort = FreePorts.Take();
    private readonly int mutualTlsPort = FreePorts.Take();
    private readonly List<string> earlierOutput = [];
    private SupervisedProcess? process;
    private SandboxKit? kit;
    private Wire? wire;

    private ServerProcess(ServerSetup setup, string sandboxDirectory, ServerProcess? first)
    {
        this.setup = setup;
        this.first = first;
        SandboxDirectory = sandboxDirectory;
    }

    public string SandboxDirectory { get; }

    public Uri PublicAddress => first?.PublicAddress ?? Localhost(publicPort);

    public Uri MutualTlsAddress => first?.MutualTlsAddress ?? Localhost(mutualTlsPort);

    public SandboxKit Kit => first?.Kit ?? kit ?? throw new InvalidOperationException("The server has not been started.");

    public Wire Wire => wire ?? throw new InvalidOperationException("The server has not been started.");

    public string? ConnectionString => setup.ConnectionString;

    public int ProcessId => Running.ProcessId;

    /// <summary>All the server has printed on both of its streams, over all of its starts.</summary>
    public string Output => string.Join('\n', earlierOutput.Concat(process?.OutputLines ?? []));

    private SupervisedProcess Running => process ?? throw new InvalidOperationException("The server is not running.");

    public static Task<ServerProcess> StartAsync(DatabaseKind database) => StartAsync(new ServerSetup { Database = database });

    public static async Task<ServerProcess> StartAsync(ServerSetup? setup = null)
    {
        setup ??= new ServerSetup();
        if (setup.Services is not null)
        {
            throw new NotSupportedException("A server in a process of its own has its own services; use InProcessServer.");
        }
        if (setup is { Database: DatabaseKind.PostgreSql, ConnectionString: null })
        {
            setup = setup with { ConnectionString = await (await TestPostgres.SharedAsync()).CreateDatabaseAsync() };
        }
        var server = new ServerProcess(setup, Directory.CreateTempSubdirectory("fapi-sandbox-").FullName, null);
        server.WriteExtraClients();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Another process for the same issuers, kit and database, on ports of its own.</summary>
    public async Task<ServerProcess> StartSecondNodeAsync()
    {
        var second = new ServerProcess(setup, SandboxDirectory, first ?? this);
        await second.StartAgainAsync();
        return second;
    }

    /// <summary>Starts a stopped server with everything it had: addresses, kit and data.</summary>
    public async Task StartAgainAsync()
    {
        if (process is not null)
        {
            throw new InvalidOperationException("The server is running.");
        }
        process = await SupervisedProcess.StartAsync(new SupervisedCommand("dotnet", [ServerAssembly(), .. Arguments()])
        {
            WorkingDirectory = SandboxDirectory,
            Environment = Environment(),
        });
        try
        {
            await WaitUntilReadyAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task StopAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
            earlierOutput.AddRange(process.OutputLines);
            process = null;
        }
    }

    /// <summary>A client of the kit, ready to speak to this node.</summary>
    public Task<FintechClient> ConnectAsync(string clientId) => ConnectAsync(Kit.Client(clientId));

    public Task<FintechClient> ConnectAsync(SandboxClient client) =>
        FintechClient.ConnectAsync(Wire, client, Kit.Issuer(client.Issuer).Discovery);

    public CustomerBrowser OpenBrowser() => new(Wire, PublicAddress);

    /// <summary>The phone of a customer who has one in the kit.</summary>
    public SoftPhone OpenPhone(SandboxCustomer customer) =>
        new(Wire, Kit.PublicAddress, customer.Phone ?? throw new ArgumentException("The kit has no phone for this customer.", nameof(customer)));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        wire?.Dispose();
        if (first is null && Directory.Exists(SandboxDirectory))
        {
            Directory.Delete(SandboxDirectory, recursive: true);
        }
    }

    private static string ServerAssembly()
    {
        var path = typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "ServerUnderTest").Value!;
        return File.Exists(path) ? path : throw new FileNotFoundException("The server under test has not been built.", path);
    }

    private static Uri Localhost(int port) => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}"));

    private List<string> Arguments()
    {
        var settings = new Dictionary<string, string>
        {
            ["PublicAddress"] = Text(PublicAddress),
            ["MutualTlsAddress"] = Text(MutualTlsAddress),
            ["Database:Provider"] = setup.Database.ToString(),
        };
        if (setup.ConnectionString is not null)
        {
            settings["Database:ConnectionString"] = setup.ConnectionString;
        }
        if (first is not null)
        {
            settings["ListenPublic"] = Text(Localhost(publicPort));
            settings["ListenMutualTls"] = Text(Localhost(mutualTlsPort));
        }
        foreach (var (name, value) in setup.Settings)
        {
            settings[name] = value;
        }
        return ["--sandbox-dir", SandboxDirectory, .. settings.Select(setting => $"--FapiAuthServer:{setting.Key}={setting.Value}")];
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);

    // What configures the test runner or the machine must not configure the server.
    private Dictionary<string, string?> Environment()
    {
        var environment = System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name =>
                name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("FapiAuthServer__", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in setup.Environment)
        {
            environment[name] = value;
        }
        return environment;
    }

    private void WriteExtraClients()
    {
        var folder = Directory.CreateDirectory(Path.Combine(SandboxDirectory, "extra-clients")).FullName;
        foreach (var client in setup.ExtraClients)
        {
            File.WriteAllText(Path.Combine(folder, client.ClientId + ".json"), client.Registration.ToJsonString());
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        var deadline = DateTimeOffset.UtcNow + setup.ReadyWithin;
        var last = "nothing was listening";
        while (!Running.HasExited && DateTimeOffset.UtcNow < deadline)
        {
            try
            {
                wire ??= NewWire();
                using var answer = await wire.Client(null).GetAsync(new Uri(PublicAddress, "/health/ready"));
                if (answer.IsSuccessStatusCode)
                {
                    kit ??= first is null ? SandboxKit.Read(SandboxDirectory) : null;
                    return;
                }
                last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            }
            catch (Exception notYet) when (notYet is HttpRequestException or IOException or CryptographicException)
            {
                last = notYet.Message;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        var reason = Running.HasExited ? $"ended with {Running.ExitCode}" : "did not become ready";
        throw new InvalidOperationException($"The server {reason} ({last}):\n{Output}");
    }

    private Wire NewWire() => new(
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(SandboxDirectory, "ca.crt")),
        first is null
            ? new Dictionary<int, int>()
            : new Dictionary<int, int> { [PublicAddress.Port] = publicPort, [MutualTlsAddress.Port] = mutualTlsPort });
}
