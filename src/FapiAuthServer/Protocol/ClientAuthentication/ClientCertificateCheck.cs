using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Clients;
using FapiAuthServer.Jose;
using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>Whether a certificate is the one a client registered with (RFC 8705 section 2).</summary>
internal sealed class ClientCertificateCheck : IDisposable
{
    private const string ClientAuthenticationUsage = "1.3.6.1.5.5.7.3.2";
    private const int Capacity = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly X509Certificate2Collection authorities = [];
    private readonly X509RevocationMode revocation;
    private readonly TimeProvider time;

    // Building a chain costs more than the rest of the request; its result holds for a minute.
    private readonly ConcurrentDictionary<string, (string? Fault, DateTimeOffset Until)> chains = new(StringComparer.Ordinal);

    public ClientCertificateCheck(IOptions<ServerOptions> options, TimeProvider time)
    {
        this.time = time;
        revocation = options.Value.IsSandbox ? X509RevocationMode.NoCheck : options.Value.ClientCertificateRevocation;
        var bundle = options.Value.ClientCertificateAuthorities
            ?? (options.Value.IsSandbox ? Path.Combine(options.Value.SandboxDirectory, "ca.crt") : null);
        if (bundle is not null)
            authorities.ImportFromPemFile(bundle);
    }

    /// <summary>tls_client_auth: a chain to a listed authority, and exactly the registered subject. Null when it fits, else why not.</summary>
    public string? CheckAgainstAuthorities(X509Certificate2 certificate, ClientMetadata client)
        => ChainFault(certificate) ?? SubjectFault(certificate, client);

    /// <summary>self_signed_tls_client_auth: the certificate itself is among the client's keys. Null when it fits, else why not.</summary>
    public static string? CheckAgainstKeys(X509Certificate2 certificate, VerificationKeySet? keys, DateTimeOffset now)
    {
        if (now < certificate.NotBefore || now > certificate.NotAfter)
            return "the certificate is not valid now";

        var thumbprint = Digests.CertificateThumbprint(certificate);
        return keys?.Keys.Any(key => key.CertificateThumbprint == thumbprint) is true ? null : "the certificate is not in the client's x5c";
    }

    public void Dispose()
    {
        foreach (var authority in authorities)
            authority.Dispose();
    }

    private string? ChainFault(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow();
        var thumbprint = Digests.CertificateThumbprint(certificate);
        if (chains.TryGetValue(thumbprint, out var known) && now < known.Until)
            return known.Fault;

        if (chains.Count >= Capacity)
            chains.Clear();

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var authority in authorities)
            (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        chain.ChainPolicy.RevocationMode = revocation;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthenticationUsage));
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.DisableCertificateDownloads = true;

        var fault = chain.Build(certificate)
            ? null
            : $"chain: {string.Join(", ", chain.ChainStatus.Select(status => status.Status))}";
        chains[thumbprint] = (fault, now + Remembered);
        return fault;
    }

    private static string? SubjectFault(X509Certificate2 certificate, ClientMetadata client)
    {
        var fits = client switch
        {
            { TlsClientAuthSubjectDn: { } dn } => DistinguishedName.TryParse(dn, out var registered)
                && DistinguishedName.TryRead(certificate.SubjectName, out var presented) && registered.Equals(presented),
            { TlsClientAuthSanDns: { } dns } => SubjectAlternativeNames.Read(certificate).Dns.Contains(dns, StringComparer.OrdinalIgnoreCase),
            { TlsClientAuthSanUri: { } uri } => SubjectAlternativeNames.Read(certificate).Uris.Contains(uri, StringComparer.Ordinal),
            { TlsClientAuthSanIp: { } ip } => IPAddress.TryParse(ip, out var address) && SubjectAlternativeNames.Read(certificate).Addresses.Contains(address),
            { TlsClientAuthSanEmail: { } email } => SubjectAlternativeNames.Read(certificate).Emails.Contains(email, StringComparer.Ordinal),
            _ => false,
        };

        return fits ? null : "the certificate's subject is not the registered one";
    }
}
