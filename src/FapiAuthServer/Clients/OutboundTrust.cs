using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Clients;

/// <summary>Whom this server trusts when it calls out: the machine's authorities, and in the sandbox the sandbox's own besides.</summary>
internal sealed class OutboundTrust(IOptions<ServerOptions> options)
{
    private readonly Lazy<X509Certificate2?> sandboxAuthority = new(() => options.Value.IsSandbox
        ? X509CertificateLoader.LoadCertificateFromFile(Path.Combine(options.Value.SandboxDirectory, "ca.crt"))
        : null);

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || sandboxAuthority.Value is not { } authority)
            return false;

        using var sandboxChain = new X509Chain();
        sandboxChain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        sandboxChain.ChainPolicy.CustomTrustStore.Add(authority);
        sandboxChain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return sandboxChain.Build(new X509Certificate2(certificate));
    }
}
