using System.Globalization;
using System.Net;
using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Tests.Servers;
using FapiAuthServer.Conformance.Wire;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Conformance.Tests.Browser;

/// <summary>A site of a few pages over real TLS, and the browser without script that visits it.</summary>
internal sealed class SmallSite : IAsyncDisposable
{
    public static readonly Uri Client = new("https://client.example.test/callback?own=1");

    private readonly TestPki pki;
    private readonly WebApplication app;
    private readonly HttpWire wire;

    private SmallSite(TestPki pki, WebApplication app, Uri address)
    {
        this.pki = pki;
        this.app = app;
        Address = address;
        wire = new HttpWire(new TlsTrust([pki.Authority]));
        Browser = new FormDriver(new RecordingWire(wire, new ExchangeLog(TimeProvider.System)), new BrowserConfiguration(), new ClientAddresses(address, Client));
    }

    public Uri Address { get; }

    public FormDriver Browser { get; }

    public static async Task<SmallSite> StartAsync(RequestDelegate pages)
    {
        var (port, pki) = (FreePorts.Take(), new TestPki("CN=Authority of a small site"));
        var certificate = HostCertificates.Portable(HostCertificates.New(pki));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(pages);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new SmallSite(pki, app, new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}")));
    }

    /// <summary>Answers with a page.</summary>
    public static Task ShowAsync(HttpContext http, string html)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        wire.Dispose();
        await app.DisposeAsync();
        pki.Dispose();
    }
}
