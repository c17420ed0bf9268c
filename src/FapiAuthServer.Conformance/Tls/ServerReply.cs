using System.Buffers.Binary;
using System.Net.Security;

namespace FapiAuthServer.Conformance.Tls;

/// <summary>The first thing a server says to a <see cref="ClientHello"/>: its choice, an alert, or nothing before it closes.</summary>
public sealed record ServerReply
{
    public const byte HandshakeFailure = 40;
    public const byte ProtocolVersion = 70;

    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const byte ServerHelloMessage = 2;
    private const ushort SupportedVersions = 0x002B;

    /// <summary>The connection was closed or reset without a word.</summary>
    public static ServerReply Closed { get; } = new();

    /// <summary>The version the server chose; null when it chose none.</summary>
    public TlsVersion? Version { get; private init; }

    public TlsCipherSuite? Suite { get; private init; }

    /// <summary>The alert the server refused with; null when there was none.</summary>
    public byte? Alert { get; private init; }

    public bool IsClosed => this == Closed;

    /// <summary>Reads the reply from the content of its first record.</summary>
    /// <exception cref="InvalidDataException">It is no TLS.</exception>
    public static ServerReply Read(byte recordType, ReadOnlySpan<byte> content) => recordType switch
    {
        AlertRecord when content.Length >= 2 => new ServerReply { Alert = content[1] },
        HandshakeRecord when content is [ServerHelloMessage, ..] => ReadHello(content),
        _ => throw new InvalidDataException($"it began with a record of type {recordType}"),
    };

    public override string ToString() => this switch
    {
        { Version: { } version } => $"{version} with {Suite}",
        { Alert: HandshakeFailure } => "alert handshake_failure",
        { Alert: ProtocolVersion } => "alert protocol_version",
        { Alert: { } alert } => $"alert {alert}",
        _ => "closed connection",
    };

    // Type and length, version, random, session id, suite, compression, extensions.
    private static ServerReply ReadHello(ReadOnlySpan<byte> message)
    {
        try
        {
            var version = Word(message[4..]);
            var at = 4 + 2 + 32;
            at += 1 + message[at];
            var suite = (TlsCipherSuite)Word(message[at..]);
            at += 2 + 1;
            for (at += 2; at + 4 <= message.Length; at += 4 + Word(message[(at + 2)..]))
            {
                if (Word(message[at..]) == SupportedVersions)
                {
                    version = Word(message[(at + 4)..]);
                }
            }
            return new ServerReply { Version = (TlsVersion)version, Suite = suite };
        }
        catch (Exception cut) when (cut is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("its hello is cut off", cut);
        }
    }

    private static ushort Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
