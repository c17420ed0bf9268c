using System.Net;
using FapiAuthServer.Jose;
using FapiAuthServer.Startup;
using FapiAuthServer.Transaction;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Protocol.SenderConstraint.MutualTls;

/// <summary>
/// Finds the client's certificate: on the TLS connection, or in the <c>Client-Cert</c> header (RFC 9440) when the
/// request comes from a listed proxy. From anyone else the header is dropped and reported; the connection's own wins.
/// </summary>
internal sealed class ReadClientCertificate(IOptions<ServerOptions> options, ILogger<ReadClientCertificate> logger) : IMiddleware
{
    private readonly IPNetwork[] proxies = [.. options.Value.TrustedProxies.Select(IPNetwork.Parse)];

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var certificate = context.Connection.ClientCertificate;

        if (context.Request.Headers.TryGetValue(ClientCertificateHeader.Name, out var header))
        {
            if (!IsTrustedProxy(context.Connection.RemoteIpAddress))
                Log.UntrustedCertificateHeader(logger, context.Connection.RemoteIpAddress);
            else if (certificate is null && header.Count == 1 && ClientCertificateHeader.TryParse(header[0], out var forwarded))
                certificate = forwarded;

            context.Request.Headers.Remove(ClientCertificateHeader.Name);
        }

        if (certificate is not null)
            context.Features.Set(new PresentedCertificate(certificate, Digests.CertificateThumbprint(certificate)));

        return next(context);
    }

    private bool IsTrustedProxy(IPAddress? address)
    {
        if (address is null)
            return false;

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return proxies.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }
}
