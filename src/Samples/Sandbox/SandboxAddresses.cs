using Microsoft.Extensions.Configuration;

namespace Sandbox;

/// <summary>Where the parts of the sandbox listen: the server's own configuration keys, with the defaults of the kit.</summary>
internal sealed record SandboxAddresses(string Public, string MutualTls, string Bank, string Fintech, string App)
{
    private const string PublicKey = "FapiAuthServer:PublicAddress";
    private const string MutualTlsKey = "FapiAuthServer:MutualTlsAddress";
    private const string BankKey = "FapiAuthServer:Sandbox:BankAddress";
    private const string FintechKey = "FapiAuthServer:Sandbox:FintechAddress";
    private const string AppKey = "FapiAuthServer:Sandbox:AppAddress";

    public static SandboxAddresses From(IConfiguration configuration) => new(
        configuration[PublicKey] ?? "https://localhost:9443",
        configuration[MutualTlsKey] ?? "https://localhost:9444",
        configuration[BankKey] ?? "https://localhost:9445",
        configuration[FintechKey] ?? "https://localhost:9446",
        configuration[AppKey] ?? "https://localhost:9447");

    /// <summary>Each address with who listens there, and the key that changes it.</summary>
    public IReadOnlyList<(string Address, string Owner, string Key)> All =>
    [
        (Public, "the authorization server", PublicKey),
        (MutualTls, "the authorization server's endpoint for client certificates", MutualTlsKey),
        (Bank, "the sample bank", BankKey),
        (Fintech, "the sample fintech", FintechKey),
        (App, "the sample banking app", AppKey),
    ];

    /// <summary>The addresses as arguments, so that every part goes by the same ones.</summary>
    public IEnumerable<string> Arguments => All.Select(each => $"--{each.Key}={each.Address}");
}
