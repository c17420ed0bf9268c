using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Logout;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Running;

/// <summary>What a module has at hand.</summary>
public sealed class ModuleContext
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(5);

    private readonly RunServices services;
    private readonly ModuleTurn turn;
    private readonly Lazy<Task<JsonWebKeySet>> keys;
    private readonly Lazy<ClientFlow> first;
    private readonly Lazy<ClientFlow> second;
    private int proofKeys;

    internal ModuleContext(
        RunServices services, Variant variant, FlowTraits traits, IReadOnlyList<ClientConfiguration> clients, ExchangeLog exchanges,
        CheckLog checks, RecordingWire wire, ServerMetadata server, ModuleTurn turn)
    {
        this.services = services;
        this.turn = turn;
        Variant = variant;
        Traits = traits;
        Exchanges = exchanges;
        Checks = checks;
        Wire = wire;
        Server = server;
        keys = new(() => KeySetChecks.FetchAsync(this));
        first = new(() => Flow(clients, isSecond: false));
        second = new(() => Flow(clients, isSecond: true));
        Clients = clients.Count;
    }

    public Variant Variant { get; }

    public FlowTraits Traits { get; }

    public ServerConfiguration Configuration => services.Configuration;

    /// <summary>The discovery document, read anew for every module.</summary>
    public ServerMetadata Server { get; }

    public CheckLog Checks { get; }

    public ExchangeLog Exchanges { get; }

    public RecordingWire Wire { get; }

    /// <summary>The clock of everything that is sent and checked.</summary>
    public TimeProvider Time => services.Time;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Ends when the run is cancelled or the module's time is over.</summary>
    public CancellationToken Cancellation => turn.Cancellation;

    /// <summary>The first client.</summary>
    public ClientFlow First => first.Value;

    /// <summary>The second client; only for modules whose description says that they have two.</summary>
    public ClientFlow Second => second.Value;

    /// <summary>The module's clients in turn.</summary>
    public IEnumerable<ClientFlow> Each => Clients == 2 ? [First, Second] : [First];

    private int Clients { get; }

    private ClientFlow Flow(IReadOnlyList<ClientConfiguration> clients, bool isSecond) => clients.Count > (isSecond ? 1 : 0)
        ? new ClientFlow(this, clients[isSecond ? 1 : 0], isSecond)
        : throw new ConformanceException(
            $"the configuration has no {(isSecond ? "second " : "")}client for {Traits.ClientAuthentication} and {Traits.SenderConstraint}; add it to clients");

    /// <summary>A key for proofs that this module has not had before.</summary>
    internal SigningKey NextProofKey(string algorithm) => services.ProofKeys.Of(algorithm, proofKeys++);

    /// <summary>
    /// Waits as the module prescribes, on the run's clock. Other modules have the clients meanwhile, unless the wait is so short
    /// that what is awaited could be over when they come back.
    /// </summary>
    public async Task WaitAsync(TimeSpan duration, string reason)
    {
        if (duration > ShortWait)
        {
            await turn.WaitAsideAsync(duration, reason, Exchanges.Elapsed);
        }
        else
        {
            await turn.WaitAsync(duration, reason, Exchanges.Elapsed);
        }
    }

    /// <summary>The server's published keys, fetched and checked once per module.</summary>
    public Task<JsonWebKeySet> KeysAsync() => keys.Value;

    /// <summary>A fresh browser, and a customer when the pages ask for one.</summary>
    /// <summary>Listens for the calls that tell a client of a logout.</summary>
    internal Task<LogoutInbox> ListenForLogoutAsync(ClientConfiguration client) => services.LogoutReceivers.OpenAsync(client, Exchanges, Cancellation);

    /// <param name="client">Addresses of the client, where the browser stops.</param>
    public async Task<Visit> OpenBrowserAsync(params IReadOnlyList<Uri> client) => new(
        await services.Browsers.OpenAsync(
            Wire, Exchanges, Server.AuthorizationEndpoint, new ClientAddresses(Server.AuthorizationEndpoint, client), Cancellation),
        Configuration.Browser, services.Customers);
}
