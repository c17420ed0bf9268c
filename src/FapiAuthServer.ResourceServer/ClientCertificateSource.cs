using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Jose;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// The certificate a client proved to hold: the connection's own, or the one a trusted proxy forwards (RFC 9440).
/// </summary>
internal sealed class ClientCertificateSource(FapiResourceServerOptions options, ILogger logger)
{
    /// <summary>The x5t#S256 of the certificate.</summary>
    public Verdict<string> ReadThumbprint(HttpContext context)
    {
        var forwarded = context.Request.Headers[ClientCertificateHeader.Name];
        var isTrusted = forwarded.Count > 0 && IsTrustedProxy(context);
        if (forwarded.Count > 0 && !isTrusted)
            Log.ForwardedCertificateDropped(logger);

        if (context.Connection.ClientCertificate is { } own)
            return Digests.CertificateThumbprint(own);
        if (!isTrusted)
            return Refusals.NoCertificate;
        if (forwarded.Count > 1 || !ClientCertificateHeader.TryParse(forwarded, out X509Certificate2? certificate))
            return Refusals.ManyCertificates;
        using (certificate)
            return Digests.CertificateThumbprint(certificate);
    }

    private bool IsTrustedProxy(HttpContext context)
    {
        var peer = context.Features.Get<PeerAddress>()?.Address ?? context.Connection.RemoteIpAddress;
        if (peer is null)
            return false;
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return options.TrustedProxies.Any(network => network.Contains(address));
    }
}
