using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Grants;
using FapiAuthServer.Profiles;
using FapiAuthServer.Startup.Sandbox;

namespace FapiAuthServer.Startup;

/// <summary>Everything that must hold before the server starts. All faults are reported at once, each with what to do.</summary>
internal static class StartupChecks
{
    public static IEnumerable<string> Faults(ServerOptions options)
    {
        foreach (var fault in AnnotationFaults(options, ServerOptions.Section))
            yield return fault;

        foreach (var fault in AnnotationFaults(options.Database, "Database").Concat(AnnotationFaults(options.Sca, "Sca")).Concat(AnnotationFaults(options.Sandbox, "Sandbox")))
            yield return fault;

        foreach (var fault in AddressFaults(options).Concat(IssuerFaults(options)).Concat(DatabaseFaults(options)))
            yield return fault;

        foreach (var proxy in options.TrustedProxies.Where(proxy => !IPNetwork.TryParse(proxy, out _)))
            yield return $"TrustedProxies: {proxy} is not a network; write it as 10.0.0.0/8.";

        if (!options.IsSandbox)
            foreach (var fault in ProductionFaults(options))
                yield return fault;
    }

    private static IEnumerable<string> AddressFaults(ServerOptions options)
    {
        (string Name, string? Value)[] addresses =
        [
            (nameof(options.PublicAddress), options.PublicAddress), (nameof(options.MutualTlsAddress), options.MutualTlsAddress),
            (nameof(options.ListenPublic), options.ListenPublic), (nameof(options.ListenMutualTls), options.ListenMutualTls),
            (nameof(options.BankingAppAddress), options.BankingAppAddress),
        ];

        foreach (var (name, value) in addresses)
            if (value is not null && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.AbsolutePath == "/" && uri.Query.Length + uri.Fragment.Length == 0))
                yield return $"{name}: set it to an https address without a path, such as https://id.bank.example.";

        if (options.PublicAddress == options.MutualTlsAddress)
            yield return "MutualTlsAddress: give it a host or port of its own; browsers must not be asked for certificates.";
    }

    private static IEnumerable<string> IssuerFaults(ServerOptions options)
    {
        if (options.Issuers.Count == 0)
            yield return "Issuers: configure at least one issuer with Name, Path, Profile and Scopes, or set Mode to Sandbox.";

        foreach (var (issuer, index) in options.Issuers.Select((issuer, index) => (issuer, index)))
        {
            var place = $"Issuers:{index}";
            foreach (var fault in AnnotationFaults(issuer, place).Concat(issuer.Scopes.SelectMany((scope, i) => AnnotationFaults(scope, $"{place}:Scopes:{i}"))))
                yield return fault;

            if (issuer.PaymentReportScope is { } reporting && issuer.Scopes.TrueForAll(scope => scope.Name != reporting || scope.Resource is not null))
                yield return $"{place}:PaymentReportScope: list {reporting} in Scopes, without a Resource.";

            if (FapiProfiles.All.All(profile => profile.Name != issuer.Profile))
                yield return $"{place}:Profile: use one of {string.Join(", ", FapiProfiles.All.Select(profile => profile.Name))}.";

            foreach (var fault in issuer.AuthorizationDetailsTypes.SelectMany((type, i) => AnnotationFaults(type, $"{place}:AuthorizationDetailsTypes:{i}")))
                yield return fault;

            if (!AuthenticationContexts.HasUsual(issuer))
                yield return $"{place}:AcrTables: list a table beside PhishingResistant, or set AcrOfTwoFactors; most customers have no passkey.";

            if (issuer.AcrTables.Any(AcrValues.NeedsPasskeys) && options.Sca.Passkeys.RelyingPartyId is null)
                yield return $"{place}:AcrTables: PhishingResistant is earned by passkeys; set Sca:Passkeys:RelyingPartyId or leave it out.";

            if (issuer.AuthorizationDetailsTypes.GroupBy(type => type.Name).FirstOrDefault(group => group.Count() > 1) is { } again)
                yield return $"{place}:AuthorizationDetailsTypes: {again.Key} is listed twice; list it once.";

            if (issuer.Scopes.GroupBy(scope => scope.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
                yield return $"{place}:Scopes: {twice.Key} is listed twice; list it once.";
        }

        foreach (var group in options.Issuers.GroupBy(issuer => issuer.Name).Where(group => group.Count() > 1))
            yield return $"Issuers: the name {group.Key} is used {group.Count()} times; each issuer needs its own.";

        foreach (var group in options.Issuers.GroupBy(issuer => issuer.Path).Where(group => group.Count() > 1))
            yield return $"Issuers: the path {(group.Key.Length == 0 ? "(root)" : group.Key)} is used {group.Count()} times; each issuer needs its own.";
    }

    private static IEnumerable<string> DatabaseFaults(ServerOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Database.ConnectionString))
            yield return $"Database:ConnectionString: set it for {options.Database.Provider}.";
    }

    private static IEnumerable<string> ProductionFaults(ServerOptions options)
    {
        if (options.Database.Provider == DatabaseProvider.Sqlite)
            yield return "Database:Provider: SQLite is for the sandbox; use PostgreSql or SqlServer in production.";

        (string Name, string? File, string? Key)[] certificates =
        [
            (nameof(options.TlsCertificate), options.TlsCertificate, options.TlsCertificateKey),
            (nameof(options.DataProtectionCertificate), options.DataProtectionCertificate, options.DataProtectionCertificateKey),
        ];

        foreach (var (name, file, key) in certificates)
        {
            if (file is null || key is null)
                yield return $"{name}: set {name} and {name}Key to PEM files; production needs them.";
            else if (CertificateFault(file, key) is { } fault)
                yield return $"{name}: {fault}";
        }

        if (options.ClientCertificateAuthorities is { } bundle && BundleFault(bundle) is { } bundleFault)
            yield return $"{nameof(options.ClientCertificateAuthorities)}: {bundleFault}";

        if (File.Exists(Path.Combine(options.SandboxDirectory, SandboxKit.Marker)) && certificates.Any(c => c.File?.StartsWith(options.SandboxDirectory, StringComparison.Ordinal) is true))
            yield return "SandboxDirectory: production must not use files of the sandbox kit.";
    }

    private static string? CertificateFault(string file, string key)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(file, key);
            return SandboxKit.IsOfSandbox(certificate) ? "it was made by a sandbox; use a certificate of your own authority." : null;
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            return "the PEM files cannot be read or do not fit together; check the paths and their permissions.";
        }
    }

    private static string? BundleFault(string bundle)
    {
        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(bundle);
            return authorities.Count == 0 ? "the file holds no certificate."
                : authorities.Any(SandboxKit.IsOfSandbox) ? "it holds a sandbox authority; remove it."
                : null;
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or UnauthorizedAccessException)
        {
            return "the PEM file cannot be read; check the path and its permissions.";
        }
    }

    private static IEnumerable<string> AnnotationFaults(object options, string place)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => $"{place}:{string.Join(',', result.MemberNames)}: {result.ErrorMessage}");
    }
}
