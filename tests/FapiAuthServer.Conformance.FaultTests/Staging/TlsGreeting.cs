using System.Buffers;
using System.Buffers.Binary;
using System.Net.Security;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>The hello a client begins TLS with, and the words of a server that would take anything.</summary>
internal sealed record TlsGreeting(ushort Version, bool OffersTls13, IReadOnlyList<TlsCipherSuite> Suites)
{
    private const byte Handshake = 22;
    private const byte Alert = 21;
    private const ushort SupportedVersions = 0x002B;

    /// <summary>Looks at the hello of a connection and, where the fault has an answer to it, gives that in the server's place.</summary>
    public static async Task RunAsync(ConnectionContext connection, Func<TlsGreeting, byte[]?> fault, ConnectionDelegate next)
    {
        if (await PeekAsync(connection) is { } hello && fault(hello) is { } reply)
        {
            await connection.Transport.Output.WriteAsync(reply, connection.ConnectionClosed);
            await connection.Transport.Output.CompleteAsync();
            return;
        }
        await next(connection);
    }

    /// <summary>Chooses the hello's own version, and the first of its suites that fits.</summary>
    public byte[] Accept(Func<TlsCipherSuite, bool> fits)
    {
        byte[] body = [.. Word(Version), .. RandomNumberGenerator.GetBytes(32), 0, .. Word((ushort)Suites.First(fits)), 0];
        byte[] message = [2, 0, .. Word((ushort)body.Length), .. body];
        return Record(Handshake, message);
    }

    public static byte[] Refuse(byte alert) => Record(Alert, [2, alert]);

    private static byte[] Record(byte type, byte[] content) => [type, 3, 3, .. Word((ushort)content.Length), .. content];

    // The bytes stay where they are, for whoever reads next.
    private static async Task<TlsGreeting?> PeekAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            var bytes = read.Buffer.ToArray();
            var isWhole = bytes.Length >= 5 && bytes.Length >= 5 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(3));
            if (isWhole || read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start);
                return isWhole && bytes[0] == Handshake ? Parse(bytes.AsSpan(5 + 4)) : null;
            }
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // Version, random, session id, suites, compression, extensions.
    private static TlsGreeting Parse(ReadOnlySpan<byte> hello)
    {
        var version = Word(hello);
        var at = 2 + 32;
        at += 1 + hello[at];
        var suites = new List<TlsCipherSuite>();
        for (var end = at + 2 + Word(hello[at..]); (at += 2) < end;)
        {
            suites.Add((TlsCipherSuite)Word(hello[at..]));
        }
        at += 1 + hello[at];
        var offersTls13 = false;
        for (at += 2; at + 4 <= hello.Length; at += 4 + Word(hello[(at + 2)..]))
        {
            offersTls13 |= Word(hello[at..]) == SupportedVersions;
        }
        return new TlsGreeting(version, offersTls13, suites);
    }

    private static ushort Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static byte[] Word(ushort word) => [(byte)(word >> 8), (byte)word];
}
