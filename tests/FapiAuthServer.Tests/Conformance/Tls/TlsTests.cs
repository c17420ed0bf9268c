using System.Net.Security;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Tls;

/// <summary>Section 2.3, at both listeners: every endpoint is on one of them.</summary>
public sealed class TlsTests(ConformanceBanks banks)
{
    private static readonly TlsCipherSuite[] Tls13Suites =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    private static readonly TlsCipherSuite[] GoodSuites =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ];

    // IANA marks these as recommended too, so the suite does not count them among the bad ones.
    private static readonly string[] RecommendedKinds = ["CHACHA20_POLY1305", "TLS_ECDHE_PSK_WITH_AES", "TLS_DHE_PSK_WITH_AES"];

    [Theory(DisplayName = "ensure-holder-of-key-required: TLS 1.2 with good suites only works")]
    [InlineData("public")]
    [InlineData("mutual TLS")]
    public async Task Tls_12_with_good_suites_works(string listener)
    {
        var reply = await AskAsync(listener, new ClientHello(ClientHello.Tls12, GoodSuites));

        Assert.Equal(ClientHello.Tls12, reply.Version);
        Assert.Contains(reply.Suite!.Value, GoodSuites);
    }

    [Theory(DisplayName = "ensure-holder-of-key-required: TLS 1.3 is chosen when both are offered")]
    [InlineData("public")]
    [InlineData("mutual TLS")]
    public async Task Tls_13_is_chosen_over_12(string listener)
    {
        var reply = await AskAsync(listener, new ClientHello(ClientHello.Tls12, [.. GoodSuites, .. Tls13Suites]) { OffersTls13 = true });

        Assert.Equal(ClientHello.Tls13, reply.Version);
        Assert.Contains(reply.Suite!.Value, Tls13Suites);
    }

    [Theory(DisplayName = "ensure-holder-of-key-required: TLS 1.0 and 1.1 are refused")]
    [InlineData("public", ClientHello.Tls10)]
    [InlineData("public", ClientHello.Tls11)]
    [InlineData("mutual TLS", ClientHello.Tls10)]
    [InlineData("mutual TLS", ClientHello.Tls11)]
    public async Task Old_versions_are_refused(string listener, int version)
    {
        var reply = await AskAsync(listener, new ClientHello((ushort)version, [.. Bad(_ => true), .. GoodSuites]));

        Assert.True(reply.IsReset || reply.Alert is ServerReply.HandshakeFailure or ServerReply.ProtocolVersion, reply.ToString());
    }

    [Theory(DisplayName = "ensure-holder-of-key-required: a TLS 1.2 hello with bad suites alone is refused by handshake_failure")]
    [InlineData("public", "all")]
    [InlineData("public", "CBC")]
    [InlineData("public", "static RSA")]
    [InlineData("public", "DHE")]
    [InlineData("mutual TLS", "all")]
    [InlineData("mutual TLS", "CBC")]
    [InlineData("mutual TLS", "static RSA")]
    [InlineData("mutual TLS", "DHE")]
    public async Task Bad_suites_are_refused(string listener, string kind)
    {
        var suites = Bad(name => kind switch
        {
            "CBC" => name.Contains("_CBC_", StringComparison.Ordinal),
            "static RSA" => name.StartsWith("TLS_RSA_WITH_", StringComparison.Ordinal),
            "DHE" => name.StartsWith("TLS_DHE_", StringComparison.Ordinal),
            _ => true,
        });
        Assert.NotEmpty(suites);

        var reply = await AskAsync(listener, new ClientHello(ClientHello.Tls12, suites));

        Assert.True(reply.IsReset || reply.Alert == ServerReply.HandshakeFailure, reply.ToString());
    }

    private static TlsCipherSuite[] Bad(Func<string, bool> isOfKind) =>
    [
        .. Enum.GetValues<TlsCipherSuite>().Distinct()
            .Where(suite => !GoodSuites.Contains(suite) && !Tls13Suites.Contains(suite))
            .Where(suite => suite.ToString() is var name && name.Contains("_WITH_", StringComparison.Ordinal)
                && !RecommendedKinds.Any(kind => name.Contains(kind, StringComparison.Ordinal)) && isOfKind(name)),
    ];

    private async Task<ServerReply> AskAsync(string listener, ClientHello hello)
    {
        var kit = (await banks.OnAsync(DatabaseKind.Sqlite)).Server.Kit;
        return await ServerReply.ToAsync(hello, listener == "public" ? kit.PublicAddress : kit.MutualTlsAddress);
    }
}
