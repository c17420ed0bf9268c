using System.Net;
using System.Net.Sockets;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>A port of this machine that nobody has reason to call, and that remembers whoever does.</summary>
public sealed class Trap : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int calls;

    public Trap()
    {
        listener.Start();
        _ = ListenAsync();
    }

    public int Calls => Volatile.Read(ref calls);

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Url(string path = "") => $"https://127.0.0.1:{Port}/{path}";

    public void Dispose() => listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref calls);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
