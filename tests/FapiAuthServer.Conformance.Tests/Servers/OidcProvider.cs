using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Processes;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>A server that we did not write: the npm package oidc-provider, with its FAPI 2.0 profile, in a process of its own.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    private const int Customers = 12;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly SupervisedProcess process;
    private readonly TestPki pki;

    private OidcProvider(SupervisedProcess process, TestPki pki, ServerConfiguration configuration)
    {
        this.process = process;
        this.pki = pki;
        Configuration = configuration;
    }

    public ServerConfiguration Configuration { get; }

    public string Output => process.Output;

    public static async Task<OidcProvider> StartAsync(CancellationToken cancellation)
    {
        var pki = new TestPki("CN=Authority of a second server");
        var port = FreePorts.Take();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://localhost:{port}"));
        var clients = Clients(pki).ToList();
        var (certificate, key) = HostCertificate(pki);

        var folder = Directory.CreateTempSubdirectory("fapi-oidc-provider-").FullName;
        var file = Path.Combine(folder, "configuration.json");
        await File.WriteAllTextAsync(file, new JsonObject
        {
            ["port"] = port,
            ["key"] = key,
            ["certificate"] = certificate,
            ["authority"] = pki.Authority.ExportCertificatePem(),
            ["clients"] = new JsonArray([.. clients.Select(client => client.Registration)]),
        }.ToJsonString(), cancellation);

        var process = await SupervisedProcess.StartAsync(
            new SupervisedCommand("node", [Path.Combine(BuildPaths.OidcProvider, "server.mjs"), file]) { RemoveAtEnd = folder });
        var server = new OidcProvider(process, pki, new ServerConfiguration
        {
            Discovery = new Uri(address, "/.well-known/openid-configuration"),
            Authorities = [pki.Authority],
            Resource = new Uri(address, "/accounts"),
            Clients = [.. clients.Select(client => client.Configuration)],
            Customers = [.. Enumerable.Range(1, Customers).Select(number => new CustomerConfiguration($"customer-{number}", "any", null))],
            Browser = new BrowserConfiguration
            {
                Username = "input[name=login]",
                Password = "input[name=password]",
                SignIn = "button.login-submit",
                Approve = "button.login-submit",
                Deny = "a[href$='/abort']",
            },
        });
        try
        {
            await server.WaitUntilReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        pki.Dispose();
    }

    private static IEnumerable<(ClientConfiguration Configuration, JsonNode Registration)> Clients(TestPki pki)
    {
        foreach (var authentication in new[] { ClientAuthentication.PrivateKeyJwt, ClientAuthentication.MutualTls })
        {
            foreach (var constraint in new[] { SenderConstraint.DPoP, SenderConstraint.MutualTls })
            {
                for (var number = 1; number <= 2; number++)
                {
                    var id = $"{authentication}-{constraint}-{number}".ToLowerInvariant();
                    var key = Conformance.Jose.SigningKey.New(number == 1 ? "PS256" : "ES256");
                    var client = new ClientConfiguration
                    {
                        ClientId = id,
                        Authentication = authentication,
                        SenderConstraint = constraint,
                        Key = key,
                        Certificate = pki.Issue($"CN={id}"),
                        RedirectUri = new Uri($"https://{id}.example.test/callback{(number == 2 ? "?dummy1=lorem&dummy2=ipsum" : "")}"),
                        Scope = "openid accounts offline_access",
                        DPoPAlgorithm = number == 1 ? null : "ES256",
                    };
                    yield return (client, Registration(client, key));
                }
            }
        }
    }

    private static JsonObject Registration(ClientConfiguration client, Conformance.Jose.SigningKey key)
    {
        var registration = new JsonObject
        {
            ["client_id"] = client.ClientId,
            ["redirect_uris"] = new JsonArray(client.RedirectUri.OriginalString),
            ["response_types"] = new JsonArray("code"),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token", "client_credentials"),
            ["id_token_signed_response_alg"] = key.Algorithm,
            ["scope"] = client.Scope,
        };
        if (client.Authentication == ClientAuthentication.PrivateKeyJwt)
        {
            registration["token_endpoint_auth_method"] = "private_key_jwt";
            registration["token_endpoint_auth_signing_alg"] = key.Algorithm;
            registration["jwks"] = new JsonObject { ["keys"] = new JsonArray(key.PublicJwk()) };
        }
        else
        {
            registration["token_endpoint_auth_method"] = "tls_client_auth";
            registration["tls_client_auth_subject_dn"] = $"CN={client.ClientId}";
        }
        registration[client.SenderConstraint == SenderConstraint.DPoP ? "dpop_bound_access_tokens" : "tls_client_certificate_bound_access_tokens"] = true;
        return registration;
    }

    private static (string Certificate, string Key) HostCertificate(TestPki pki)
    {
        using var key = RSA.Create(2048); // so that clients of TLS 1.2 have the suites of the published list to choose from
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], false));
        var generator = X509SignatureGenerator.CreateForECDsa(pki.Authority.GetECDsaPrivateKey()!);
        using var certificate = request.Create(
            pki.Authority.SubjectName, generator, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddDays(20), RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        var deadline = DateTimeOffset.UtcNow + ReadyWithin;
        while (!Output.Contains("ready at", StringComparison.Ordinal))
        {
            if (process.HasExited || DateTimeOffset.UtcNow > deadline)
            {
                throw new InvalidOperationException($"oidc-provider did not start; run npm ci in tests/OidcProvider, as tests/run.sh does:\n{Output}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }
}
