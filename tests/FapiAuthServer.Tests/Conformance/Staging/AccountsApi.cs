using System.Net;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.ResourceServer;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>The suite's resource endpoint: an API of the bank behind our resource-server package, which asks the issuer about every token.</summary>
public sealed class AccountsApi : IAsyncDisposable
{
    private static readonly string[] Numbers = ["GB29NWBK60161300000001"];

    private readonly WebApplication app;

    private AccountsApi(WebApplication app, Uri accounts)
    {
        this.app = app;
        Accounts = accounts;
    }

    public Uri Accounts { get; }

    public static async Task<AccountsApi> StartAsync(InProcessServer server, string issuer, bool withNonces, bool acceptsUnbound)
    {
        var port = FreePorts.Take();
        var address = new Uri(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"https://localhost:{port}"));
        var hosts = Path.Combine(server.Kit.Directory, "hosts");
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(hosts, "localhost.crt"), Path.Combine(hosts, "localhost.key"));
        var resourceServer = issuer + "-rs-1";

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        })));
        builder.Services.AddSingleton<TimeProvider>(server.Clock);
        builder.Services.AddFapiResourceServer(options =>
        {
            options.Issuer = server.Kit.Issuer(issuer).Issuer;
            options.Audience = server.Kit.BankAddress.GetLeftPart(UriPartial.Authority);
            options.PublicBaseUri = address;
            options.BackchannelHttpHandler = server.Wire.Handler(null);
            options.Introspection = new FapiIntrospectionOptions
            {
                ClientId = resourceServer,
                PrivateJwks = File.ReadAllText(Path.Combine(server.Kit.Directory, "clients", resourceServer, "private.jwks.json")),
            };
            options.AcceptsUnboundTokens = acceptsUnbound;
            options.IsDPoPNonceRequired = withNonces;
            options.DPoPNonceSecret = withNonces ? Convert.ToBase64String(new byte[32]) : null;
        });

        var app = builder.Build();
        app.UseFapiInteractionId();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/accounts", () => TypedResults.Json(Numbers)).RequireScope("accounts");
        app.MapGet("/pay/{amount}", (decimal amount, HttpContext context) =>
            context.RefuseUnlessAuthenticated(new PaymentOrder(amount, "EUR", "Merchant A", "DE02100100109307118603")) ?? TypedResults.Ok()).RequireAuthorization();
        await app.StartAsync();
        return new AccountsApi(app, new Uri(address, "/accounts"));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
