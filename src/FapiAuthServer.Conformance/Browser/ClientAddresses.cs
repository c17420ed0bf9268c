namespace FapiAuthServer.Conformance.Browser;

/// <summary>Addresses of the client that a browser may be sent to. It stops there, and at whatever else is on their hosts.</summary>
/// <param name="server">Where the server's pages are; of a host it shares with the client, only the addresses themselves are the client's.</param>
public sealed class ClientAddresses(Uri server, params IReadOnlyList<Uri> addresses)
{
    public bool Contain(Uri address) => addresses.Any(known =>
        known.GetLeftPart(UriPartial.Path) == address.GetLeftPart(UriPartial.Path)
        || known.Authority == address.Authority && known.Authority != server.Authority);
}
