using System.Net;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Clients;
using FapiAuthServer.Protocol.ClientAuthentication;
using FapiAuthServer.Protocol.SenderConstraint.MutualTls;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.Startup;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using static FapiAuthServer.Security.Tests.Banks.HostileCertificates;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>Which certificate a request came with, and whose it is.</summary>
public sealed class ClientCertificateTests(SecurityBanks banks)
{
    private const string Victim = "fapi2-mtls-dpop-2";

    [Fact(DisplayName = "Advisory 25, CVE-2024-10039: a certificate header from anyone is dropped and reported")]
    public async Task Certificate_header_from_anyone_is_dropped()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(Victim);
        var header = Header(client.Certificate!);
        var escaped = Uri.EscapeDataString(client.Certificate!.ExportCertificatePem());
        (string Name, string Value)[] headers =
        [
            ("Client-Cert", header), ("X-Client-Cert", escaped), ("X-SSL-Client-Cert", escaped), ("SSL_CLIENT_CERT", escaped), ("ssl-client-cert", escaped),
            ("X-Forwarded-Client-Cert", $"Cert=\"{escaped}\""), ("X-ARR-ClientCert", header.Trim(':')), ("X-SSL-Cert", escaped),
            ("X-Forwarded-Tls-Client-Cert", header.Trim(':')), ("Client-Cert-Chain", header),
        ];

        foreach (var (name, value) in headers)
        {
            Refused.Client(await client.ClientCredentialsAsync("accounts", request =>
            {
                request.Certificate = null;
                request.Header(name, value);
            }));
            Refused.Client(await client.ClientCredentialsAsync("accounts", request =>
            {
                request.Address = client.Metadata.Endpoint("token_endpoint");
                request.Proof = TestKit.Protocol.FintechClient.NewProof(client.DPoPKey!, request.Method, request.Address);
                request.Certificate = null;
                request.Header(name, value);
            }));
        }

        Assert.Contains("Client-Cert", bank.Server.Output, StringComparison.Ordinal);
        Assert.Contains("not a trusted proxy", bank.Server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(header.Trim(':')[..64], bank.Server.Output, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Advisory 25, KC 17059: a header cannot replace the certificate of the connection, for tokens neither")]
    public async Task Certificate_header_binds_nothing()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-mtls-2");
        using var other = TestPki.SelfSigned("CN=other");

        var tokens = await client.ClientCredentialsAsync("accounts", request => request.Header("Client-Cert", Header(other)));

        Assert.Equal(
            FapiAuthServer.TestKit.Keys.Base64Url.Encode(System.Security.Cryptography.SHA256.HashData(client.Certificate!.RawData)),
            (string?)SignedJwt.Parse(tokens.AccessToken).Claims["cnf"]!["x5t#S256"]);
        Refused.With(await client.ClientCredentialsAsync("accounts", request =>
        {
            request.Certificate = null;
            request.Header("Client-Cert", Header(other));
        }), 400, "invalid_request");
    }

    [Theory(DisplayName = "Advisory 25, KC 35861: only a listed proxy is believed, and the connection's own certificate wins")]
    [InlineData("10.1.2.3", "header", null, "header")]
    [InlineData("::ffff:10.1.2.3", "header", null, "header")]
    [InlineData("fd00::7", "header", null, "header")]
    [InlineData("10.1.2.3", "header", "connection", "connection")]
    [InlineData("10.1.2.3", "twice", null, null)]
    [InlineData("10.1.2.3", "malformed", null, null)]
    [InlineData("10.1.2.3", "list", null, null)]
    [InlineData("10.1.2.3", null, null, null)]
    [InlineData("10.2.0.1", "header", null, null)]
    [InlineData("::ffff:10.2.0.1", "header", null, null)]
    [InlineData("127.0.0.1", "header", null, null)]
    [InlineData("::1", "header", null, null)]
    [InlineData("fd01::7", "header", null, null)]
    [InlineData(null, "header", null, null)]
    [InlineData("10.2.0.1", "header", "connection", "connection")]
    public async Task Certificate_header_is_believed_from_listed_proxies_only(string? address, string? sent, string? connection, string? believed)
    {
        using var fromHeader = TestPki.SelfSigned("CN=header");
        using var fromConnection = TestPki.SelfSigned("CN=connection");
        var options = new ServerOptions { TrustedProxies = ["10.1.0.0/16", "fd00::/16"] };
        var alarms = new Recorder<ReadClientCertificate>();
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        context.Connection.ClientCertificate = connection is null ? null : fromConnection;
        context.Request.Headers["Client-Cert"] = sent switch
        {
            "header" => Header(fromHeader),
            "twice" => new[] { Header(fromHeader), Header(fromConnection) },
            "malformed" => Header(fromHeader)[..^10] + ":",
            "list" => Header(fromHeader) + ", " + Header(fromConnection),
            _ => default,
        };
        var seenBehind = "";

        await new ReadClientCertificate(Options.Create(options), alarms).InvokeAsync(context, passed =>
        {
            seenBehind = passed.Request.Headers["Client-Cert"].ToString();
            return Task.CompletedTask;
        });

        Assert.Equal(believed, context.Features.Get<PresentedCertificate>()?.Certificate.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Equal("", seenBehind);
        var isListed = address is "10.1.2.3" or "::ffff:10.1.2.3" or "fd00::7";
        Assert.Equal(isListed || sent is null ? 0 : 1, alarms.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal)));
    }

    [Fact(DisplayName = "Advisory 26, CVE-2023-2422: only a certificate with exactly the registered name, from a listed authority, is the client's")]
    public async Task Certificate_of_another_name_is_refused()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(Victim);
        using var authority = bank.OpenAuthority();
        (string, object) cn = (CommonName, Victim), o = (Organization, "Sandbox Fintech"), c = (Country, "GB");
        var right = Name([c], [o], [cn]);
        (string Fault, X509Certificate2 Certificate)[] certificates =
        [
            ("another client's", (await bank.ConnectAsync("fapi2-mtls-dpop-1")).Certificate!),
            ("only the CN", Issue(authority, Name([cn]))),
            ("another O", Issue(authority, Name([c], [(Organization, "Sandbox Fintech Ltd")], [cn]))),
            ("no C", Issue(authority, Name([o], [cn]))),
            ("more", Issue(authority, Name([c], [o], [("2.5.4.11", "unit")], [cn]))),
            ("other order", Issue(authority, Name([cn], [o], [c]))),
            ("one part for two", Issue(authority, Name([c], [o, cn]))),
            ("second CN", Issue(authority, Name([c], [o], [cn], [(CommonName, "other")]))),
            ("second CN in front", Issue(authority, Name([c], [o], [(CommonName, "other")], [cn]))),
            ("two CNs in one part", Issue(authority, Name([c], [o], [cn, (CommonName, "other")]))),
            ("CN that spells the rest", Issue(authority, Name([(CommonName, $"{Victim},O=Sandbox Fintech,C=GB")]))),
            ("O that spells the CN", Issue(authority, Name([c], [(Organization, $"Sandbox Fintech,CN={Victim}")]))),
            ("CN with NUL", Issue(authority, Name([c], [o], [(CommonName, Victim + "\0.evil")]))),
            ("CN with a line feed", Issue(authority, Name([c], [o], [(CommonName, Victim + "\n")]))),
            ("CN with a prefix", Issue(authority, Name([c], [o], [(CommonName, "x" + Victim)]))),
            ("CN with a wildcard", Issue(authority, Name([c], [o], [(CommonName, "fapi2-mtls-dpop-*")]))),
            ("CN with a look-alike", Issue(authority, Name([c], [o], [(CommonName, Victim.Replace('a', '\u0430'))]))),
            ("CN under another type", Issue(authority, Name([c], [o], [("2.5.4.11", Victim)]))),
            ("name in the SAN only", Issue(authority, Name([(CommonName, "other")]), change: AddSan)),
            ("right name, stranger's authority", IssueByStranger($"CN={Victim}, O=Sandbox Fintech, C=GB")),
            ("right name, self-signed", TestPki.SelfSigned($"CN={Victim}, O=Sandbox Fintech, C=GB")),
            ("right name, expired", Issue(authority, right, validFromDays: -1, validToDays: 0)),
            ("right name, not yet valid", Issue(authority, right, validFromDays: 2)),
            ("right name, for servers", Issue(authority, right, usage: "1.3.6.1.5.5.7.3.1")),
            ("the authority itself", X509CertificateLoader.LoadPkcs12(authority.Export(X509ContentType.Pkcs12), null)),
        ];

        foreach (var (fault, certificate) in certificates)
        {
            var answer = await client.ClientCredentialsAsync("accounts", request => request.Certificate = certificate);
            Assert.True(answer is { Status: 401, Error: "invalid_client" }, $"{fault}: {answer.Status} {answer.Body}");
        }

        using var renewed = Issue(authority, right);
        (await client.ClientCredentialsAsync("accounts", request => request.Certificate = renewed)).Expect(200);
    }

    [Fact(DisplayName = "Advisory 26, CVE-2023-2422: a self-signed client is its certificate, not a name that anyone can write")]
    public async Task Self_signed_client_is_its_certificate()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.Server.ConnectAsync(SecurityBanks.SelfSigned);
        using var authority = bank.OpenAuthority();
        X509Certificate2[] others =
        [
            TestPki.SelfSigned("CN=self-signed"), Issue(authority, new X500DistinguishedName("CN=self-signed")), IssueByStranger("CN=self-signed"),
            (await bank.ConnectAsync(Victim)).Certificate!,
        ];

        (await client.ClientCredentialsAsync("accounts")).Expect(200);
        foreach (var other in others)
        {
            Refused.Client(await client.ClientCredentialsAsync("accounts", request => request.Certificate = other));
        }
        Refused.Client(await client.ClientCredentialsAsync("accounts", request => request.Certificate = null));
        Refused.Client(await (client with { AssertionKey = client.Registration.SigningKey }).ClientCredentialsAsync("accounts"));
    }

    [Fact(DisplayName = "Advisory 26, CVE-2026-22747: names in odd encodings are refused, never an error of the server")]
    public async Task Certificate_with_odd_encodings_is_refused()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync(Victim);
        using var authority = bank.OpenAuthority();
        (string, object) cn = (CommonName, Victim), o = (Organization, "Sandbox Fintech"), c = (Country, "GB");
        X500DistinguishedName[] names =
        [
            Name([c], [o], [cn], [(UniqueIdentifier, new byte[] { 1, 2, 3 })]),
            Name([c], [o], [cn, (UniqueIdentifier, new byte[] { 1, 2, 3 })]),
            Name([c], [o], [(CommonName, "")]),
            Name(),
        ];

        foreach (var name in names)
        {
            using var certificate = Issue(authority, name);
            Refused.Client(await client.ClientCredentialsAsync("accounts", request => request.Certificate = certificate));
        }
    }

    [Fact(DisplayName = "Advisory 26, CVE-2026-22747: a name that is no sequence of strings is no name")]
    public void Malformed_names_are_no_names()
    {
        X500DistinguishedName[] names =
        [
            Name(), Name([(CommonName, 7)]), Name([(CommonName, new byte[] { 1 })]), Name([(CommonName, "a\0b")]), Name([(CommonName, "a\u0085b")]),
            new(Array.Empty<byte>()), new([0x30]), new([0x30, 0x80, 0x00, 0x00]), new([0x31, 0x00]), new([0x30, 0x02, 0x31, 0x05]),
            new([0x30, 0x0D, 0x31, 0x0B, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0C, 0x02, 0xC3, 0x28]),
            new([0x30, 0x0C, 0x31, 0x0A, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x1E, 0x01, 0x41]),
        ];

        Assert.All(names, name => Assert.False(DistinguishedName.TryRead(name, out _), Convert.ToHexString(name.RawData)));
    }

    [Theory(DisplayName = "Advisory 26, CVE-2026-22747: a registered name that is not one is no registration")]
    [InlineData("")]
    [InlineData("CN")]
    [InlineData("=x")]
    [InlineData("CN=a,,O=b")]
    [InlineData("CN=a,O")]
    [InlineData("CN=\"a")]
    [InlineData("nonsense=1")]
    public void Registered_name_must_be_a_name(string text)
    {
        Assert.False(DistinguishedName.TryParse(text, out _), text);
        Assert.False(DistinguishedName.TryParse(new string('C', 2000), out _));
    }

    [Fact(DisplayName = "Advisory 26, CVE-2026-22747: alternative names are read strictly; what does not parse is no name")]
    public void Alternative_names_are_read_strictly()
    {
        using var authority = Authority("CN=CA");

        foreach (var raw in new byte[][] { [], [0x30], [0x30, 0x02, 0x82], [0x30, 0x03, 0x82, 0x05, 0x41], [0x04, 0x00], [0x30, 0x04, 0x87, 0x02, 0x01, 0x02], [0x30, 0x03, 0x82, 0x01, 0xFF] })
        {
            using var certificate = Issue(authority, new X500DistinguishedName("CN=x"), change: made =>
                made.CertificateExtensions.Add(new X509Extension("2.5.29.17", raw, false)));
            var names = SubjectAlternativeNames.Read(certificate);
            Assert.Empty(names.Dns);
            Assert.Empty(names.Uris);
            Assert.Empty(names.Emails);
            Assert.Empty(names.Addresses);
        }
    }

    private static void AddSan(CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Victim);
        names.AddUri(new Uri("urn:" + Victim));
        request.CertificateExtensions.Add(names.Build());
    }

    private static string Header(X509Certificate2 certificate) => $":{Convert.ToBase64String(certificate.RawData)}:";
}
