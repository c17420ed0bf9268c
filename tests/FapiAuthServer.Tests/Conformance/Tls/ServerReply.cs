using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;

namespace FapiAuthServer.Tests.Conformance.Tls;

/// <summary>The first thing a server says to a <see cref="ClientHello"/>: its choice, an alert, or nothing but a reset.</summary>
internal sealed record ServerReply(ushort? Version, TlsCipherSuite? Suite, byte? Alert)
{
    public const byte HandshakeFailure = 40;
    public const byte ProtocolVersion = 70;

    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const byte ServerHello = 2;
    private const ushort SupportedVersions = 0x002B;

    private static ServerReply Reset { get; } = new(null, null, null);

    public bool IsReset => this == Reset;

    public static async Task<ServerReply> ToAsync(ClientHello hello, Uri address)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(hello.ToRecord(address.Host), limit.Token);
            var header = await ReadAsync(stream, 5, limit.Token);
            var content = await ReadAsync(stream, BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3)), limit.Token);
            return header[0] switch
            {
                AlertRecord => new ServerReply(null, null, content[1]),
                HandshakeRecord when content[0] == ServerHello => ReadHello(content),
                var other => throw new InvalidDataException($"The server began with a record of type {other}."),
            };
        }
        catch (Exception closed) when (closed is EndOfStreamException or IOException or SocketException)
        {
            return Reset;
        }
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int length, CancellationToken cancellation)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    // Type and length, version, random, session id, suite, compression, extensions.
    private static ServerReply ReadHello(byte[] message)
    {
        var version = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(4));
        var at = 4 + 2 + 32;
        at += 1 + message[at];
        var suite = (TlsCipherSuite)BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
        at += 2 + 1;
        for (at += 2; at + 4 <= message.Length; at += 4 + BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 2)))
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at)) == SupportedVersions)
            {
                version = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 4));
            }
        }
        return new ServerReply(version, suite, null);
    }
}
