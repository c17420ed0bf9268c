using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Sandboxes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>The web server of clients that publish their keys by jwks_uri: each path misbehaves in its own way.</summary>
public sealed class KeyHost : IAsyncDisposable
{
    public static readonly string[] Faults =
    [
        "redirect-301", "redirect-302", "redirect-303", "redirect-307", "redirect-308", "meta-refresh", "huge", "endless", "slow", "drip", "huge-headers",
        "error", "not-found", "not-json", "private-key", "gzip", "empty", "array",
    ];

    private static readonly int Port = FreePorts.Take();
    private static readonly int UntrustedPort = FreePorts.Take();
    private static readonly ConcurrentDictionary<string, SigningKey> Keys = new();
    private static readonly ConcurrentDictionary<string, JsonObject> EncryptionKeys = new();

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, int> calls = new();

    private KeyHost(WebApplication app) => this.app = app;

    /// <summary>A client for each way to behave, to be registered before the server starts.</summary>
    public static IReadOnlyList<SandboxClient> Clients { get; } =
    [
        .. Faults.Append("good").Append("rotating").Select(path => Client(path, Port)), Client("untrusted", UntrustedPort),
        Client("encrypting", Port).With("issuer", "fapi2-ms")
            .With("authorization_encrypted_response_alg", "ECDH-ES").With("authorization_encrypted_response_enc", "A256GCM"),
    ];

    public int Calls(string path) => calls.GetValueOrDefault(path);

    /// <summary>From now on this path publishes this key alone.</summary>
    public static void Publish(string path, SigningKey key) => Keys[path] = key;

    /// <summary>From now on this path publishes this key to encrypt to as well.</summary>
    public static void Publish(string path, DecryptingKey key) => EncryptionKeys[path] = key.PublicJwk();

    public static async Task<KeyHost> StartAsync(X509Certificate2 authority)
    {
        var trusted = HostileCertificates.Issue(authority, new X500DistinguishedName("CN=localhost"), "1.3.6.1.5.5.7.3.1", change: AddName);
        using var stranger = HostileCertificates.Authority("CN=FapiAuthServer Sandbox CA"); // The right name is not enough.
        var untrusted = HostileCertificates.Issue(stranger, new X500DistinguishedName("CN=localhost"), "1.3.6.1.5.5.7.3.1", change: AddName);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(Port, listen => Listen(listen, trusted));
            kestrel.ListenLocalhost(UntrustedPort, listen => Listen(listen, untrusted));
        });
        var app = builder.Build();
        var host = new KeyHost(app);
        app.Run(host.AnswerAsync);
        await app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private static void Listen(ListenOptions listen, X509Certificate2 certificate)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(certificate);
    }

    private static void AddName(CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
    }

    private static SandboxClient Client(string path, int port)
    {
        var client = TestClients.PrivateKeyJwtWithDPoP("keys-" + path);
        Publish(path, client.SigningKey);
        return client.With("jwks", null).With("jwks_uri", $"https://localhost:{port}/{path}");
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        calls.AddOrUpdate(path, 1, (_, count) => count + 1);
        var response = context.Response;
        response.ContentType = "application/jwk-set+json";
        var gone = context.RequestAborted;
        try
        {
            await AnswerAsync(path, response, gone);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The server had enough, which is what it is tested for.
        }
    }

    private static async Task AnswerAsync(string path, HttpResponse response, CancellationToken gone)
    {
        switch (path)
        {
            case "meta-refresh":
                response.ContentType = "text/html";
                await response.WriteAsync("""<meta http-equiv="refresh" content="0;url=/target-meta-refresh">""", gone);
                break;
            case "huge":
                await response.WriteAsync(Jwks(path) + new string(' ', 70_000), gone);
                break;
            case "endless":
                while (true)
                {
                    await response.WriteAsync(new string(' ', 4096), gone);
                }
            case "slow":
                await Task.Delay(TimeSpan.FromSeconds(60), gone);
                break;
            case "drip":
                foreach (var character in Jwks(path))
                {
                    await response.WriteAsync($"{character}", gone);
                    await Task.Delay(300, gone);
                }
                break;
            case "huge-headers":
                for (var number = 0; number < 40; number++)
                {
                    response.Headers[$"X-Filler-{number}"] = new string('x', 1000);
                }
                await response.WriteAsync(Jwks(path), gone);
                break;
            case "error":
                response.StatusCode = 500;
                await response.WriteAsync(Jwks(path), gone);
                break;
            case "not-found":
                response.StatusCode = 404;
                await response.WriteAsync(Jwks(path), gone);
                break;
            case "not-json":
                await response.WriteAsync("<html>", gone);
                break;
            case "private-key":
                await response.WriteAsync(new JsonObject { ["keys"] = new JsonArray(Keys[path].PrivateJwk()) }.ToJsonString(), gone);
                break;
            case "gzip":
                response.Headers.ContentEncoding = "gzip";
                await using (var compressed = new GZipStream(response.Body, CompressionLevel.Fastest))
                {
                    await compressed.WriteAsync(Encoding.UTF8.GetBytes(Jwks(path)), gone);
                }
                break;
            case "empty":
                break;
            case "array":
                await response.WriteAsync($"[{Jwks(path)}]", gone);
                break;
            case var redirect when redirect.StartsWith("redirect-", StringComparison.Ordinal):
                response.StatusCode = (int)Enum.Parse<HttpStatusCode>(redirect["redirect-".Length..]);
                response.Headers.Location = "/target-" + redirect;
                break;
            case var target when target.StartsWith("target-", StringComparison.Ordinal):
                await response.WriteAsync(Jwks(target["target-".Length..]), gone);
                break;
            default:
                await response.WriteAsync(Jwks(path), gone);
                break;
        }
    }

    private static string Jwks(string path)
    {
        var keys = new JsonArray(Keys[path].PublicJwk());
        if (EncryptionKeys.TryGetValue(path, out var encryption))
        {
            keys.Add(encryption.DeepClone());
        }
        return new JsonObject { ["keys"] = keys }.ToJsonString();
    }
}
