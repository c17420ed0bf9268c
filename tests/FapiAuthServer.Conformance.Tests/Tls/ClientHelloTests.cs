using System.Buffers.Binary;
using System.Net.Security;
using System.Text;
using FapiAuthServer.Conformance.Tls;

namespace FapiAuthServer.Conformance.Tests.Tls;

public sealed class ClientHelloTests
{
    private static readonly TlsCipherSuite[] Suites =
        [TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384];

    [Fact]
    public void Lengths_of_record_message_and_extensions_are_exact()
    {
        var record = new ClientHello(TlsVersion.Tls12, Suites).ToRecord("bank.example");

        Assert.Equal([22, 3, 1], record[..3]);
        Assert.Equal(record.Length - 5, Word(record, 3));
        Assert.Equal(1, record[5]);
        Assert.Equal(record.Length - 9, record[6] << 16 | Word(record, 7));
        Assert.Equal([3, 3], record[9..11]);
        var suites = 11 + 32 + 1 + 32;
        Assert.Equal(4, Word(record, suites));
        Assert.Equal((ushort)Suites[0], Word(record, suites + 2));
        var extensions = suites + 2 + 4 + 2;
        Assert.Equal(record.Length - extensions - 2, Word(record, extensions));
    }

    [Fact]
    public void Host_is_named()
    {
        var record = new ClientHello(TlsVersion.Tls12, Suites).ToRecord("bank.example");

        Assert.Contains("bank.example", Encoding.ASCII.GetString(record), StringComparison.Ordinal);
    }

    [Fact]
    public void Tls_13_is_offered_only_when_asked()
    {
        var without = new ClientHello(TlsVersion.Tls12, Suites);

        Assert.False(Offers(without));
        Assert.True(Offers(without with { OffersTls13 = true }));
    }

    [Fact]
    public void Good_and_bad_suites_have_none_in_common()
    {
        Assert.Empty(CipherSuites.Bad.Intersect([.. CipherSuites.Good, .. CipherSuites.Tolerated, .. CipherSuites.OfTls13]));
        Assert.Contains(TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, CipherSuites.Bad);
        Assert.DoesNotContain(TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, CipherSuites.Bad);
    }

    // The extension supported_versions, with 1.3 and 1.2.
    private static bool Offers(ClientHello hello) =>
        hello.ToRecord("a").AsSpan().IndexOf((ReadOnlySpan<byte>)[0x00, 0x2B, 0x00, 0x05, 0x04, 0x03, 0x04, 0x03, 0x03]) >= 0;

    private static int Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
}
