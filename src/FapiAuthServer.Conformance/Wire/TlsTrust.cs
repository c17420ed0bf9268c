using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>Which servers are believed: those of the system's authorities, or those of the configured ones alone.</summary>
/// <param name="authorities">The configured authorities; empty for the system's.</param>
public sealed class TlsTrust(IEnumerable<X509Certificate2> authorities)
{
    private readonly X509Certificate2[] authorities = [.. authorities];

    internal SslClientAuthenticationOptions Options(X509Certificate2? certificate)
    {
        var chain = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities.Length > 0)
        {
            chain.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.CustomTrustStore.AddRange(authorities);
        }
        var options = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = chain,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, _, found, errors) => errors == SslPolicyErrors.None ? true : throw Untrusted(found, errors),
        };
        if (certificate is not null)
        {
            options.ClientCertificates = [certificate];
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }
        return options;
    }

    private static WireException Untrusted(X509Chain? chain, SslPolicyErrors errors)
    {
        var why = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "is for another host name"
            : chain?.ChainStatus.Select(status => status.StatusInformation).FirstOrDefault() is { Length: > 0 } status ? $"is not accepted ({status.TrimEnd('.')})"
            : "is not of a trusted authority";
        return new WireException(WireFailure.UntrustedCertificate, $"the server's certificate {why}");
    }
}
