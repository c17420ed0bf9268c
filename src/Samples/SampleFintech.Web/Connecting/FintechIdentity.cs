using FapiAuthServer.Jose;
using SandboxKit;

namespace SampleFintech.Web.Connecting;

/// <summary>Who the fintech is to the bank: its registration and its key.</summary>
internal sealed record FintechIdentity(string ClientId, PrivateKey Key, string RedirectUri, string Scope)
{
    public static FintechIdentity From(Kit kit) => new(
        kit.Client.Description.ClientId,
        PrivateKey.FromJwks(kit.Client.PrivateJwks)[0],
        $"{kit.Server.FintechAddress}/callback",
        kit.Client.Description.Scope ?? "openid accounts offline_access");
}
