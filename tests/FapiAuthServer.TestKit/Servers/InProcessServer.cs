using System.Globalization;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.TestKit.Servers;

/// <summary>
/// The server inside the test's own process, started as ever: real TLS on free ports, its own kit and database. Beside what
/// <see cref="ServerProcess"/> can do, a test may move its clock and look into its services.
/// </summary>
public sealed class InProcessServer : IAsyncDisposable
{
    private readonly Host host;
    private readonly string directory;

    private InProcessServer(Host host, string directory)
    {
        this.host = host;
        this.directory = directory;
        Kit = SandboxKit.Read(directory);
        Wire = new Wire(Kit.Authority, new Dictionary<int, int>());
    }

    public SandboxKit Kit { get; }

    public Wire Wire { get; }

    public InProcessServerClock Clock => host.Clock;

    public IServiceProvider Services => host.Services;

    /// <summary>All the server logged so far.</summary>
    public string Output => string.Join('\n', host.Log.Lines);

    public static async Task<InProcessServer> StartAsync(ServerSetup? setup = null)
    {
        setup ??= new ServerSetup();
        if (setup.Environment.Count > 0)
        {
            throw new NotSupportedException("A server in this process has this process's environment; use settings.");
        }
        if (setup is { Database: DatabaseKind.PostgreSql, ConnectionString: null })
        {
            setup = setup with { ConnectionString = await (await TestPostgres.SharedAsync()).CreateDatabaseAsync() };
        }

        var directory = Directory.CreateTempSubdirectory("fapi-in-process-").FullName;
        var host = new Host(Settings(setup, directory), setup.Services);
        try
        {
            WriteExtraClients(setup, directory);
            await Task.Run(host.StartServer);
            if (!host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested)
            {
                throw new InvalidOperationException("The server did not start:\n" + string.Join('\n', host.Log.Lines)); // it has ended, and said why
            }
            return new InProcessServer(host, directory);
        }
        catch
        {
            await host.DisposeAsync();
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>A client of the kit, ready to speak to this server.</summary>
    public Task<FintechClient> ConnectAsync(string clientId) => ConnectAsync(Kit.Client(clientId));

    public Task<FintechClient> ConnectAsync(SandboxClient client) =>
        FintechClient.ConnectAsync(Wire, client, Kit.Issuer(client.Issuer).Discovery);

    public CustomerBrowser OpenBrowser() => new(Wire, Kit.PublicAddress);

    /// <summary>The phone of a customer who has one in the kit.</summary>
    public SoftPhone OpenPhone(SandboxCustomer customer) =>
        new(Wire, Kit.PublicAddress, customer.Phone ?? throw new ArgumentException("The kit has no phone for this customer.", nameof(customer)), Clock);

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        await host.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private static Dictionary<string, string> Settings(ServerSetup setup, string directory)
    {
        var settings = new Dictionary<string, string>
        {
            ["Mode"] = "Sandbox",
            ["SandboxDirectory"] = directory,
            ["PublicAddress"] = Localhost(FreePorts.Take()),
            ["MutualTlsAddress"] = Localhost(FreePorts.Take()),
            ["Database:Provider"] = setup.Database.ToString(),
        };
        if (setup.ConnectionString is not null)
        {
            settings["Database:ConnectionString"] = setup.ConnectionString;
        }
        foreach (var (name, value) in setup.Settings)
        {
            settings[name] = value;
        }
        return settings;
    }

    private static string Localhost(int port) => string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");

    private static void WriteExtraClients(ServerSetup setup, string directory)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, "extra-clients")).FullName;
        foreach (var client in setup.ExtraClients)
        {
            File.WriteAllText(Path.Combine(folder, client.ClientId + ".json"), client.Registration.ToJsonString());
        }
    }

    /// <summary>Runs the program as it is, with another clock and another place for its log.</summary>
    private sealed class Host : WebApplicationFactory<Program>
    {
        private readonly Dictionary<string, string> settings;
        private readonly Action<IServiceCollection>? alter;

        public Host(Dictionary<string, string> settings, Action<IServiceCollection>? alter)
        {
            this.settings = settings;
            this.alter = alter;
            UseKestrel(); // The server says itself where it listens, and how.
        }

        public InProcessServerClock Clock { get; } = new();

        public InProcessServerLog Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            foreach (var (name, value) in settings)
            {
                builder.UseSetting("FapiAuthServer:" + name, value);
            }
            builder.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.Replace(ServiceDescriptor.Singleton<IHostLifetime, InProcessServerLifetime>());
                services.RemoveAll<ILoggerFactory>();
                services.AddSingleton<ILoggerFactory>(_ => new LoggerFactory([Log]));
                alter?.Invoke(services);
            });
        }
    }
}
