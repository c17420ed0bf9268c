using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FapiAuthServer.Conformance.Wire;
using FapiAuthServer.TestKit.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>
/// Stands where the clients are registered to listen for back-channel logout, and passes the server's calls on to the runner, which
/// listens at another port. A fault may change them.
/// </summary>
internal sealed class LogoutRelay : IAsyncDisposable
{
    private readonly WebApplication app;

    private LogoutRelay(WebApplication app, int receiverPort) => (this.app, ReceiverPort) = (app, receiverPort);

    /// <summary>Where the runner has to listen.</summary>
    public int ReceiverPort { get; }

    public static string AddressOf(int port) => string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}");

    /// <summary>Listens where the clients are registered; <paramref name="passes"/> changes a call, and says whether it is made at all.</summary>
    public static async Task<LogoutRelay> StartAsync(FaultyBank bank, int port, Func<LogoutRelayCall, bool> passes)
    {
        var receiverPort = FreePorts.Take();
        var hosts = Path.Combine(bank.Server.Kit.Directory, "hosts");
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(hosts, "localhost.crt"), Path.Combine(hosts, "localhost.key"));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(http => PassOnAsync(bank, http, receiverPort, passes));
        await app.StartAsync();
        return new LogoutRelay(app, receiverPort);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task PassOnAsync(FaultyBank bank, HttpContext http, int receiverPort, Func<LogoutRelayCall, bool> passes)
    {
        var body = await new StreamReader(http.Request.Body, Encoding.UTF8).ReadToEndAsync(http.RequestAborted);
        var call = new LogoutRelayCall(bank, FormParameters.Decode(body));
        if (!passes(call))
        {
            return;
        }
        using var request = new HttpRequestMessage(call.Method, AddressOf(receiverPort) + http.Request.Path);
        request.Content = new StringContent(call.Form.Encode(), new MediaTypeHeaderValue(http.Request.ContentType!));
        try
        {
            using var answer = await bank.Server.Wire.Client(null).SendAsync(request, http.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // In runs that are about something else, nobody listens.
        }
    }
}
