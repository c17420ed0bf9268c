using System.Net;

namespace FapiAuthServer.ResourceServer;

/// <summary>Who is at the other end of the connection, before any middleware has rewritten it from forwarding headers.</summary>
internal sealed record PeerAddress(IPAddress? Address);
