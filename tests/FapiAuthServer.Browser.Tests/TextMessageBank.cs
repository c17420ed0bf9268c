using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Browser.Tests;

/// <summary>A server in this process that asks for the password again sooner than it signs customers out.</summary>
public sealed class TextMessageBank : IAsyncLifetime
{
    public static readonly TimeSpan PasswordLifetime = TimeSpan.FromMinutes(4);

    public InProcessServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await InProcessServer.StartAsync(new ServerSetup
    {
        Settings = new Dictionary<string, string> { ["Sca:SessionElementLifetime"] = PasswordLifetime.ToString("c") },
    });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
