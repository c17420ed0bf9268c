using System.Collections.Concurrent;
using System.Globalization;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>
/// A running server with an issuer for each profile, as the sandbox has them, and two more under the Security Profile: one
/// without OpenID Connect, one with DPoP nonces.
/// </summary>
public sealed class Bank : IAsyncDisposable
{
    public const string PlainOAuth = "oauth";
    public const string WithNonces = "nonces";
    public const string MessageSigning = "fapi2-ms";
    public const string OpenIdConnect = "oidc";
    public const string Fapi1Advanced = "fapi1";
    public const string Fapi1Baseline = "fapi1-baseline";

    private readonly ConcurrentBag<CustomerBrowser> signedIn = [];
    private int clients;

    private readonly Dictionary<string, AccountsApi> apis;

    private Bank(InProcessServer server, Dictionary<string, AccountsApi> apis)
    {
        Server = server;
        this.apis = apis;
    }

    public InProcessServer Server { get; }

    public static async Task<Bank> OpenAsync(DatabaseKind database)
    {
        var settings = new Dictionary<string, string>();
        AddIssuer(settings, 0, "fapi2", "openid", "accounts", "offline_access");
        settings["Issuers:0:AcrTables:0"] = "UnitedKingdom";
        settings["Issuers:0:AcrTables:1"] = "PhishingResistant";
        AddIssuer(settings, 1, PlainOAuth, "accounts", "offline_access");
        AddIssuer(settings, 2, WithNonces, "openid", "accounts", "offline_access");
        settings["Issuers:2:DPoPNonceRequired"] = "true";
        AddIssuer(settings, 3, MessageSigning, "openid", "accounts", "offline_access");
        settings["Issuers:3:Profile"] = "fapi2-message-signing";
        AddIssuer(settings, 4, Fapi1Advanced, "openid", "accounts", "offline_access");
        settings["Issuers:4:Profile"] = "fapi1-advanced";
        AddIssuer(settings, 5, Fapi1Baseline, "openid", "accounts", "offline_access");
        settings["Issuers:5:Profile"] = "fapi1-baseline";
        AddIssuer(settings, 6, OpenIdConnect, "openid", "profile", "email", "address", "phone", "accounts", "offline_access");
        settings["Issuers:6:Profile"] = "oidc";
        settings["PruningInterval"] = "23:00:00"; // Not while a test has put the clock ahead.
        var server = await InProcessServer.StartAsync(new ServerSetup { Database = database, Settings = settings });
        var apis = new Dictionary<string, AccountsApi>();
        foreach (var issuer in (string[])["fapi2", PlainOAuth, WithNonces, MessageSigning, Fapi1Advanced, Fapi1Baseline, OpenIdConnect])
        {
            apis.Add(issuer, await AccountsApi.StartAsync(server, issuer, withNonces: issuer == WithNonces, acceptsUnbound: issuer == Fapi1Baseline));
        }
        return new Bank(server, apis);
    }

    /// <summary>The resource endpoint for tokens of an issuer.</summary>
    public Uri AccountsFor(string issuer) => apis[issuer].Accounts;

    /// <summary>A client like the kit's of this id, with the same keys, and with a name that only the calling test knows.</summary>
    public async Task<FintechClient> RegisterLikeAsync(string kitClientId)
    {
        var model = Server.Kit.Client(kitClientId);
        var number = Interlocked.Increment(ref clients).ToString("0000", CultureInfo.InvariantCulture);
        var registration = model.With("client_id", $"{kitClientId}-{number}");
        await RegisterAsync(registration);
        return await Server.ConnectAsync(registration);
    }

    public async Task RegisterAsync(SandboxClient registration)
    {
        var metadata = ClientMetadata.Parse(registration.Registration.ToJsonString());
        await using var scope = Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        db.Clients.Add(Client.Register(registration.Issuer, metadata, DateTimeOffset.UtcNow, registration.Secret is { } secret ? ClientSecret.Of(secret) : null));
        await db.SaveChangesAsync();
    }

    /// <summary>Registers a client anew; every node learns of it at once.</summary>
    public async Task UpdateAsync(SandboxClient registration)
    {
        var metadata = ClientMetadata.Parse(registration.Registration.ToJsonString());
        await using var scope = Server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        var client = await db.Clients.SingleAsync(client => client.Issuer == registration.Issuer && client.ClientId == metadata.ClientId);
        client.Update(metadata, DateTimeOffset.UtcNow);
        await db.SaveChangesAsync();
        await Server.Services.GetRequiredService<ChangeWatch>().AnnounceAsync(db, ChangeStamp.Clients, CancellationToken.None);
    }

    /// <summary>Whether this client was ever given anything.</summary>
    public async Task<bool> HasGrantsAsync(string clientId)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FapiDbContext>().Grants.AnyAsync(grant => grant.ClientId == clientId);
    }

    /// <summary>A customer who has signed in before opens a request; sign in they must only when the server says so.</summary>
    public async Task<AuthorizationAnswer> ApproveAsync(Uri address) =>
        await AtConsentAsync(address, browser => browser.Answer is { } remembered ? Task.FromResult(remembered) : browser.ApproveAsync());

    public async Task<AuthorizationAnswer> DenyAsync(Uri address) => await AtConsentAsync(address, browser => browser.DenyAsync());

    /// <summary>As far as the consent page; the browser is the caller's until the end of <paramref name="decide"/>.</summary>
    public async Task<T> AtConsentAsync<T>(Uri address, Func<CustomerBrowser, Task<T>> decide)
    {
        var browser = signedIn.TryTake(out var idle) ? idle : Server.OpenBrowser();
        await browser.OpenAsync(address);
        if (browser.Page.IsSignIn)
        {
            var customer = Server.Kit.NextCustomer();
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);
        }
        var result = await decide(browser);
        signedIn.Add(browser);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in signedIn)
        {
            browser.Dispose();
        }
        foreach (var api in apis.Values)
        {
            await api.DisposeAsync();
        }
        await Server.DisposeAsync();
    }

    private static void AddIssuer(Dictionary<string, string> settings, int number, string name, params string[] scopes)
    {
        var issuer = string.Create(CultureInfo.InvariantCulture, $"Issuers:{number}:");
        settings[issuer + "Name"] = name;
        settings[issuer + "Path"] = "/" + name;
        settings[issuer + "Profile"] = "fapi2-security";
        foreach (var (type, place) in new[] { ("payment_initiation", 0), ("account_information", 1) })
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"{issuer}AuthorizationDetailsTypes:{place}:");
            settings[prefix + "Name"] = type;
            settings[prefix + "Resource"] = "https://localhost:9445";
        }
        for (var scope = 0; scope < scopes.Length; scope++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{issuer}Scopes:{scope}:");
            settings[place + "Name"] = scopes[scope];
            settings[place + "Description"] = "Test " + scopes[scope];
            if (scopes[scope] == "accounts")
            {
                settings[place + "Resource"] = "https://localhost:9445";
            }
        }
    }
}
