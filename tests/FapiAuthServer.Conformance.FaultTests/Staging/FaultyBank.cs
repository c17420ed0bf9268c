using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.FaultTests.Faults;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Issuers;
using FapiAuthServer.Keys;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.TestKit.Servers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OtpNet;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>
/// The server and an API of the bank, in this process and as they are, behind fronts in which one fault at a time can stand. The
/// product knows nothing of it.
/// </summary>
public sealed class FaultyBank : IAsyncLifetime
{
    public const string IssuerPath = "/fapi2";

    // A one-time code serves once, so that a quick run needs many customers.
    private const int Customers = 150;
    private const string Password = "password of a test";

    // Longer than a one-time code of the run before is good for.
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Lazy<Task<VariantResult>>> sound = new();
    private readonly ConcurrentDictionary<string, SigningKey> signingKeys = new();
    private readonly SemaphoreSlim turn = new(1);
    private InProcessServer? server;
    private AccountsApi? api;
    private volatile Fault? fault;

    internal static ConformancePlan Plan { get; } = KnownPlans.Find("fapi2-security-profile-final-test-plan");

    internal InProcessServer Server => server!;

    internal ServerConfiguration Configuration { get; private set; } = null!;

    internal Artefacts Artefacts => field ??= new(Server.Services, Server.Clock);

    /// <summary>The web server's own date is of the machine's clock, which is not ours.</summary>
    internal string HttpDate => Now.ToString("R", CultureInfo.InvariantCulture);

    internal DateTimeOffset Now => Server.Clock.GetUtcNow();

    internal string Issuer => Server.Kit.Issuer("fapi2").Issuer;

    public async ValueTask InitializeAsync()
    {
        server = await InProcessServer.StartAsync(new ServerSetup
        {
            Services = services =>
            {
                services.PostConfigure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1);
                services.AddTransient<IStartupFilter>(_ => new FrontFilter(AtServerAsync));
                // Before the server's own, as defaults hold for what is configured after them.
                services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(
                    new ConfigureOptions<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(
                        listen => listen.Use(next => connection => GreetAsync(connection, fault?.AtServerGreeting, next))))));
            },
            Settings = new Dictionary<string, string> { ["PruningInterval"] = "23:00:00" },
        });
        api = await AccountsApi.StartAsync(
            server, AtResourceAsync, (connection, next) => GreetAsync(connection, fault?.AtResourceGreeting, next),
            options => fault?.AtResourceHandshake?.Invoke(options));
        var kit = SandboxConfiguration.FromKit(server.Kit.Directory, Plan);
        Configuration = kit with
        {
            Resource = api.Accounts,
            Clients = [.. kit.Clients.Select(client => client with { DPoPAlgorithm = "ES256" })], // RSA keys take long to make
            Customers = await EnrolAsync(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (api is not null)
        {
            await api.DisposeAsync();
        }
        if (server is not null)
        {
            await server.DisposeAsync();
        }
        turn.Dispose();
    }

    /// <summary>The variant's run at this server without a fault.</summary>
    internal Task<VariantResult> SoundAsync(string variant) =>
        sound.GetOrAdd(variant, _ => new(() => RunAsync(variant, null, Configuration))).Value;

    /// <summary>The whole variant with the fault in place.</summary>
    internal Task<VariantResult> RunAsync(Fault fault) => RunAsync(
        fault.Variant,
        fault,
        fault.UsesRsaProofs
            ? Configuration with { Clients = [.. Configuration.Clients.Select(client => client with { DPoPAlgorithm = "PS256" })] }
            : Configuration);

    /// <summary>Runs a selection of any plan.</summary>
    internal async Task<VariantResult> RunAsync(RunSelection selection, Fault? present, ServerConfiguration configuration)
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            fault = present;
            var time = new LeapingTime(Server.Clock);
            time.Leap(BetweenRuns);
            var run = await new ConformanceRunner(configuration, time).RunAsync(selection, time, TestContext.Current.CancellationToken);
            return run.Variants[0];
        }
        finally
        {
            fault = null;
            turn.Release();
        }
    }

    /// <summary>A client's own key, for a server that takes what the client did not sign.</summary>
    internal SigningKey? KeyOf(string? clientId) => Configuration.Clients.FirstOrDefault(client => client.ClientId == clientId)?.Key;

    /// <summary>The server's own key for an algorithm.</summary>
    internal SigningKey SigningKey(string algorithm) => signingKeys.GetOrAdd(algorithm, _ =>
    {
        var issuer = Server.Services.GetRequiredService<IssuerDirectory>().All[0];
        var key = Server.Services.GetRequiredService<KeyRing>().For(issuer).For(algorithm);
        return Jose.SigningKey.FromJwk(JsonNode.Parse(key.PrivateJwk())!.AsObject());
    });

    private Task<VariantResult> RunAsync(string variant, Fault? present, ServerConfiguration configuration) =>
        RunAsync(new RunSelection(Plan, [.. Plan.Select(variant)]), present, configuration);

    private async Task AtServerAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Date = HttpDate;
        await (fault?.AtServer is { } present ? FrontExchange.RunAsync(this, context, present, next) : next(context));
    }

    private async Task AtResourceAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Date = HttpDate;
        await (fault?.AtResource is { } present ? FrontExchange.RunAsync(this, context, present, next) : next(context));
    }

    private static Task GreetAsync(ConnectionContext connection, Func<TlsGreeting, byte[]?>? present, ConnectionDelegate next) =>
        present is null ? next(connection) : TlsGreeting.RunAsync(connection, present, next);

    private async Task<IReadOnlyList<CustomerConfiguration>> EnrolAsync()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<CustomerDirectory>();
        var hash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<Customer>>().HashPassword(null!, Password);
        var customers = new List<CustomerConfiguration>();
        for (var number = 0; number < Customers; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"quick-{number:000}");
            var secret = Base32Encoding.ToString(RandomNumberGenerator.GetBytes(20));
            await directory.EnrolAsync(
                new NewCustomer(name, name, Password, secret) { PasswordHash = hash }, TestContext.Current.CancellationToken);
            customers.Add(new CustomerConfiguration(name, Password, secret) { StepsBack = 1 });
        }
        return customers;
    }
}
