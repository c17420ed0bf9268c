using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Cli.Tests;

/// <summary>
/// An authorization server of a few lines, over TLS on a free port. It checks nothing; it remembers every secret that it gives or
/// gets, and answers differently where a test says so.
/// </summary>
internal sealed class SmallServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentDictionary<string, IFormCollection> pushed = new();
    private readonly ConcurrentDictionary<string, byte> secrets = new();

    private SmallServer(WebApplication application, X509Certificate2 certificate) => (this.application, Certificate) = (application, certificate);

    public X509Certificate2 Certificate { get; }

    public string Address => application.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public IReadOnlyCollection<string> Secrets => [.. secrets.Keys];

    /// <summary>Answers instead of the server; true when it did.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    public static async Task<SmallServer> StartAsync()
    {
        var certificate = SelfSigned();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseHttps(certificate)));
        var server = new SmallServer(builder.Build(), certificate);
        server.application.Run(server.AnswerAsync);
        await server.application.StartAsync();
        return server;
    }

    public static Task HangAsync(HttpContext http) => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);

    public async ValueTask DisposeAsync()
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await application.StopAsync(impatience.Token);
        await application.DisposeAsync();
        Certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            if (!await Instead(http))
            {
                await AnswerAsUsualAsync(http);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private async Task AnswerAsUsualAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : FormCollection.Empty;
        Remember([.. form["client_assertion"], .. form["code_verifier"], .. http.Request.Headers["DPoP"], http.Request.Headers.Authorization.ToString().Split(' ')[^1]]);
        http.Response.Headers.SetCookie = $"session={Secret()}; path=/; secure";
        switch (http.Request.Path.Value)
        {
            case "/.well-known/openid-configuration":
                await http.Response.WriteAsJsonAsync(new
                {
                    issuer = Address,
                    authorization_endpoint = $"{Address}/authorize",
                    token_endpoint = $"{Address}/token",
                    pushed_authorization_request_endpoint = $"{Address}/par",
                    jwks_uri = $"{Address}/jwks",
                    response_types_supported = (string[])["code"],
                    token_endpoint_auth_methods_supported = (string[])["private_key_jwt"],
                    dpop_signing_alg_values_supported = (string[])["ES256"],
                    authorization_response_iss_parameter_supported = true,
                });
                break;
            case "/par":
                var reference = $"urn:test:{Guid.NewGuid():n}";
                pushed[reference] = form;
                http.Response.StatusCode = 201;
                await http.Response.WriteAsJsonAsync(new { request_uri = reference, expires_in = 60 });
                break;
            case "/authorize":
                var request = pushed[http.Request.Query["request_uri"].ToString()];
                var state = request.ContainsKey("state") ? $"&state={Uri.EscapeDataString(request["state"].ToString())}" : "";
                http.Response.StatusCode = 303;
                http.Response.Headers.Location = $"{request["redirect_uri"]}?code={Secret()}&iss={Uri.EscapeDataString(Address)}{state}";
                break;
            case "/token":
                await http.Response.WriteAsJsonAsync(new { access_token = Secret(), refresh_token = Secret(), token_type = "DPoP", expires_in = 300, scope = "accounts" });
                break;
            default:
                await http.Response.WriteAsJsonAsync(new { accounts = (string[])[] });
                break;
        }
    }

    private string Secret()
    {
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        Remember([secret]);
        return secret;
    }

    private void Remember(IEnumerable<string?> values)
    {
        foreach (var value in values.Where(value => value?.Length > 20))
        {
            secrets.TryAdd(value!, 0);
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
