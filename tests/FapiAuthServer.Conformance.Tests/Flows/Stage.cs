using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Logout;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Flows;

/// <summary>A module's context and client without a server: answers are made up, and only what is said of them is looked at.</summary>
internal sealed class Stage : IDisposable
{
    private const string RedirectUri = "https://client.example.test/callback?dummy1=lorem";

    private readonly HttpWire wire = new(new TlsTrust([]));
    private readonly ModuleTurn turn;

    public Stage()
    {
        var plan = KnownPlans.All[0];
        var variant = plan.Variants.First(variant => variant.Is("client_auth_type", "mtls") && variant.Is("sender_constrain", "mtls"));
        var client = new ClientConfiguration
        {
            ClientId = "client",
            Authentication = ClientAuthentication.MutualTls,
            SenderConstraint = SenderConstraint.MutualTls,
            RedirectUri = new Uri(RedirectUri),
            Scope = "accounts",
        };
        var configuration = new ServerConfiguration
        {
            Discovery = new Uri("https://bank.example.test/.well-known/openid-configuration"),
            Resource = new Uri("https://api.bank.example.test/accounts"),
            Clients = [client],
            Customers = [],
        };
        var services = new RunServices(
            configuration, TimeProvider.System, wire, new BrowserFactory(configuration), new CustomerPool([], TimeProvider.System), new ClientLeases(1),
            new LogoutReceivers(null));
        var exchanges = new ExchangeLog(TimeProvider.System);
        var server = new ServerMetadata(configuration.Discovery, new JsonObject { ["issuer"] = "https://bank.example.test" });
        Checks = new CheckLog(exchanges);
        turn = new ModuleTurn(services, [client.ClientId], variant, "module", TimeSpan.FromMinutes(1), _ => { }, CancellationToken.None);
        Context = new ModuleContext(services, variant, plan.Traits(variant), [client], exchanges, Checks, new RecordingWire(wire, exchanges), server, turn);
    }

    public ModuleContext Context { get; }

    public CheckLog Checks { get; }

    public ClientFlow Client => Context.First;

    public Severity Worst => Checks.All.Max(check => check.Severity);

    /// <summary>What stands at the client's redirect URI after its own query and the issuer.</summary>
    public AuthorizationAnswer AtClient(AuthorizationRequest request, string query) => new(
        request, new BrowserView(PageKind.Client, new Uri($"{RedirectUri}&iss=https%3A%2F%2Fbank.example.test&{query}"), 303, ""));

    public static AuthorizationAnswer AtPage(AuthorizationRequest request) => new(
        request, new BrowserView(PageKind.Error, new Uri("https://bank.example.test/authorize"), 400, "That cannot be used"));

    public static PushAnswer Pushed(AuthorizationRequest request, int status, string error) => new(
        request, new WireResponse(status, [new("Content-Type", "application/json")], $$"""{"error":"{{error}}"}"""));

    public static TokenAnswer Token(int status, string error) => new(
        null, new WireResponse(status, [new("Content-Type", "application/json")], $$"""{"error":"{{error}}"}"""));

    public void Dispose()
    {
        turn.Dispose();
        wire.Dispose();
    }
}
