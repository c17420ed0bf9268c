using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Customers;

namespace FapiAuthServer.TestKit.Sandboxes;

/// <summary>The sandbox kit a server wrote: all that a fintech gets to see of the bank before it starts.</summary>
public sealed class SandboxKit
{
    private readonly JsonObject server;
    private readonly ConcurrentDictionary<string, SandboxClient> clients = new();
    private int customersTaken;

    private SandboxKit(string directory)
    {
        Directory = directory;
        server = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "server.json")))!.AsObject();
        Authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, "ca.crt"));
        Issuers = [.. server["issuers"]!.AsArray().OfType<JsonObject>().Select(ReadIssuer)];
        var customers = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "customers.json")))!.AsArray();
        Customers = [.. customers.OfType<JsonObject>().Select(customer => ReadCustomer(customer, directory))];
    }

    public string Directory { get; }

    public X509Certificate2 Authority { get; }

    public Uri PublicAddress => Address("public_address");

    public Uri MutualTlsAddress => Address("mutual_tls_address");

    public Uri BankAddress => Address("bank_address");

    public Uri FintechAddress => Address("fintech_address");

    public Uri AppAddress => Address("app_address");

    public IReadOnlyList<SandboxIssuer> Issuers { get; }

    public IReadOnlyList<SandboxCustomer> Customers { get; }

    public IReadOnlyList<string> ClientIds =>
    [
        .. System.IO.Directory.EnumerateDirectories(Path.Combine(Directory, "clients"))
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal),
    ];

    public static SandboxKit Read(string directory) => new(directory);

    public SandboxIssuer Issuer(string name) => Issuers.Single(issuer => issuer.Name == name);

    public SandboxClient Client(string clientId) =>
        clients.GetOrAdd(clientId, id => SandboxClient.Read(Path.Combine(Directory, "clients", id)));

    /// <summary>The customers in turn: one who has just signed in has to wait for the next one-time code.</summary>
    public SandboxCustomer NextCustomer() =>
        Customers[(int)((uint)(Interlocked.Increment(ref customersTaken) - 1) % (uint)Customers.Count)];

    private Uri Address(string member) => new((string)server[member]!);

    private static SandboxIssuer ReadIssuer(JsonObject issuer) => new(
        (string)issuer["name"]!, (string)issuer["issuer"]!, (string)issuer["profile"]!, new Uri((string)issuer["discovery"]!));

    private static SandboxCustomer ReadCustomer(JsonObject customer, string directory) => new(
        (string)customer["username"]!, (string)customer["password"]!, (string)customer["name"]!,
        (string)customer["subject"]!, (string)customer["totp_secret"]!)
    {
        Accounts =
        [
            .. customer["accounts"]?.AsArray().OfType<JsonObject>()
                .Select(account => new SandboxAccount((string)account["id"]!, (string)account["iban"]!, (string)account["name"]!)) ?? [],
        ],
        Texts = (string?)customer["mobile"] is { } number ? new TextMessages(directory, number) : null,
        Device = new OneTimeCodes((string)customer["totp_secret"]!),
        Phone = PhoneIdentity.Read(customer["app_device"]),
    };
}
