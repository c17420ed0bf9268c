using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace FapiAuthServer.TestKit.Processes;

/// <summary>Ports nobody listens on, each claimed for the life of this process so that no other test run is given it too.</summary>
public static class FreePorts
{
    // Below the range the system takes outgoing ports from, so a connection made in between cannot steal one.
    private const int Lowest = 20_000;
    private const int Highest = 31_999;

    private static readonly Lock Gate = new();
    private static readonly List<FileStream> Claims = [];

    public static int Take()
    {
        var folder = Path.Combine(Path.GetTempPath(), "fapi-test-ports-" + Environment.UserName);
        Directory.CreateDirectory(folder);
        for (var attempt = 0; attempt < 500; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest + 1);
            if (TryClaim(Path.Combine(folder, $"{port}.claim")) && CanListen(port))
            {
                return port;
            }
        }
        throw new InvalidOperationException($"No free port was found between {Lowest} and {Highest}.");
    }

    private static bool TryClaim(string file)
    {
        lock (Gate)
        {
            try
            {
                Claims.Add(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    private static bool CanListen(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException unavailable) when (unavailable.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return true; // This machine has no such loopback address: nothing can hold the port there.
        }
    }
}
