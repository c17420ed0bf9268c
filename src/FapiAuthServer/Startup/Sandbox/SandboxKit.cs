using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Profiles;
using FapiAuthServer.Sca.Factors.Totp;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>
/// Writes the sandbox kit: what anyone needs to talk to this sandbox with standard tools. Its layout is a contract;
/// what is there already is kept, so a stopped sandbox starts again as it was.
/// </summary>
internal static class SandboxKit
{
    public const string Marker = "server.json";
    public const string Password = "sandbox-password";
    private const string AuthorityName = "FapiAuthServer Sandbox CA";

    // Enough to approve side by side; each costs a little time at the first start.
    private const int CustomersWithApp = 11;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Ensure(ServerOptions options)
    {
        var root = Directory.CreateDirectory(options.SandboxDirectory).FullName;
        using var authority = EnsureAuthority(root);
        EnsureHost(root, authority);

        Parallel.ForEach(options.Issuers.SelectMany(issuer => ClientsOf(issuer, options)), client => EnsureClient(root, authority, client));

        WriteOnce(Path.Combine(root, "customers.json"), () => Customers(options.Sandbox.TestCustomers).ToJsonString(Indented));
        File.WriteAllText(Path.Combine(root, Marker), Server(options).ToJsonString(Indented));
        Directory.CreateDirectory(Path.Combine(root, "extra-clients"));
    }

    public static X509Certificate2 HostCertificate(ServerOptions options)
    {
        var hosts = Path.Combine(options.SandboxDirectory, "hosts");
        return X509Certificate2.CreateFromPemFile(Path.Combine(hosts, "localhost.crt"), Path.Combine(hosts, "localhost.key"));
    }

    /// <summary>Whether a certificate was made by any sandbox.</summary>
    public static bool IsOfSandbox(X509Certificate2 certificate)
        => certificate.Issuer.Contains(AuthorityName, StringComparison.Ordinal) || certificate.Subject.Contains(AuthorityName, StringComparison.Ordinal);

    private static JsonObject Server(ServerOptions options) => new()
    {
        ["public_address"] = options.PublicAddress,
        ["mutual_tls_address"] = options.MutualTlsAddress,
        ["bank_address"] = options.Sandbox.BankAddress,
        ["fintech_address"] = options.Sandbox.FintechAddress,
        ["app_address"] = options.Sandbox.AppAddress,
        ["issuers"] = new JsonArray([.. options.Issuers.Select(issuer => new JsonObject
        {
            ["name"] = issuer.Name,
            ["issuer"] = options.PublicAddress + issuer.Path,
            ["profile"] = issuer.Profile,
            ["discovery"] = options.PublicAddress + issuer.Path + "/.well-known/openid-configuration",
        })]),
    };

    /// <summary>The customers as the kit has them now.</summary>
    public static JsonArray ReadCustomers(ServerOptions options)
        => JsonNode.Parse(File.ReadAllText(Path.Combine(options.SandboxDirectory, "customers.json")))!.AsArray();

    private static JsonArray Customers(int tests)
        => [Customer("ada", "Ada Lovelace", 1), .. Enumerable.Range(1, tests).Select(number => Customer($"test-{number:00}", $"Test Customer {number}", number + 1))];

    private static JsonObject Customer(string username, string name, int number)
    {
        var customer = Person(username, name, number);
        if (number <= CustomersWithApp)
            customer[SandboxDevices.Member] = SandboxDevices.Invent();
        return customer;
    }

    private static JsonObject Person(string username, string name, int number) => new()
    {
        ["username"] = username,
        ["password"] = Password,
        ["name"] = name,
        ["totp_secret"] = TotpCodes.NewSecret(),
        ["mobile"] = $"+447700900{number:000}", // of a range that is nobody's
        ["details"] = SandboxCustomerDetails.Invent(username, name, number),
        ["accounts"] = new JsonArray(
            Account($"{number:000}-1", Iban.Of("GB", $"NWBK601613{number:00000000}"), "Current account", "EUR", "2340.12",
                ("2026-03-02", "-42.80", "Corner Grocery"), ("2026-03-01", "-850.00", "Rent March"), ("2026-02-27", "2950.00", "Salary")),
            Account($"{number:000}-2", Iban.Of("GB", $"BARC102015{number:00000000}"), "Savings", "EUR", "11800.00",
                ("2026-02-28", "250.00", "Standing order"), ("2026-01-31", "250.00", "Standing order"))),
    };

    private static JsonObject Account(string id, string iban, string name, string currency, string balance, params (string Date, string Amount, string Text)[] transactions) => new()
    {
        ["id"] = id,
        ["iban"] = iban,
        ["name"] = name,
        ["currency"] = currency,
        ["balance"] = balance,
        ["transactions"] = new JsonArray([.. transactions.Select((transaction, index) => new JsonObject
        {
            ["id"] = $"{id}-{index + 1}",
            ["date"] = transaction.Date,
            ["amount"] = transaction.Amount,
            ["text"] = transaction.Text,
        })]),
    };

    // One pair per way to authenticate and way to bind that the issuer's profile allows, a resource server, and the sample fintech.
    private static IEnumerable<SandboxClient> ClientsOf(IssuerOptions issuer, ServerOptions options)
    {
        var profile = FapiProfiles.All.First(candidate => candidate.Name == issuer.Profile);
        string[] scopes = [.. issuer.Scopes.Select(scope => scope.Name).Where(name => name != issuer.PaymentReportScope)];

        (string Name, string Method)[] authentications = [("basic", "client_secret_basic"), ("post", "client_secret_post"), ("pkjwt", "private_key_jwt"), ("mtls", "tls_client_auth")];
        foreach (var (auth, method) in authentications.Where(a => profile.ClientAuthenticationMethods.Value.Contains(a.Method)))
            foreach (var constraint in Bindings(profile, method))
                for (var number = 1; number <= 2; number++)
                {
                    var id = $"{issuer.Name}-{auth}-{Word(constraint)}-{number}";
                    yield return new SandboxClient(issuer, id, $"Test Fintech {number}", method, constraint,
                        number == 1 ? FapiAlgorithms.PS256 : FapiAlgorithms.ES256,
                        $"https://{id}.example.test/callback{(number == 2 ? "?dummy1=lorem&dummy2=ipsum" : "")}", profile.ResponseTypes.Value, scopes, Resource: null)
                    {
                        BackchannelLogoutUri = profile.BackChannelLogout.Value && method == "client_secret_basic"
                            ? $"{options.Sandbox.LogoutReceiverAddress}/{id}/backchannel-logout"
                            : null,
                    };
                }

        // The bank's own API, which also reports what it has paid.
        string[] reporting = issuer.PaymentReportScope is { } own ? [own] : [];
        yield return new SandboxClient(issuer, $"{issuer.Name}-rs-1", "Sample Bank API", "private_key_jwt", reporting.Length > 0 ? SenderConstraint.DPoP : null,
            FapiAlgorithms.ES256, null, [], reporting, options.Sandbox.BankAddress);

        if (issuer == options.Issuers[0])
            yield return new SandboxClient(issuer, "sample-fintech", "Sample Fintech", "private_key_jwt", SenderConstraint.DPoP, FapiAlgorithms.ES256,
                $"{options.Sandbox.FintechAddress}/callback", ["code"], scopes, Resource: null);
    }

    // A client that has no more than a secret binds its tokens to nothing.
    private static IEnumerable<SenderConstraint?> Bindings(FapiProfile profile, string method)
    {
        if (!method.StartsWith("client_secret", StringComparison.Ordinal))
            foreach (var constraint in profile.SenderConstraints.Value)
                yield return constraint;

        if (profile.UnboundTokenLifetime.Value > TimeSpan.Zero)
            yield return null;
    }

    private static string Word(SenderConstraint? constraint) => constraint switch
    {
        SenderConstraint.DPoP => "dpop",
        SenderConstraint.MutualTls => "mtls",
        _ => "bearer",
    };

    private static void EnsureClient(string root, X509Certificate2 authority, SandboxClient client)
    {
        var folder = Path.Combine(root, "clients", client.ClientId);
        if (File.Exists(Path.Combine(folder, "client.json")))
            return;

        Directory.CreateDirectory(folder);
        var key = PrivateKey.Generate(client.Algorithm);
        var subject = $"CN={client.ClientId},O=Sandbox Fintech,C=GB";
        var (certificate, certificateKey) = Issue(authority, subject, san: null, server: false);

        Write(Path.Combine(folder, "private.jwks.json"), $$"""{"keys":[{{key.PrivateJwk()}}]}""", secret: true);
        Write(Path.Combine(folder, "tls.crt"), certificate);
        Write(Path.Combine(folder, "tls.key"), certificateKey, secret: true);
        Write(Path.Combine(folder, "client.json"), client.Metadata(key, subject).ToJsonString(Indented));
    }

    private static X509Certificate2 EnsureAuthority(string root)
    {
        var certificateFile = Path.Combine(root, "ca.crt");
        var keyFile = Path.Combine(root, "ca.key");
        if (File.Exists(certificateFile) && File.Exists(keyFile))
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={AuthorityName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));

        Write(keyFile, key.ExportPkcs8PrivateKeyPem(), secret: true);
        Write(certificateFile, authority.ExportCertificatePem());
        return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
    }

    private static void EnsureHost(string root, X509Certificate2 authority)
    {
        var hosts = Directory.CreateDirectory(Path.Combine(root, "hosts")).FullName;
        if (File.Exists(Path.Combine(hosts, "localhost.crt")))
            return;

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddIpAddress(System.Net.IPAddress.IPv6Loopback);
        var (certificate, key) = Issue(authority, "CN=localhost", names, server: true);
        Write(Path.Combine(hosts, "localhost.key"), key, secret: true);
        Write(Path.Combine(hosts, "localhost.crt"), certificate);
    }

    private static (string Certificate, string Key) Issue(X509Certificate2 authority, string subject, SubjectAlternativeNameBuilder? san, bool server)
    {
        // The server's certificate is RSA, so that clients limited to TLS_ECDHE_RSA suites can connect.
        using var rsa = server ? RSA.Create(2048) : null;
        using var ecdsa = server ? null : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedName(subject, X500DistinguishedNameFlags.Reversed | X500DistinguishedNameFlags.UseCommas);
        var request = rsa is not null
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, ecdsa!, HashAlgorithmName.SHA256);

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (san is not null)
            request.CertificateExtensions.Add(san.Build());

        var now = TimeProvider.System.GetUtcNow();
        var generator = X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);
        using var certificate = request.Create(authority.SubjectName, generator, now.AddDays(-1), now.AddDays(820), RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), rsa?.ExportPkcs8PrivateKeyPem() ?? ecdsa!.ExportPkcs8PrivateKeyPem());
    }

    private static void WriteOnce(string path, Func<string> content)
    {
        if (!File.Exists(path))
            Write(path, content(), secret: true);
    }

    private static void Write(string path, string content, bool secret = false)
    {
        File.WriteAllText(path, content);
        if (secret && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
