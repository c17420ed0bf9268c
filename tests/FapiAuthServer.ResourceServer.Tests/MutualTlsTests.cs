using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class MutualTlsTests : IAsyncLifetime
{
    private static readonly IPAddress Proxy = IPAddress.Parse("10.1.2.3");
    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.7");

    private BankApi _api = null!;

    public async ValueTask InitializeAsync()
        => _api = await BankApi.StartAsync(options => options.TrustedProxies.Add(IPNetwork.Parse("10.1.2.0/24")));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Token_with_its_certificate_is_accepted() => (await _api.SendAsync(_api.GoodWithCertificate())).IsData();

    [Fact]
    public async Task Token_with_another_clients_certificate_is_refused()
    {
        var call = _api.GoodWithCertificate() with { Certificate = TestKeys.OtherCertificate };
        (await _api.SendAsync(call)).IsInvalidToken("Bearer");
    }

    [Fact]
    public async Task Token_without_a_certificate_is_refused()
        => (await _api.SendAsync(_api.GoodWithCertificate() with { Certificate = null })).IsInvalidToken("Bearer");

    [Fact]
    public async Task Certificate_bound_token_sent_as_DPoP_is_refused()
    {
        var token = _api.CertificateToken();
        (await _api.SendAsync(_api.Good(token) with { Certificate = TestKeys.Certificate })).IsInvalidToken("DPoP");
    }

    [Fact]
    public async Task Certificate_forwarded_by_a_trusted_proxy_is_accepted()
    {
        (await _api.SendAsync(Forwarded(TestKeys.Certificate) with { Peer = Proxy })).IsData();
        (await _api.SendAsync(Forwarded(TestKeys.Certificate) with { Peer = Proxy.MapToIPv6() })).IsData();
        (await _api.SendAsync(Forwarded(TestKeys.OtherCertificate) with { Peer = Proxy })).IsInvalidToken("Bearer");
    }

    // CVE-2024-10039: a header that anyone could have sent.
    [Fact]
    public async Task Certificate_forwarded_by_anyone_else_is_dropped_and_logged()
    {
        (await _api.SendAsync(Forwarded(TestKeys.Certificate) with { Peer = Stranger })).IsInvalidToken("Bearer");
        Assert.True(_api.Logs.Has(9005));
        (await _api.SendAsync(Forwarded(TestKeys.Certificate))).IsInvalidToken("Bearer");
    }

    [Fact]
    public async Task Certificate_of_the_connection_wins_over_a_forwarded_one()
    {
        var wrong = Forwarded(TestKeys.Certificate) with { Peer = Proxy, Certificate = TestKeys.OtherCertificate };
        var right = Forwarded(TestKeys.OtherCertificate) with { Peer = Proxy, Certificate = TestKeys.Certificate };
        (await _api.SendAsync(wrong)).IsInvalidToken("Bearer");
        (await _api.SendAsync(right)).IsData();
    }

    [Fact]
    public async Task Malformed_or_repeated_forwarded_certificates_are_refused()
    {
        var call = Forwarded(TestKeys.Certificate) with { Peer = Proxy };
        (await _api.SendAsync(call.With(call.Headers[0].Name, call.Headers[0].Value))).IsRefusal(400, "invalid_request");
        (await _api.SendAsync(call with { Headers = [("Client-Cert", ":AAAA:")] })).IsRefusal(400, "invalid_request");
        (await _api.SendAsync(call with { Headers = [("Client-Cert", "::")] })).IsRefusal(400, "invalid_request");
    }

    [Fact]
    public async Task Forwarded_address_does_not_make_a_stranger_a_trusted_proxy()
    {
        await using var api = await BankApi.StartAsync(
            options => options.TrustedProxies.Add(IPNetwork.Parse("10.1.2.0/24")),
            pipeline: app =>
            {
                var forwarding = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
                forwarding.KnownIPNetworks.Clear();
                forwarding.KnownProxies.Clear();
                app.UseForwardedHeaders(forwarding);
            });
        var call = Forwarded(TestKeys.Certificate, api) with { Peer = Stranger };
        (await api.SendAsync(call.With("X-Forwarded-For", Proxy.ToString()))).IsInvalidToken("Bearer");
        (await api.SendAsync(call.With("X-Forwarded-For", Stranger.ToString()) with { Peer = Proxy })).IsData();
    }

    private Call Forwarded(X509Certificate2 certificate, BankApi? api = null)
    {
        var call = (api ?? _api).GoodWithCertificate() with { Certificate = null };
        return call.With("Client-Cert", $":{Convert.ToBase64String(certificate.RawData)}:");
    }
}
