using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Conformance.Tls;

/// <summary>The first message of a TLS client, byte by byte: what no TLS library of today would say.</summary>
public sealed record ClientHello(TlsVersion Version, IReadOnlyList<TlsCipherSuite> Suites)
{
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const ushort X25519 = 0x001D;
    private const ushort Secp256R1 = 0x0017;
    private const ushort Secp384R1 = 0x0018;
    private const ushort Ffdhe2048 = 0x0100;

    private static readonly ushort[] Groups = [X25519, Secp256R1, Secp384R1, Ffdhe2048];

    // ECDSA, RSA-PSS and RSA with SHA-256 to SHA-512, and what old clients offered.
    private static readonly ushort[] SignatureSchemes = [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201, 0x0203];

    /// <summary>Whether TLS 1.3 is offered beside <see cref="Version"/>.</summary>
    public bool OffersTls13 { get; init; }

    public byte[] ToRecord(string host)
    {
        byte[] body =
        [
            .. Word((ushort)Version),
            .. RandomNumberGenerator.GetBytes(32),
            .. Vector(1, RandomNumberGenerator.GetBytes(32)), // A session id, as TLS 1.3 wants it for old middleboxes.
            .. Vector(2, Words(Suites.Select(suite => (ushort)suite))),
            .. Vector(1, [0]), // No compression.
            .. Vector(2, Extensions(host)),
        ];
        byte[] message = [ClientHelloMessage, .. Vector(3, body)];
        return [HandshakeRecord, .. Word((ushort)TlsVersion.Tls10), .. Vector(2, message)];
    }

    private byte[] Extensions(string host)
    {
        byte[] extensions =
        [
            .. Extension(0x0000, Vector(2, [0, .. Vector(2, Encoding.ASCII.GetBytes(host))])), // server_name
            .. Extension(0x000A, Vector(2, Words(Groups))),                                   // supported_groups
            .. Extension(0x000B, Vector(1, [0])),                                             // ec_point_formats
            .. Extension(0x000D, Vector(2, Words(SignatureSchemes))),                         // signature_algorithms
        ];
        return OffersTls13
            ?
            [
                .. extensions,
                .. Extension(0x002B, Vector(1, Words([(ushort)TlsVersion.Tls13, (ushort)Version]))), // supported_versions
                .. Extension(0x002D, Vector(1, [1])),                                                // psk_key_exchange_modes
                .. Extension(0x0033, Vector(2, KeyShares())),                                        // key_share
            ]
            : extensions;
    }

    // Any 32 bytes are an x25519 key; a point of P-256 has to be on the curve.
    private static byte[] KeyShares()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return
        [
            .. Word(X25519), .. Vector(2, RandomNumberGenerator.GetBytes(32)),
            .. Word(Secp256R1), .. Vector(2, [4, .. point.X!, .. point.Y!]),
        ];
    }

    private static byte[] Extension(ushort type, byte[] content) => [.. Word(type), .. Vector(2, content)];

    private static byte[] Words(IEnumerable<ushort> words) => [.. words.SelectMany(Word)];

    private static byte[] Word(ushort word) => [(byte)(word >> 8), (byte)word];

    private static byte[] Vector(int lengthBytes, byte[] content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length[(4 - lengthBytes)..], .. content];
    }
}
