using System.Buffers.Binary;
using System.Net.Sockets;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tls;

/// <summary>Says hello, and hears the first record of the answer. Nothing is negotiated, so no certificate is looked at.</summary>
internal static class TlsProbe
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <exception cref="WireException">Nobody listens, nobody answers, or what answers is no TLS.</exception>
    public static async Task<ServerReply> AskAsync(ClientHello hello, Uri address, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeLimit);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host, address.Port, limit.Token);
        }
        catch (SocketException exception)
        {
            throw new WireException(WireFailure.Unreachable, $"{address.Authority} cannot be reached: {exception.Message}", exception);
        }
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(hello.ToRecord(address.IdnHost), limit.Token);
            var header = await ReadAsync(stream, 5, limit.Token);
            var content = await ReadAsync(stream, BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3)), limit.Token);
            return ServerReply.Read(header[0], content);
        }
        catch (IOException)
        {
            return ServerReply.Closed;
        }
        catch (InvalidDataException exception)
        {
            throw new WireException(WireFailure.Malformed, $"{address.Authority} did not answer with TLS: {exception.Message}", exception);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new WireException(WireFailure.Timeout, $"{address.Authority} said nothing to a TLS hello within {TimeLimit.TotalSeconds:0} seconds");
        }
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int length, CancellationToken cancellation)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
