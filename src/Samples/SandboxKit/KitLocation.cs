using Microsoft.Extensions.Configuration;

namespace SandboxKit;

/// <summary>Where the kit is, and the addresses it must have been written for.</summary>
/// <remarks>
/// The addresses come from the server's own configuration keys. A kit of an earlier run with other addresses is thereby
/// recognised as stale, and waited out until the server has written the new one.
/// </remarks>
internal sealed record KitLocation(string Directory, string? PublicAddress, string? MutualTlsAddress, string? BankAddress, string? FintechAddress, string? AppAddress)
{
    public static KitLocation From(IConfiguration configuration) => new(
        Path.GetFullPath(configuration["sandbox-dir"] ?? configuration["FapiAuthServer:SandboxDirectory"] ?? "sandbox"),
        configuration["FapiAuthServer:PublicAddress"],
        configuration["FapiAuthServer:MutualTlsAddress"],
        configuration["FapiAuthServer:Sandbox:BankAddress"],
        configuration["FapiAuthServer:Sandbox:FintechAddress"],
        configuration["FapiAuthServer:Sandbox:AppAddress"]);

    public bool IsFor(ServerDescription server)
        => (PublicAddress is null || PublicAddress == server.PublicAddress)
        && (MutualTlsAddress is null || MutualTlsAddress == server.MutualTlsAddress)
        && (BankAddress is null || BankAddress == server.BankAddress)
        && (FintechAddress is null || FintechAddress == server.FintechAddress)
        && (AppAddress is null || AppAddress == server.AppAddress);
}
