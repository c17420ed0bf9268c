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
using FapiAuthServer.TestKit.Processes;
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
    // A one-time code serves once, so that a quick run needs many customers.
    private const int Customers = 150;
    private const string Password = "password of a test";

    // Longer than a one-time code of the run before is good for.
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Lazy<Task<VariantResult>>> sound = new();
    private readonly ConcurrentDictionary<string, SigningKey> signingKeys = new();
    private readonly Lazy<SigningKey> ownRs256 = new(NewRs256);
    private readonly SemaphoreSlim turn = new(1);
    private InProcessServer? server;
    private AccountsApi? api;
    private LogoutRelay? relay;
    private IReadOnlyList<CustomerConfiguration> customers = [];
    private volatile StagedRun? present;

    internal InProcessServer Server => server!;

    /// <summary>What the runner knows in the present run.</summary>
    internal ServerConfiguration Configuration => present!.Configuration;

    internal Artefacts Artefacts => new(Server.Services, Server.Clock, IssuerName);

    /// <summary>The web server's own date is of the machine's clock, which is not ours.</summary>
    internal string HttpDate => Now.ToString("R", CultureInfo.InvariantCulture);

    internal DateTimeOffset Now => Server.Clock.GetUtcNow();

    /// <summary>The issuer of the present run.</summary>
    internal string Issuer => Server.Kit.Issuer(IssuerName).Issuer;

    private Fault? Fault => present?.Fault;

    private string IssuerName => present!.Issuer;

    public async ValueTask InitializeAsync()
    {
        var relayPort = FreePorts.Take();
        server = await InProcessServer.StartAsync(new ServerSetup
        {
            Services = services =>
            {
                services.PostConfigure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1);
                services.AddTransient<IStartupFilter>(_ => new FrontFilter(AtServerAsync));
                services.AddSingleton<ICustomerDetails, LikeCustomers>();
                // Before the server's own, as defaults hold for what is configured after them.
                services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(
                    new ConfigureOptions<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(
                        listen => listen.Use(next => connection => GreetAsync(connection, Fault?.AtServerGreeting, next))))));
            },
            Settings = new Dictionary<string, string>
            {
                ["PruningInterval"] = "23:00:00",
                ["Sandbox:LogoutReceiverAddress"] = LogoutRelay.AddressOf(relayPort),
            },
        });
        relay = await LogoutRelay.StartAsync(this, relayPort, call => Fault?.AtLogoutCall?.Invoke(call) ?? true);
        api = await AccountsApi.StartAsync(
            server, () => IssuerName, AtResourceAsync, (connection, next) => GreetAsync(connection, Fault?.AtResourceGreeting, next),
            options => Fault?.AtResourceHandshake?.Invoke(options));
        customers = await EnrolAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (api is not null)
        {
            await api.DisposeAsync();
        }
        if (relay is not null)
        {
            await relay.DisposeAsync();
        }
        if (server is not null)
        {
            await server.DisposeAsync();
        }
        turn.Dispose();
    }

    /// <summary>The variant's run at this server without a fault.</summary>
    internal Task<VariantResult> SoundAsync(ConformancePlan plan, string variant) =>
        sound.GetOrAdd($"{plan.Name} {variant}", _ => new(() => RunAsync(new RunSelection(plan, plan.Select(variant)), null))).Value;

    /// <summary>The whole variant with the fault in place.</summary>
    internal Task<VariantResult> RunAsync(Fault fault) => RunAsync(new RunSelection(fault.Plan, fault.Plan.Select(fault.Variant)) { Modules = fault.Among }, fault);

    /// <summary>Runs a selection of any plan.</summary>
    internal async Task<VariantResult> RunAsync(RunSelection selection, Fault? fault)
    {
        await turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var configuration = Configure(selection.Plan, fault);
            present = new StagedRun(
                Server.Kit.Issuers.First(issuer => issuer.Profile == selection.Plan.Profile).Name, configuration, fault);
            var time = new LeapingTime(Server.Clock);
            time.Leap(BetweenRuns);
            var run = await new ConformanceRunner(configuration, time).RunAsync(selection, time, TestContext.Current.CancellationToken);
            return run.Variants[0];
        }
        finally
        {
            present = null;
            turn.Release();
        }
    }

    /// <summary>A client's own key, for a server that takes what the client did not sign.</summary>
    internal SigningKey? KeyOf(string? clientId) => Configuration.Clients.FirstOrDefault(client => client.ClientId == clientId)?.Key;

    /// <summary>The server's own key for an algorithm; for RS256 another one, which is published beside it where a fault is.</summary>
    internal SigningKey SigningKey(string algorithm) => algorithm == "RS256" ? ownRs256.Value : signingKeys.GetOrAdd($"{IssuerName} {algorithm}", _ =>
    {
        var issuer = Server.Services.GetRequiredService<IssuerDirectory>().All.First(each => each.Name == IssuerName);
        var key = Server.Services.GetRequiredService<KeyRing>().For(issuer).For(algorithm);
        return Jose.SigningKey.FromJwk(JsonNode.Parse(key.PrivateJwk())!.AsObject());
    });

    private ServerConfiguration Configure(ConformancePlan plan, Fault? fault)
    {
        var kit = SandboxConfiguration.FromKit(Server.Kit.Directory, plan);
        var algorithm = fault is { UsesRsaProofs: true } ? "PS256" : "ES256"; // RSA keys take long to make
        return kit with
        {
            Resource = api!.Accounts,
            Clients = [.. kit.Clients.Select(client => client with { DPoPAlgorithm = algorithm })],
            Customers = customers,
            LogoutReceiver = kit.LogoutReceiver! with { Port = relay!.ReceiverPort },
        };
    }

    private async Task AtServerAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Date = HttpDate;
        await (Fault is null ? next(context) : FrontExchange.RunAsync(this, context, (Fault.AtServer ?? Change.Nothing).Then(Change.Json("/jwks", PublishOwn)), next));
    }

    private void PublishOwn(JsonObject keys)
    {
        var jwk = ownRs256.Value.PublicJwk();
        (jwk["kid"], jwk["alg"], jwk["use"]) = (ownRs256.Value.KeyId, "RS256", "sig");
        keys["keys"]!.AsArray().Add(jwk);
    }

    private static SigningKey NewRs256()
    {
        using var rsa = RSA.Create(2048);
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        var jwk = new JsonObject { ["kty"] = "RSA", ["kid"] = "of-the-fault", ["alg"] = "RS256" };
        foreach (var (name, value) in new[]
        {
            ("n", parameters.Modulus), ("e", parameters.Exponent), ("d", parameters.D), ("p", parameters.P), ("q", parameters.Q), ("dp", parameters.DP),
            ("dq", parameters.DQ), ("qi", parameters.InverseQ),
        })
        {
            jwk[name] = System.Buffers.Text.Base64Url.EncodeToString(value);
        }
        return Jose.SigningKey.FromJwk(jwk);
    }

    private async Task AtResourceAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Date = HttpDate;
        await (Fault?.AtResource is { } fault ? FrontExchange.RunAsync(this, context, fault, next) : next(context));
    }

    private static Task GreetAsync(ConnectionContext connection, Func<TlsGreeting, byte[]?>? fault, ConnectionDelegate next) =>
        fault is null ? next(connection) : TlsGreeting.RunAsync(connection, fault, next);

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
