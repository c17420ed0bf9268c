using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Tests.Conformance.Tls;

/// <summary>A TLS ClientHello, byte by byte: what no TLS library of today would say.</summary>
internal sealed record ClientHello(ushort Version, IReadOnlyList<TlsCipherSuite> Suites)
{
    public const ushort Tls10 = 0x0301;
    public const ushort Tls11 = 0x0302;
    public const ushort Tls12 = 0x0303;
    public const ushort Tls13 = 0x0304;

    private const byte Handshake = 22;
    private const byte ClientHelloType = 1;

    // x25519, secp256r1, secp384r1, ffdhe2048.
    private static readonly ushort[] Groups = [0x001D, 0x0017, 0x0018, 0x0100];

    // ECDSA and RSA with SHA-256 and SHA-384, and what old clients offered.
    private static readonly ushort[] SignatureSchemes = [0x0403, 0x0503, 0x0804, 0x0805, 0x0401, 0x0501, 0x0201, 0x0203];

    /// <summary>Whether TLS 1.3 is offered beside <see cref="Version"/>.</summary>
    public bool OffersTls13 { get; init; }

    public byte[] ToRecord(string host)
    {
        var body = new MemoryStream();
        Write(body, Version);
        body.Write(RandomNumberGenerator.GetBytes(32));
        Write(body, 1, RandomNumberGenerator.GetBytes(32)); // A session id, as TLS 1.3 wants it for old middleboxes.
        Write(body, 2, Words(Suites.Select(suite => (ushort)suite)));
        Write(body, 1, [0]); // No compression.
        Write(body, 2, Extensions(host));

        var message = new MemoryStream();
        message.WriteByte(ClientHelloType);
        Write(message, 3, body.ToArray());

        var record = new MemoryStream();
        record.WriteByte(Handshake);
        Write(record, Tls10);
        Write(record, 2, message.ToArray());
        return record.ToArray();
    }

    private byte[] Extensions(string host)
    {
        var extensions = new MemoryStream();
        Extension(extensions, 0x0000, Vector(2, [0, .. Vector(2, Encoding.ASCII.GetBytes(host))])); // server_name
        Extension(extensions, 0x000A, Vector(2, Words(Groups)));                                   // supported_groups
        Extension(extensions, 0x000B, Vector(1, [0]));                                             // ec_point_formats
        Extension(extensions, 0x000D, Vector(2, Words(SignatureSchemes)));                         // signature_algorithms
        if (OffersTls13)
        {
            Extension(extensions, 0x002B, Vector(1, Words([Tls13, Version])));                     // supported_versions
            Extension(extensions, 0x002D, Vector(1, [1]));                                         // psk_key_exchange_modes
            byte[] share = [.. Words([0x001D]), .. Vector(2, RandomNumberGenerator.GetBytes(32))]; // Any 32 bytes are an x25519 key.
            Extension(extensions, 0x0033, Vector(2, share));                                       // key_share
        }
        return extensions.ToArray();
    }

    private static void Extension(MemoryStream to, ushort type, byte[] content)
    {
        Write(to, type);
        Write(to, 2, content);
    }

    private static byte[] Words(IEnumerable<ushort> words)
    {
        var bytes = new MemoryStream();
        foreach (var word in words)
        {
            Write(bytes, word);
        }
        return bytes.ToArray();
    }

    private static byte[] Vector(int lengthBytes, byte[] content)
    {
        var bytes = new MemoryStream();
        Write(bytes, lengthBytes, content);
        return bytes.ToArray();
    }

    private static void Write(MemoryStream to, int lengthBytes, byte[] content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        to.Write(length[(4 - lengthBytes)..]);
        to.Write(content);
    }

    private static void Write(MemoryStream to, ushort word)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, word);
        to.Write(bytes);
    }
}
