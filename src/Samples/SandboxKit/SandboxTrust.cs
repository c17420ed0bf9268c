using System.Security.Cryptography.X509Certificates;

namespace SandboxKit;

/// <summary>HTTP that trusts the sandbox's certificate authority, and nobody else.</summary>
internal static class SandboxTrust
{
    /// <summary>A handler without proxy, cookies and redirects: requests carry credentials and go nowhere but where they were sent.</summary>
    public static SocketsHttpHandler Handler(X509Certificate2 authority) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = { CertificateChainPolicy = Policy(authority) },
    };

    public static X509ChainPolicy Policy(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // the sandbox's authority publishes no list
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }
}
