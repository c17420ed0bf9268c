using System.Net;
using System.Net.Sockets;

namespace FapiAuthServer.Clients;

/// <summary>Which addresses a registered URL may lead to: those of the public internet.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "3fff::/20", "5f00::/16",
        }.Select(IPNetwork.Parse),
    ];

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();

        // 64:ff9b::/96 carries an IPv4 address in its last four bytes.
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address))
            address = new IPAddress(address.GetAddressBytes().AsSpan(12));

        return !NotPublic.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
}
