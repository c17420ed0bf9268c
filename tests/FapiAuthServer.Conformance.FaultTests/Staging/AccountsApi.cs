using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Conformance.Tls;
using FapiAuthServer.ResourceServer;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>The resource that the runner calls: our resource-server package, behind a front that a fault may stand in.</summary>
internal sealed class AccountsApi : IAsyncDisposable
{
    private const string ByIssuer = "ByIssuer";

    private static readonly string[] Numbers = ["GB29NWBK60161300000001"];

    private readonly WebApplication app;

    private AccountsApi(WebApplication app, Uri accounts)
    {
        this.app = app;
        Accounts = accounts;
    }

    public Uri Accounts { get; }

    public static async Task<AccountsApi> StartAsync(
        InProcessServer server, Func<string> presentIssuer, Func<HttpContext, RequestDelegate, Task> front, Func<ConnectionContext, ConnectionDelegate, Task> greeting,
        Action<SslServerAuthenticationOptions> handshake)
    {
        var port = FreePorts.Take();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}"));
        var hosts = Path.Combine(server.Kit.Directory, "hosts");
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(hosts, "localhost.crt"), Path.Combine(hosts, "localhost.key"));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Use(next => connection => greeting(connection, next));
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = (_, _, _) => true;
                https.OnAuthenticate = (_, options) =>
                {
                    if (!OperatingSystem.IsWindows())
                    {
                        options.CipherSuitesPolicy = new CipherSuitesPolicy([.. CipherSuites.OfTls13, .. CipherSuites.Good]);
                    }
                    handshake(options);
                };
            });
        }));
        builder.Services.AddSingleton<TimeProvider>(server.Clock);
        foreach (var issuer in server.Kit.Issuers)
        {
            builder.Services.AddFapiResourceServer(issuer.Name, options => Trust(options, server, issuer, address));
        }
        builder.Services.AddAuthentication(ByIssuer).AddPolicyScheme(ByIssuer, null, options => options.ForwardDefaultSelector = _ => presentIssuer());

        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter>(_ => new FrontFilter(front))); // before the package's own

        var app = builder.Build();
        app.UseFapiInteractionId();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/accounts", () => TypedResults.Json(new { accounts = Numbers })).RequireScope("accounts");
        await app.StartAsync();
        return new AccountsApi(app, new Uri(address, "/accounts"));
    }

    private static void Trust(FapiResourceServerOptions options, InProcessServer server, SandboxIssuer issuer, Uri address)
    {
        var client = $"{issuer.Name}-rs-1";
        options.Issuer = issuer.Issuer;
        options.Audience = server.Kit.BankAddress.GetLeftPart(UriPartial.Authority);
        options.PublicBaseUri = address;
        options.AcceptsUnboundTokens = issuer.Profile is "fapi1-baseline" or "oidc";
        options.BackchannelHttpHandler = server.Wire.Handler(null);
        options.Introspection = new FapiIntrospectionOptions
        {
            ClientId = client,
            PrivateJwks = File.ReadAllText(Path.Combine(server.Kit.Directory, "clients", client, "private.jwks.json")),
        };
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
