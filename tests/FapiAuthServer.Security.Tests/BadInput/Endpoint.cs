using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.BadInput;

/// <summary>An endpoint of the back channel and a request it would answer well, were it not for the change.</summary>
public sealed record Endpoint(string Name, Func<Bank, Action<ProtocolRequest>, Task<ServerResponse>> SendAsync)
{
    public static readonly Endpoint PushedRequest = new("pushed request", async (bank, change) =>
    {
        var client = await bank.ConnectAsync();
        return await client.PushAsync(new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts", Nonce = "n" }, change);
    });

    public static readonly Endpoint Token = new("token", async (bank, change) => await (await bank.ConnectAsync()).ClientCredentialsAsync("accounts", change));

    public static readonly Endpoint Introspection = new("introspection", async (bank, change) => await (await bank.ConnectAsync("fapi2-rs-1")).IntrospectAsync("x", change));

    public static readonly Endpoint Revocation = new("revocation", async (bank, change) => await (await bank.ConnectAsync()).RevokeAsync("x", change));

    public static IReadOnlyList<Endpoint> All { get; } = [PushedRequest, Token, Introspection, Revocation];

    public static Endpoint Named(string name) => All.Single(endpoint => endpoint.Name == name);

    public override string ToString() => Name;
}
