using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Data;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>A running server, its database opened from outside, and a customer who stays signed in.</summary>
public sealed class Bank : IAsyncDisposable
{
    // The last customers of the kit are kept for tests that block or close them.
    private const int Expendable = 10;

    private readonly SemaphoreSlim turn = new(1);
    private readonly DatabaseKind database;
    private CustomerBrowser? browser;
    private int customersTaken;
    private int expended;

    private Bank(ServerProcess server, DatabaseKind database)
    {
        Server = server;
        this.database = database;
    }

    public ServerProcess Server { get; }

    public SandboxKit Kit => Server.Kit;

    public static async Task<Bank> StartAsync(ServerSetup? setup = null)
    {
        // Many servers start at once here, on machines that do other things too.
        setup = (setup ?? new ServerSetup()) with { ReadyWithin = TimeSpan.FromMinutes(3) };
        return new Bank(await ServerProcess.StartAsync(setup), setup.Database);
    }

    public Task<FintechClient> ConnectAsync(string clientId = "fapi2-pkjwt-dpop-2") => Server.ConnectAsync(clientId);

    /// <summary>A customer who may sign in, but must stay as they are.</summary>
    public SandboxCustomer NextCustomer() =>
        Kit.Customers[(int)((uint)(Interlocked.Increment(ref customersTaken) - 1) % (uint)(Kit.Customers.Count - Expendable))];

    /// <summary>A customer of the test's own, to be blocked, closed or locked out.</summary>
    public SandboxCustomer NextExpendableCustomer()
    {
        var number = Interlocked.Increment(ref expended);
        return number <= Expendable ? Kit.Customers[^number] : throw new InvalidOperationException("No customer is left to be spent.");
    }

    /// <summary>The signed-in customer approves; returns what came back to the client.</summary>
    public async Task<AuthorizationAnswer> ApproveAsync(Uri address)
    {
        await turn.WaitAsync();
        try
        {
            browser ??= Server.OpenBrowser();
            await browser.OpenAsync(address);
            if (browser.Page.IsSignIn)
            {
                var customer = NextCustomer();
                await browser.SignInAsync(customer);
                await browser.VerifyAsync(customer);
            }
            return await browser.ApproveAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<CodeFlow> ObtainCodeAsync(FintechClient client, string scope = "openid accounts offline_access", Action<ProtocolRequest>? change = null)
    {
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = scope };
        var pushed = await client.PushAsync(request, change);
        var answer = await ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));
        return new CodeFlow(client, request, pushed.RequestUri, answer.Code);
    }

    public async Task<TokenFlow> ObtainTokensAsync(FintechClient client, string scope = "openid accounts offline_access")
    {
        var flow = await ObtainCodeAsync(client, scope);
        var tokens = await flow.RedeemAsync();
        tokens.Expect(200);
        return new TokenFlow(flow, tokens);
    }

    /// <summary>What the resource server of the kit is told about a token.</summary>
    public async Task<ServerResponse> IntrospectAsync(string token) => await (await ConnectAsync("fapi2-rs-1")).IntrospectAsync(token);

    public async Task<bool> IsActiveAsync(string token) => (await IntrospectAsync(token)).Expect(200).Json["active"]!.GetValue<bool>();

    /// <summary>The sandbox's own authority, with which a hostile certificate of the right issuer can be made.</summary>
    public X509Certificate2 OpenAuthority() => X509Certificate2.CreateFromPemFile(
        Path.Combine(Server.SandboxDirectory, "ca.crt"), Path.Combine(Server.SandboxDirectory, "ca.key"));

    internal FapiDbContext OpenStore() => database == DatabaseKind.PostgreSql
        ? new PostgreSqlFapiDbContext(new DbContextOptionsBuilder<PostgreSqlFapiDbContext>().UseNpgsql(Server.ConnectionString).Options)
        : new SqliteFapiDbContext(new DbContextOptionsBuilder<SqliteFapiDbContext>()
            .UseSqlite($"Data Source={Path.Combine(Server.SandboxDirectory, "server.db")};Default Timeout=30").Options);

    internal async Task<T> ReadAsync<T>(Func<FapiDbContext, Task<T>> read)
    {
        await using var db = OpenStore();
        return await read(db);
    }

    /// <summary>How much the server has given out and kept; equal before and after a request that was refused.</summary>
    public async Task<StoredState> CountAsync()
    {
        await using var db = OpenStore();
        return new StoredState(
            await db.Artefacts.CountAsync(),
            await db.Grants.CountAsync(),
            await db.Interactions.CountAsync(),
            await db.CustomerSessions.CountAsync());
    }

    /// <summary>The audit records of one event, written since <paramref name="since"/> records were there; waits for the batch.</summary>
    public async Task<IReadOnlyList<AuditLine>> AuditedAsync(int since, int atLeast = 1)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            await using var db = OpenStore();
            var lines = await db.AuditRecords.AsNoTracking().OrderBy(record => record.At).ThenBy(record => record.Id).Skip(since)
                .Select(record => new AuditLine(record.Event, record.ClientId, record.Reason, record.Clause)).ToListAsync();
            if (lines.Count >= atLeast || waited.Elapsed > TimeSpan.FromSeconds(5))
            {
                return lines;
            }
            await Task.Delay(20);
        }
    }

    public async Task<int> CountAuditedAsync()
    {
        await using var db = OpenStore();
        return await db.AuditRecords.CountAsync();
    }

    public async Task<HttpStatusCode> HealthAsync()
    {
        using var answer = await Server.Wire.Client(null).GetAsync(new Uri(Server.PublicAddress, "/health/ready"));
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        browser?.Dispose();
        turn.Dispose();
        var lastWords = await LastWordsAsync();
        await Server.DisposeAsync();
        if (lastWords is not null)
        {
            throw new InvalidOperationException("The server did not survive the tests:\n" + lastWords);
        }
    }

    // Whatever tests do to it, a server that is not there at the end has failed.
    private async Task<string?> LastWordsAsync()
    {
        try
        {
            return await HealthAsync() == HttpStatusCode.OK ? null : string.Join('\n', Server.Output.Split('\n').TakeLast(20));
        }
        catch (HttpRequestException gone)
        {
            return string.Join('\n', [.. Server.Output.Split('\n').TakeLast(20), gone.Message]);
        }
    }
}
