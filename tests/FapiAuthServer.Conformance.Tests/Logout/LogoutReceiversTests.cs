using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Logout;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Tests.Servers;
using FapiAuthServer.Conformance.Wire;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Processes;

namespace FapiAuthServer.Conformance.Tests.Logout;

public sealed class LogoutReceiversTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestPki pki = new("CN=Authority of listeners");
    private readonly ExchangeLog log = new(TimeProvider.System);
    private readonly int port = FreePorts.Take();
    private readonly LogoutReceivers receivers;

    public LogoutReceiversTests() => receivers = new LogoutReceivers(new(HostCertificates.Portable(HostCertificates.New(pki))));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_reaches_the_client_it_is_for_and_is_recorded_without_its_secret()
    {
        using var inbox = await receivers.OpenAsync(Client("one"), log, Cancellation);

        Assert.Equal(HttpStatusCode.OK, await PostAsync("one", "logout_token=a-token-that-is-long-enough-to-be-masked"));
        var call = await inbox.NextAsync(Patience, Cancellation);

        Assert.Equal(("POST", "application/x-www-form-urlencoded", SslProtocols.Tls13), (call!.Method, call.MediaType, call.Protocol));
        Assert.IsType<TlsCipherSuite>(call.Suite);
        Assert.Equal("logout_token=a-token-that-is-long-enough-to-be-masked", call.Body);
        var exchange = Assert.Single(log.All);
        Assert.Equal("one", exchange.Client);
        Assert.DoesNotContain("long-enough", exchange.Request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_for_nobody_is_answered_and_forgotten()
    {
        using (await receivers.OpenAsync(Client("one"), log, Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync("two", "logout_token=late"));
        }
        Assert.Equal(HttpStatusCode.OK, await PostAsync("one", "logout_token=late"));
        using var inbox = await receivers.OpenAsync(Client("one"), log, Cancellation);

        Assert.Null(await inbox.NextAsync(TimeSpan.FromMilliseconds(50), Cancellation));
        Assert.Empty(log.All);
    }

    [Fact]
    public async Task Call_without_end_is_not_read()
    {
        using var inbox = await receivers.OpenAsync(Client("one"), log, Cancellation);

        // Whoever is still sending when the answer is on its way may find the line cut before they can read it.
        HttpStatusCode? answer;
        try
        {
            answer = await PostAsync("one", new string('x', 100_000));
        }
        catch (HttpRequestException)
        {
            answer = null;
        }

        Assert.True(answer is null or HttpStatusCode.RequestEntityTooLarge, $"{answer}");
    }

    [Fact]
    public async Task What_is_missing_is_said_in_one_line()
    {
        await using var deaf = new LogoutReceivers(null);
        await using var second = new LogoutReceivers(new(HostCertificates.Portable(HostCertificates.New(pki))));
        using var inbox = await receivers.OpenAsync(Client("one"), log, Cancellation);

        var noReceiver = await Assert.ThrowsAsync<ConformanceException>(() => deaf.OpenAsync(Client("one"), log, Cancellation));
        var noAddress = await Assert.ThrowsAsync<ConformanceException>(() => receivers.OpenAsync(Client("one") with { BackchannelLogoutUri = null }, log, Cancellation));
        var taken = await Assert.ThrowsAsync<ConformanceException>(() => second.OpenAsync(Client("one"), log, Cancellation));

        Assert.Contains("logout_receiver", noReceiver.Message, StringComparison.Ordinal);
        Assert.Contains("backchannel_logout_uri", noAddress.Message, StringComparison.Ordinal);
        Assert.Contains("logout_receiver.port", taken.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await receivers.DisposeAsync();
        pki.Dispose();
    }

    private ClientConfiguration Client(string id) => new()
    {
        ClientId = id,
        Authentication = ClientAuthentication.SecretBasic,
        SenderConstraint = SenderConstraint.None,
        RedirectUri = new Uri("https://client.example.test/callback"),
        Scope = "openid",
        BackchannelLogoutUri = Address(id),
    };

    private Uri Address(string id) => new(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}/{id}/logout"));

    private async Task<HttpStatusCode> PostAsync(string id, string body)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { pki.Authority },
        };
        using var http = new HttpClient(handler);
        using var answer = await http.PostAsync(Address(id), new StringContent(body, null, "application/x-www-form-urlencoded"), Cancellation);
        return answer.StatusCode;
    }
}
