using System.Diagnostics;
using System.Net;
using FapiAuthServer.Clients;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.Startup;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>Addresses that clients registered are called with suspicion: https, no redirects, little, soon, and never inside.</summary>
public sealed class OutboundFetchTests(SecurityBanks banks)
{
    private static readonly TimeSpan RefetchInterval = TimeSpan.FromSeconds(2); // As SecurityBanks configures it.

    public static TheoryData<string> Faults => [.. KeyHost.Faults];

    [Theory(DisplayName = "Advisory 2, CVE-2026-4366, and 3, CVE-2026-1180: a jwks_uri that redirects, floods, stalls or lies yields no key")]
    [MemberData(nameof(Faults))]
    public async Task Misbehaving_key_host_yields_no_key(string path)
    {
        var bank = await banks.PlainAsync();
        var host = await banks.KeyHostAsync();
        var client = await ConnectAsync(bank, path);
        var clock = Stopwatch.StartNew();

        Refused.Client(await client.ClientCredentialsAsync("accounts"));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
        Assert.True(host.Calls(path) is 1 or 2, $"{host.Calls(path)} calls. {string.Join('\n', bank.Server.Output.Split('\n').Where(line => line.Contains("Fetching", StringComparison.Ordinal)).TakeLast(1))}");
        Assert.Equal(0, host.Calls("target-" + path));
        Assert.Equal(HttpStatusCode.OK, await bank.HealthAsync());
    }

    [Fact(DisplayName = "Advisory 3, KC 51219: the certificate of a jwks_uri is checked")]
    public async Task Untrusted_key_host_is_not_asked()
    {
        var bank = await banks.PlainAsync();
        var host = await banks.KeyHostAsync();

        Refused.Client(await (await ConnectAsync(bank, "untrusted")).ClientCredentialsAsync("accounts"));

        Assert.Equal(0, host.Calls("untrusted"));
    }

    [Fact(DisplayName = "Advisory 3, KC 51219: keys are kept, and fetched once more when a kid is unknown")]
    public async Task Keys_are_fetched_again_once_for_an_unknown_kid()
    {
        var bank = await banks.PlainAsync();
        var host = await banks.KeyHostAsync();
        var client = await ConnectAsync(bank, "rotating");
        (await client.ClientCredentialsAsync("accounts")).Expect(200);
        (await client.ClientCredentialsAsync("accounts")).Expect(200);
        Assert.Equal(1, host.Calls("rotating"));

        // The client rotates its key: the first use of the new one costs one fetch.
        await Task.Delay(RefetchInterval);
        var renewed = client with { AssertionKey = SigningKey.NewEs256() };
        KeyHost.Publish("rotating", renewed.AssertionKey!);
        (await renewed.ClientCredentialsAsync("accounts")).Expect(200);
        Assert.Equal(2, host.Calls("rotating"));

        // A stranger's keys in any number are no way to make the server call the client's host.
        await Task.Delay(RefetchInterval);
        var before = host.Calls("rotating");
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => (client with { AssertionKey = SigningKey.NewEs256() }).ClientCredentialsAsync("accounts")));
        Assert.All(answers, Refused.Client);
        Assert.InRange(host.Calls("rotating") - before, 1, 1 + (int)(clock.Elapsed / RefetchInterval));

        // A known kid with a bad signature is no reason to ask again.
        before = host.Calls("rotating");
        Refused.Client(await renewed.ClientCredentialsAsync("accounts", request => request.Assertion!.Afterwards = JwtDraft.DamageSignature));
        Assert.Equal(before, host.Calls("rotating"));
    }

    [Fact(DisplayName = "Advisory 3, KC 51219: keys to encrypt to are looked for once more when there is none")]
    public async Task Keys_are_fetched_again_once_for_an_encrypted_response()
    {
        var bank = await banks.PlainAsync();
        var host = await banks.KeyHostAsync();
        var client = await ConnectAsync(bank, "encrypting");
        var request = new AuthorizationRequest(client.RedirectUri) { ResponseMode = "jwt" };
        Assert.Equal("invalid_request", (await client.PushAsync(request)).Error);
        Assert.InRange(host.Calls("encrypting"), 1, 2);

        // Until the key is there, no number of requests makes the server call the client's host again and again.
        await Task.Delay(RefetchInterval);
        var (before, clock) = (host.Calls("encrypting"), Stopwatch.StartNew());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.PushAsync(request)));
        Assert.All(answers, answer => Assert.Equal("invalid_request", answer.Error));
        Assert.InRange(host.Calls("encrypting") - before, 1, 1 + (int)(clock.Elapsed / RefetchInterval));

        await Task.Delay(RefetchInterval);
        KeyHost.Publish("encrypting", DecryptingKey.New("ECDH-ES"));
        (await client.PushAsync(request)).Expect(201);
    }

    [Theory(DisplayName = "Advisory 3, CVE-2026-1180: only https addresses without user information can be registered")]
    [InlineData("http://keys.example.test/jwks")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:pw@keys.example.test/jwks")]
    [InlineData("ftp://keys.example.test/jwks")]
    [InlineData("data:application/json,{}")]
    [InlineData("//keys.example.test/jwks")]
    [InlineData("jwks")]
    [InlineData("")]
    public void Other_addresses_cannot_be_registered(string address)
    {
        var registration = TestKit.Sandboxes.TestClients.PrivateKeyJwtWithDPoP("client").With("jwks", null).With("jwks_uri", address).Registration;

        Assert.Contains(RedirectUriTests.Faults(registration), fault => fault.StartsWith("jwks_uri", StringComparison.Ordinal) || fault.Contains("jwks", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "Advisory 3, CVE-2026-1180: in production no address inside is called, however it is written")]
    public async Task Private_addresses_are_not_called_in_production()
    {
        using var trap = new Trap();
        var options = Options.Create(new ServerOptions { Mode = ServerMode.Production });
        var log = new Recorder<OutboundFetcher>();
        using var fetcher = new OutboundFetcher(options, new OutboundTrust(options), log);
        string[] hosts =
        [
            "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::]",
            "localhost.", "LOCALHOST", "user@127.0.0.1",
        ];

        foreach (var host in hosts)
        {
            Assert.Null(await fetcher.GetAsync(new Uri($"https://{host}:{trap.Port}/jwks"), CancellationToken.None));
            Assert.False(await fetcher.PostFormAsync(new Uri($"https://{host}:{trap.Port}/logout"), new Dictionary<string, string> { ["logout_token"] = "x" }, CancellationToken.None));
        }
        Assert.Null(await fetcher.GetAsync(new Uri($"http://127.0.0.1:{trap.Port}/jwks"), CancellationToken.None));
        Assert.False(await fetcher.PostFormAsync(new Uri($"http://127.0.0.1:{trap.Port}/logout"), new Dictionary<string, string>(), CancellationToken.None));
        Assert.Equal(0, trap.Calls);
        Assert.NotEmpty(log.Lines);

        // The sandbox may call its own machine (control).
        var sandbox = Options.Create(new ServerOptions { Mode = ServerMode.Sandbox });
        using var lenient = new OutboundFetcher(sandbox, new OutboundTrust(sandbox), log);
        Assert.Null(await lenient.GetAsync(new Uri($"https://127.0.0.1:{trap.Port}/jwks"), CancellationToken.None));
        Assert.NotEqual(0, trap.Calls);
    }

    [Theory(DisplayName = "Advisory 2, CVE-2026-4366: what a public address is")]
    [InlineData("8.8.8.8", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.170", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("3fff::1", false)]
    public void Public_addresses_are_those_of_the_internet(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.IsPublic(IPAddress.Parse(address)));

    private static Task<FintechClient> ConnectAsync(Bank bank, string path) =>
        bank.Server.ConnectAsync(KeyHost.Clients.Single(client => client.ClientId == "keys-" + path));
}
