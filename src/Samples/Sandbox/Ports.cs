using System.Net;
using System.Net.Sockets;

namespace Sandbox;

/// <summary>Finds out before anything starts whether a port is taken, so that the message can name it.</summary>
internal static class Ports
{
    public static IReadOnlyList<string> FindTaken(SandboxAddresses addresses) =>
    [
        .. addresses.All
            .Where(each => !IsFree(new Uri(each.Address)))
            .Select(each => $"Port {new Uri(each.Address).Port} is in use by another program, but {each.Owner} needs it. "
                + $"Stop that program, or choose another address: --{each.Key}=https://localhost:PORT"),
    ];

    private static bool IsFree(Uri address)
    {
        IPAddress[] candidates = address.IsLoopback ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Any];
        return candidates
            .Where(candidate => candidate.AddressFamily != AddressFamily.InterNetworkV6 || Socket.OSSupportsIPv6)
            .All(candidate => CanListen(candidate, address.Port));
    }

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException exception)
        {
            // A machine without the IPv6 loopback address has it neither free nor taken.
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
