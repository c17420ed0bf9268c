using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Audit;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Payments;

/// <summary>The sandbox's server with exemptions switched on, and the bank's payment system that reports to it.</summary>
public sealed class PaymentBank : IAsyncDisposable
{
    public const string Reporter = "fapi2-rs-1";
    private readonly Lazy<Task<SupervisedProcess>> api;
    private int clients;

    private PaymentBank(InProcessServer server, FintechClient payments)
    {
        Server = server;
        Payments = payments;
        api = new Lazy<Task<SupervisedProcess>>(StartApiAsync);
    }

    public InProcessServer Server { get; }

    /// <summary>The bank's payment system.</summary>
    public FintechClient Payments { get; }

    public static Task<PaymentBank> OpenAsync(DatabaseKind database) => OpenAsync(database, new Dictionary<string, string>
    {
        ["Sca:Exemptions:AllowsLowValue"] = "true",
        ["Sca:Exemptions:AllowsTrustedPayees"] = "true",
        ["Sca:Exemptions:AllowsOwnAccounts"] = "true",
    });

    public static async Task<PaymentBank> OpenAsync(DatabaseKind database, IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? services = null)
    {
        var server = await InProcessServer.StartAsync(new ServerSetup
        {
            Database = database,
            Settings = new Dictionary<string, string>(settings)
            {
                ["Sandbox:BankAddress"] = string.Create(CultureInfo.InvariantCulture, $"https://localhost:{FreePorts.Take()}"),
            },
            Services = services,
        });
        return new PaymentBank(server, await server.ConnectAsync(Reporter));
    }

    /// <summary>A fintech's client that nobody else uses.</summary>
    public async Task<FintechClient> RegisterAsync(string model = "fapi2-pkjwt-dpop-1", string? scope = null)
    {
        var number = Interlocked.Increment(ref clients).ToString("0000", CultureInfo.InvariantCulture);
        var kit = Server.Kit.Client(model);
        var registration = kit.With("client_id", $"{model}-{number}").With("scope", scope ?? kit.Scope);
        await UseAsync(async services =>
        {
            var db = services.GetRequiredService<FapiDbContext>();
            db.Clients.Add(Client.Register(registration.Issuer, ClientMetadata.Parse(registration.Registration.ToJsonString()), DateTimeOffset.UtcNow));
            return await db.SaveChangesAsync();
        });
        return await Server.ConnectAsync(registration);
    }

    /// <summary>The customer agrees to a payment, by text message where they are asked, and the client gets its token.</summary>
    public static async Task<TokenResponse> AgreeAsync(Payer payer, FintechClient client, Order order)
    {
        var request = await payer.ReachConsentAsync(client, order.ToDetails());
        await payer.Browser.ApproveAsync();
        var tokens = await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request);
        tokens.Expect(200);
        return tokens;
    }

    /// <summary>What a token says of the authentication.</summary>
    public static JsonObject ScaOf(TokenResponse tokens) => SignedJwt.Parse(tokens.AccessToken).Claims["sca"]!.AsObject();

    /// <summary>A token of the payment system's own.</summary>
    public async Task<string> ReporterTokenAsync() => (await Payments.ClientCredentialsAsync("payments.report")).AccessToken;

    public JsonObject Executed(TokenResponse tokens, Order order, string? paymentId = null) => new()
    {
        ["payment_id"] = paymentId ?? Guid.NewGuid().ToString(),
        ["record_id"] = (string?)ScaOf(tokens)["record_id"],
        ["executed_at"] = Server.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["authorization_details"] = new JsonArray(order.ToDetail()),
    };

    public async Task<ServerResponse> ReportAsync(string path, JsonNode body, Action<ProtocolRequest>? change = null)
        => await ReportAsync(Payments, await ReporterTokenAsync(), path, body.ToJsonString(), change);

    public Task<ServerResponse> ReportAsync(FintechClient client, string token, string path, string body, Action<ProtocolRequest>? change = null)
    {
        var address = new Uri(Server.Kit.Issuer(client.Registration.Issuer).Issuer + path);
        return client.CallApiAsync(address, token, call =>
        {
            call.Method = HttpMethod.Post;
            call.Body = Encoding.UTF8.GetBytes(body);
            call.ContentType = "application/json";
            call.Proof = client.DPoPKey is { } key ? FintechClient.NewProof(key, HttpMethod.Post, address, token) : null;
            change?.Invoke(call);
        });
    }

    public async Task<PaymentRecord?> FindPaymentAsync(string paymentId)
        => await UseAsync(services => services.GetRequiredService<FapiDbContext>().Set<PaymentRecord>().AsNoTracking().SingleOrDefaultAsync(p => p.PaymentId == paymentId));

    public Task<int> CountPaymentsAsync(Payer payer)
        => UseAsync(services => services.GetRequiredService<FapiDbContext>().Set<PaymentRecord>().CountAsync(p => p.CustomerId == payer.Id));

    /// <summary>What the customer has paid under Art. 16 since they last authenticated for a payment.</summary>
    public async Task<decimal> LowValueSumAsync(Payer payer) => await UseAsync(async services =>
        (await services.GetRequiredService<FapiDbContext>().Set<LowValueCounter>().AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == payer.Id))?.SumUnits / 100_000m ?? 0);

    /// <summary>The audit lines of one kind, once there is one.</summary>
    internal async Task<IReadOnlyList<AuditRecord>> AuditAsync(Func<AuditRecord, bool> isWanted)
    {
        for (var deadline = DateTimeOffset.UtcNow.AddSeconds(20); ; await Task.Delay(20))
        {
            var lines = await UseAsync(services => services.GetRequiredService<FapiDbContext>().AuditRecords.AsNoTracking().ToListAsync());
            if (lines.Exists(line => isWanted(line)) || DateTimeOffset.UtcNow > deadline)
            {
                return [.. lines.Where(isWanted)];
            }
        }
    }

    public async Task<T> UseAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    /// <summary>The sample bank's API, as the sandbox starts it; what it has said so far.</summary>
    public async Task<string> ApiLogAsync() => (await api.Value).Output;

    /// <summary>Sends a payment to the sample bank's API.</summary>
    public async Task<ServerResponse> PayAsync(FintechClient client, string accessToken, string body, Action<ProtocolRequest>? change = null)
    {
        await api.Value;
        var address = new Uri(Server.Kit.BankAddress, "/payments");
        return await client.CallApiAsync(address, accessToken, call =>
        {
            call.Method = HttpMethod.Post;
            call.Body = Encoding.UTF8.GetBytes(body);
            call.ContentType = "application/json";
            call.Proof = FintechClient.NewProof(client.DPoPKey!, HttpMethod.Post, address, accessToken);
            change?.Invoke(call);
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (api is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await api.Value).DisposeAsync();
        }
        await Server.DisposeAsync();
    }

    private async Task<SupervisedProcess> StartApiAsync()
    {
        var assembly = typeof(PaymentBank).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "SampleBank").Value!;
        var process = await SupervisedProcess.StartAsync(
            new SupervisedCommand("dotnet", [assembly, "--sandbox-dir", Server.Kit.Directory]) { WorkingDirectory = Server.Kit.Directory });
        for (var deadline = DateTimeOffset.UtcNow.AddSeconds(60); ; await Task.Delay(100))
        {
            try
            {
                using var answer = await Server.Wire.Client(null).GetAsync(new Uri(Server.Kit.BankAddress, "/health/ready"));
                if (answer.IsSuccessStatusCode)
                {
                    return process;
                }
            }
            catch (HttpRequestException) when (!process.HasExited && DateTimeOffset.UtcNow < deadline)
            {
                // Not yet.
            }
        }
    }
}
