using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.TestKit.Servers;

/// <summary>The clients' side of back-channel logout: takes what the server posts, and answers as a test wants.</summary>
public sealed class LogoutReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IFormCollection>> received = new();
    private readonly ConcurrentQueue<string> addresses = [];

    private LogoutReceiver(WebApplication app, Uri address)
    {
        this.app = app;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Every path and query that was called, as it came.</summary>
    public IReadOnlyCollection<string> Addresses => addresses;

    /// <summary>The status that each path answers; 200 unless said otherwise.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    public static async Task<LogoutReceiver> StartAsync(SandboxKit kit)
    {
        var port = FreePorts.Take();
        var hosts = Path.Combine(kit.Directory, "hosts");
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(hosts, "localhost.crt"), Path.Combine(hosts, "localhost.key"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var receiver = new LogoutReceiver(app, new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}")));
        app.MapPost("/{name}", async (HttpContext context, string name) =>
        {
            receiver.addresses.Enqueue(context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
            receiver.received.GetOrAdd(name, _ => new()).Enqueue(await context.Request.ReadFormAsync());
            return Results.StatusCode(receiver.Answers.GetValueOrDefault(name, 200));
        });
        await app.StartAsync();
        return receiver;
    }

    public string UriFor(string name) => new Uri(Address, "/" + name).AbsoluteUri;

    public int Calls(string name) => received.TryGetValue(name, out var calls) ? calls.Count : 0;

    /// <summary>The forms posted to this path, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<IFormCollection>> ReceiveAsync(string name, int count = 1)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (Calls(name) < count && DateTimeOffset.UtcNow < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        return Calls(name) >= count
            ? [.. received[name]]
            : throw new UnexpectedResponseException($"{Calls(name)} of {count} logout tokens came for {name}.");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
