using System.ComponentModel.DataAnnotations;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca;

namespace FapiAuthServer.Startup;

/// <summary>The whole configuration of the server: section <c>FapiAuthServer</c> of one JSON file, or environment variables.</summary>
internal sealed class ServerOptions
{
    public const string Section = "FapiAuthServer";

    /// <summary>Sandbox or Production. Default: Sandbox when no issuer is configured, else Production.</summary>
    public ServerMode Mode { get; set; }

    /// <summary>Public https address that issuer identifiers begin with, without a trailing slash.</summary>
    [Required]
    public string PublicAddress { get; set; } = "https://localhost:9443";

    /// <summary>Public https address of the endpoint that asks for client certificates.</summary>
    [Required]
    public string MutualTlsAddress { get; set; } = "https://localhost:9444";

    /// <summary>Address this process listens on for <see cref="PublicAddress"/>. Default: the same.</summary>
    public string? ListenPublic { get; set; }

    /// <summary>Address this process listens on for <see cref="MutualTlsAddress"/>. Default: the same.</summary>
    public string? ListenMutualTls { get; set; }

    /// <summary>PEM file with the server's TLS certificate chain. The sandbox makes its own.</summary>
    public string? TlsCertificate { get; set; }

    /// <summary>PEM file with the private key of <see cref="TlsCertificate"/>.</summary>
    public string? TlsCertificateKey { get; set; }

    /// <summary>PEM file with the authorities whose certificates clients may authenticate with. The sandbox uses its own.</summary>
    public string? ClientCertificateAuthorities { get; set; }

    /// <summary>Whether client certificates are checked for revocation: NoCheck, Offline or Online. Default Online.</summary>
    public System.Security.Cryptography.X509Certificates.X509RevocationMode ClientCertificateRevocation { get; set; }
        = System.Security.Cryptography.X509Certificates.X509RevocationMode.Online;

    /// <summary>PEM file with the certificate that encrypts the data-protection keys in the database. Required in production.</summary>
    public string? DataProtectionCertificate { get; set; }

    /// <summary>PEM file with the private key of <see cref="DataProtectionCertificate"/>.</summary>
    public string? DataProtectionCertificateKey { get; set; }

    /// <summary>Networks of the proxies whose <c>Client-Cert</c> header (RFC 9440) is believed. Default: none.</summary>
    public List<string> TrustedProxies { get; set; } = [];

    /// <summary>Where everything is kept.</summary>
    [Required]
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>The issuers this deployment serves.</summary>
    public List<IssuerOptions> Issuers { get; set; } = [];

    /// <summary>Directory of the sandbox kit. Sandbox only. Default: sandbox.</summary>
    [Required]
    public string SandboxDirectory { get; set; } = "sandbox";

    /// <summary>Addresses of the samples beside the sandbox.</summary>
    [Required]
    public SandboxOptions Sandbox { get; set; } = new();

    /// <summary>How often this node looks for changes that other nodes made. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan CacheRefreshInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a client is kept without asking the database, whatever is announced. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ClientCacheLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the keys behind a client's jwks_uri are kept. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan JwksCacheLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon a client's jwks_uri may be fetched again after an unknown key id or a failure. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan JwksRefetchInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often expired rows are removed. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan PruningInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the server brings the database to its newest migration when it starts. Default: only in the sandbox.</summary>
    public bool? MigrateAtStart { get; set; }

    /// <summary>The https address that opens the bank's app on a phone, without a trailing slash; activation codes follow it behind <c>/#activate=</c>. Default: only the code is shown.</summary>
    public string? BankingAppAddress { get; set; }

    /// <summary>The second factor's limits.</summary>
    [Required]
    public ScaOptions Sca { get; set; } = new();

    public bool IsSandbox => Mode == ServerMode.Sandbox;

    /// <summary>Copies what is set about strong authentication to the module that applies it.</summary>
    public void ConfigureSca(ScaOptions sca)
    {
        sca.MaxConsecutiveFailures = Sca.MaxConsecutiveFailures;
        sca.FirstBlock = Sca.FirstBlock;
        sca.LongestBlock = Sca.LongestBlock;
        sca.AttemptLifetime = Sca.AttemptLifetime;
        sca.MinimumRefusalTime = Sca.MinimumRefusalTime;
        sca.PasswordIterations = Sca.PasswordIterations;
        sca.PasswordMinimumLength = Sca.PasswordMinimumLength;
        sca.MaxTemporaryBlocks = Sca.MaxTemporaryBlocks;
        sca.RequireDifferentCategories = Sca.RequireDifferentCategories;
        sca.ChallengeLifetime = Sca.ChallengeLifetime;
        sca.CodeLifetime = Sca.CodeLifetime;
        sca.SessionElementLifetime = Sca.SessionElementLifetime;
        sca.NewFactorCoolingOff = Sca.NewFactorCoolingOff;
        sca.KeyLifetime = Sca.KeyLifetime;
        sca.PromptsPerCustomerAndHour = Sca.PromptsPerCustomerAndHour;
        sca.PromptsPerClientAndHour = Sca.PromptsPerClientAndHour;
        sca.PromptsPerHour = Sca.PromptsPerHour;
        sca.DisownedPause = Sca.DisownedPause;
        sca.Sms = Sca.Sms;
        sca.App = Sca.App;
        sca.Passkeys = Sca.Passkeys;
        sca.Payees = Sca.Payees;
        sca.Exemptions = Sca.Exemptions;
    }
}
