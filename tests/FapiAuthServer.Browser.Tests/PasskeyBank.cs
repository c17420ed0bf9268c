using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Browser.Tests;

/// <summary>A server whose customers can have passkeys: its host is a domain, and not a number.</summary>
public sealed class PasskeyBank : IAsyncLifetime
{
    public InProcessServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await InProcessServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
