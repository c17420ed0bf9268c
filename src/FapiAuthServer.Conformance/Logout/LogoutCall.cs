using System.Net.Security;
using System.Security.Authentication;

namespace FapiAuthServer.Conformance.Logout;

/// <summary>A request that reached a client's `backchannel_logout_uri`, as it came.</summary>
internal sealed record LogoutCall(
    string Method, Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, SslProtocols Protocol, TlsCipherSuite? Suite)
{
    public string? MediaType => Headers.FirstOrDefault(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value?
        .Split(';')[0].Trim().ToLowerInvariant();
}
