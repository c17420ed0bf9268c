using System.Net.Security;
using FapiAuthServer.Conformance.Tls;

namespace FapiAuthServer.Conformance.Tests.Tls;

public sealed class ServerReplyTests
{
    private const byte Alert = 21;
    private const byte Handshake = 22;

    [Fact]
    public void Alert_is_read()
    {
        var reply = ServerReply.Read(Alert, [2, 40]);

        Assert.Equal(ServerReply.HandshakeFailure, reply.Alert);
        Assert.False(reply.IsClosed);
        Assert.Equal("alert handshake_failure", reply.ToString());
    }

    [Fact]
    public void Version_12_is_that_of_the_hello()
    {
        var reply = ServerReply.Read(Handshake, Hello([]));

        Assert.Equal(TlsVersion.Tls12, reply.Version);
        Assert.Equal(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, reply.Suite);
    }

    [Fact]
    public void Version_13_is_that_of_the_extension() =>
        Assert.Equal(TlsVersion.Tls13, ServerReply.Read(Handshake, Hello([0x00, 0x2B, 0x00, 0x02, 0x03, 0x04])).Version);

    [Fact]
    public void Whatever_is_no_tls_is_told_from_a_refusal()
    {
        Assert.Throws<InvalidDataException>(() => ServerReply.Read((byte)'H', "TTP/1.1 400 Bad Request"u8));
        Assert.Throws<InvalidDataException>(() => ServerReply.Read(Handshake, Hello([]).AsSpan(0, 20)));
    }

    private static byte[] Hello(byte[] extensions) =>
        [2, 0, 0, 0, 3, 3, .. new byte[32], 0, 0xC0, 0x2F, 0, 0, (byte)extensions.Length, .. extensions];
}
