using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>Over real TLS: certificates from the handshake, and header names as they come off the wire.</summary>
public sealed class KestrelTests : IAsyncLifetime
{
    private readonly FakeIssuer _issuer = new();
    private readonly X509Certificate2 _serverCertificate = TestKeys.MakeCertificate("CN=localhost");
    private WebApplication _app = null!;
    private Uri _base = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = _serverCertificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        builder.Services.AddFapiResourceServer(options =>
        {
            options.Issuer = FakeIssuer.Address;
            options.Audience = BankApi.Audience;
            options.BackchannelHttpHandler = _issuer;
        });
        _app = builder.Build();
        _app.UseFapiInteractionId();
        _app.MapGet("/accounts", (HttpContext context) => context.GetFapiToken()!.Binding.ToString()).RequireScope("accounts");
        await _app.StartAsync();
        _base = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _serverCertificate.Dispose();
    }

    [Fact]
    public async Task Certificate_of_the_handshake_satisfies_a_certificate_bound_token()
    {
        var token = Token(new JsonObject { ["x5t#S256"] = Digests.CertificateThumbprint(TestKeys.Certificate) });
        using var right = await GetAsync(TestKeys.Certificate, ("Authorization", "Bearer " + token));
        using var wrong = await GetAsync(TestKeys.OtherCertificate, ("Authorization", "Bearer " + token));
        using var none = await GetAsync(null, ("Authorization", "Bearer " + token));

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal("MutualTls", await right.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
    }

    [Theory]
    [InlineData("DPoP")]
    [InlineData("DPOP")]
    public async Task Proof_satisfies_a_key_bound_token(string header)
    {
        var token = Token(new JsonObject { ["jkt"] = TestKeys.Client.Thumbprint });
        var now = TimeProvider.System.GetUtcNow();
        var proof = DPoPProof.Create(TestKeys.Client, "GET", new Uri(_base, "/accounts").AbsoluteUri, now, token);
        using var first = await GetAsync(null, ("Authorization", "DPoP " + token), (header, proof));
        using var again = await GetAsync(null, ("Authorization", "DPoP " + token), (header, proof));
        using var twice = await GetAsync(null, ("Authorization", "DPoP " + token), (header, proof), (header, proof));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, twice.StatusCode);
    }

    [Fact]
    public async Task Every_response_has_a_date_and_an_interaction_id()
    {
        using var response = await GetAsync(null);
        Assert.NotNull(response.Headers.Date);
        Assert.Single(response.Headers.GetValues("x-fapi-interaction-id"));
        Assert.Equal(2, response.Headers.WwwAuthenticate.Count);
    }

    private static string Token(JsonObject confirmation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = FakeIssuer.Address,
            ["aud"] = BankApi.Audience,
            ["sub"] = "customer-1",
            ["client_id"] = "client-1",
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["jti"] = "token-1",
            ["scope"] = "accounts",
            ["cnf"] = confirmation,
        };
        return TestKeys.Issuer.SignCompact(new JsonObject { ["typ"] = "at+jwt" }, claims);
    }

    private async Task<HttpResponseMessage> GetAsync(X509Certificate2? certificate, params (string Name, string Value)[] headers)
    {
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, presented, _, _) => _serverCertificate.Equals(presented),
            },
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_base, "/accounts"));
        foreach (var values in headers.GroupBy(header => header.Name, header => header.Value))
            request.Headers.TryAddWithoutValidation(values.Key, values);
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        return response;
    }
}
