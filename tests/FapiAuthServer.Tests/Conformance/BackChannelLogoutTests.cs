using System.Globalization;
using System.Text.Json.Nodes;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Interaction.Logout;
using FapiAuthServer.Issuers;
using FapiAuthServer.Protocol.Logout;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 6.5: every client of a session that has ended is told, sooner or later.</summary>
[Collection(ClockMoves.Name)]
public sealed class BackChannelLogoutTests(ConformanceBanks banks) : IAsyncLifetime
{
    private const string Client = "basic-bearer";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private LogoutReceiver sqlite = null!;
    private LogoutReceiver postgreSql = null!;

    public async ValueTask InitializeAsync()
    {
        sqlite = await LogoutReceiver.StartAsync((await banks.OnAsync(DatabaseKind.Sqlite)).Server.Kit);
        postgreSql = await LogoutReceiver.StartAsync((await banks.OnAsync(DatabaseKind.PostgreSql)).Server.Kit);
    }

    public async ValueTask DisposeAsync()
    {
        await sqlite.DisposeAsync();
        await postgreSql.DisposeAsync();
    }

    [Clause("OIDCBCL-2")]
    [Theory(DisplayName = "oidcc-backchannel-rp-initiated-logout: each client of the session gets a logout token of its own, and no other client")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Every_client_of_the_session_is_told(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var receiver = Receiver(variant);
        using var visitor = Visitor.At(scene.Bank);
        using var somebodyElse = Visitor.At(scene.Bank);
        var (first, second, stranger) = (await RegisterAsync(scene, receiver), await RegisterAsync(scene, receiver, ("id_token_signed_response_alg", "ES256")), await RegisterAsync(scene, receiver));
        var flows = new Dictionary<FintechClient, Completed>
        {
            [first] = await visitor.ConnectAsync(first, scene.NewRequest(first)),
            [second] = await visitor.ConnectAsync(second, scene.NewRequest(second)),
        };
        await somebodyElse.ConnectAsync(stranger, scene.NewRequest(stranger));

        await LogOutAsync(first, visitor, flows[first].Tokens.IdToken!);

        Assert.NotNull(visitor.Browser.Answer);
        foreach (var (client, flow) in flows)
        {
            var form = Assert.Single(await receiver.ReceiveAsync(client.ClientId));
            Assert.Equal(["logout_token"], form.Keys);
            var (token, idToken) = (SignedJwt.Parse(form["logout_token"]!), SignedJwt.Parse(flow.Tokens.IdToken!));
            var now = scene.Bank.Server.Clock.GetUtcNow();
            Assert.Equal("logout+jwt", (string?)token.Header["typ"]);
            Assert.Equal((string?)idToken.Header["alg"], (string?)token.Header["alg"]);
            Assert.True(token.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal((client.Metadata.Issuer, client.ClientId), (token["iss"], token["aud"]));
            Assert.Equal((idToken["sub"], idToken["sid"]), (token["sub"], token["sid"]));
            Assert.InRange(token.Time("iat")!.Value, now.AddMinutes(-1), now.AddSeconds(1));
            Assert.InRange(token.Time("exp")!.Value, now, now.AddMinutes(3));
            Assert.NotEmpty(token["jti"]!);
            Assert.Equal($$$"""{"{{{Event}}}":{}}""", token.Claims["events"]!.ToJsonString());
            Assert.False(token.Claims.ContainsKey("nonce"));
        }
        Assert.Equal(0, receiver.Calls(stranger.ClientId));
    }

    [Theory(DisplayName = "A logout token is no ID token: it opens nothing as a hint")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Logout_token_is_no_hint(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var client = await RegisterAsync(scene, Receiver(variant));
        await LogOutAsync(client, visitor, (await visitor.ConnectAsync(client, scene.NewRequest(client))).Tokens.IdToken!);
        var logoutToken = (await Receiver(variant).ReceiveAsync(client.ClientId))[0]["logout_token"].ToString();
        await visitor.ConnectAsync(client, scene.NewRequest(client));

        await visitor.OpenAsync(client.DirectUrl(scene.NewRequest(client), change: query => (query["prompt"], query["id_token_hint"]) = ("none", logoutToken)));
        Assert.Equal("invalid_request", visitor.Browser.Answer?.Error);

        await LogOutAsync(client, visitor, logoutToken);
        Assert.Null(visitor.Browser.Answer);
        Assert.Equal("invalid_request", visitor.Browser.Page.ErrorCode);
    }

    [Theory(DisplayName = "A client that does not take it is told again later, ever more rarely, and at last no more; nobody waits for it")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Delivery_is_tried_again(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var receiver = Receiver(variant);
        using var visitor = Visitor.At(scene.Bank);
        var client = await RegisterAsync(scene, receiver);
        receiver.Answers[client.ClientId] = 500;
        await LogOutAsync(client, visitor, (await visitor.ConnectAsync(client, scene.NewRequest(client))).Tokens.IdToken!);
        Assert.NotNull(visitor.Browser.Answer);
        await receiver.ReceiveAsync(client.ClientId);

        var bell = scene.Bank.Server.Services.GetRequiredService<LogoutBell>();
        var ahead = new Stack<IDisposable>();
        try
        {
            var attempts = 1;
            foreach (var pause in new[] { 16, 61, 301, 1801, 14401 })
            {
                ahead.Push(scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(pause)));
                bell.Ring();
                await receiver.ReceiveAsync(client.ClientId, ++attempts);
            }
            Assert.Equal(attempts, (await receiver.ReceiveAsync(client.ClientId)).Select(form => SignedJwt.Parse(form["logout_token"]!)["jti"]).Distinct().Count());
            await IsForgottenAsync(scene, client);
        }
        finally
        {
            while (ahead.TryPop(out var step))
            {
                step.Dispose();
            }
        }
    }

    [Theory(DisplayName = "Once it is taken it is done: a client that was down hears it when it is back")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Delivery_succeeds_when_the_client_is_back(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var receiver = Receiver(variant);
        using var visitor = Visitor.At(scene.Bank);
        var client = await RegisterAsync(scene, receiver);
        receiver.Answers[client.ClientId] = 503;
        await LogOutAsync(client, visitor, (await visitor.ConnectAsync(client, scene.NewRequest(client))).Tokens.IdToken!);
        await receiver.ReceiveAsync(client.ClientId);
        receiver.Answers[client.ClientId] = 204;

        using (scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(16)))
        {
            scene.Bank.Server.Services.GetRequiredService<LogoutBell>().Ring();
            await receiver.ReceiveAsync(client.ClientId, 2);
            await IsForgottenAsync(scene, client);
        }
    }

    [Theory(DisplayName = "Of several nodes one sends each notice, and what was left by a node that died is sent by the next")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Each_notice_is_sent_by_one_node(Variant variant)
    {
        const int Notices = 45;
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var receiver = Receiver(variant);
        var client = await RegisterAsync(scene, receiver);
        var services = scene.Bank.Server.Services;
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
            db.LogoutNotices.AddRange(Enumerable.Range(0, Notices).Select(number => LogoutNotice.Create(
                "oidc", client.ClientId, "subject", string.Create(CultureInfo.InvariantCulture, $"session-{number}"), scene.Bank.Server.Clock.GetUtcNow())));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        DeliverLogoutNotices[] nodes = [.. Enumerable.Range(0, 4).Select(_ => ActivatorUtilities.CreateInstance<DeliverLogoutNotices>(services))];

        await Task.WhenAll(nodes.Select(node => node.StartAsync(CancellationToken.None)));
        var forms = await receiver.ReceiveAsync(client.ClientId, Notices);
        await IsForgottenAsync(scene, client);
        await Task.WhenAll(nodes.Select(node => node.StopAsync(CancellationToken.None)));

        Assert.Equal(Notices, forms.Select(form => SignedJwt.Parse(form["logout_token"]!)["sid"]).Distinct().Count());
        Assert.Equal(Notices, receiver.Calls(client.ClientId));
    }

    [Theory(DisplayName = "When another customer signs in in the same browser, the first one's clients are told")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Replaced_session_is_announced(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var client = await RegisterAsync(scene, Receiver(variant));
        var sid = SignedJwt.Parse((await visitor.ConnectAsync(client, scene.NewRequest(client))).Tokens.IdToken!)["sid"];
        var next = scene.Bank.Server.Kit.NextCustomer();

        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["prompt"] = "login"));
        await visitor.Browser.SignInAsync(next);
        await visitor.Browser.VerifyAsync(next);

        Assert.Equal(sid, SignedJwt.Parse((await Receiver(variant).ReceiveAsync(client.ClientId))[0]["logout_token"]!)["sid"]);
    }

    [Theory(DisplayName = "An expired ID token still says who wants to leave")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Expired_hint_is_a_hint(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var client = await RegisterAsync(scene, Receiver(variant));
        var flow = await visitor.ConnectAsync(client, scene.NewRequest(client));
        using (scene.Bank.Server.Clock.Forward(TimeSpan.FromMinutes(4)))
        {
            await visitor.OpenAsync(client.DirectUrl(scene.NewRequest(client), change: query => query["prompt"] = "none")); // the session is kept alive
            Assert.NotNull(visitor.Browser.Answer?.Code);
            using (scene.Bank.Server.Clock.Forward(TimeSpan.FromMinutes(4)))
            {
                await LogOutAsync(client, visitor, flow.Tokens.IdToken!);

                Assert.NotNull(visitor.Browser.Answer);
                await Receiver(variant).ReceiveAsync(client.ClientId);
            }
        }
    }

    [Theory(DisplayName = "Addresses of logout are https, without anything in them that could mean somewhere else, and none at a FAPI issuer")]
    [InlineData("oidc", "backchannel_logout_uri", "https://client.example.test/logout", true)]
    [InlineData("oidc", "backchannel_logout_uri", "http://client.example.test/logout", false)]
    [InlineData("oidc", "backchannel_logout_uri", "https://user:pw@client.example.test/logout", false)]
    [InlineData("oidc", "backchannel_logout_uri", "https://client.example.test/logout#f", false)]
    [InlineData("oidc", "backchannel_logout_uri", "file:///etc/passwd", false)]
    [InlineData("oidc", "backchannel_logout_uri", "logout", false)]
    [InlineData("fapi2", "backchannel_logout_uri", "https://client.example.test/logout", false)]
    [InlineData("oidc", "post_logout_redirect_uris", "https://client.example.test/out?a=b", true)]
    [InlineData("oidc", "post_logout_redirect_uris", "http://client.example.test/out", false)]
    [InlineData("oidc", "post_logout_redirect_uris", "javascript:alert(1)", false)]
    [InlineData("oidc", "post_logout_redirect_uris", "https://client.example.test\\@evil.example.test", false)]
    [InlineData("fapi2", "post_logout_redirect_uris", "https://client.example.test/out", false)]
    public async Task Addresses_are_checked_at_registration(string issuerName, string member, string address, bool isGood)
    {
        var server = (await banks.OnAsync(DatabaseKind.Sqlite)).Server;
        Assert.True(server.Services.GetRequiredService<IssuerDirectory>().TryGet(issuerName, out var issuer));
        var client = server.Kit.Client(issuerName + "-pkjwt-dpop-1").With(member, member.EndsWith('s') ? new JsonArray(address) : address);

        var faults = ClientRules.Faults(ClientMetadata.Parse(client.Registration.ToJsonString()), issuer!).ToList();

        Assert.Equal(isGood, faults.Count == 0);
        Assert.All(faults, fault => Assert.StartsWith(member, fault, StringComparison.Ordinal));
    }

    private LogoutReceiver Receiver(Variant variant) => variant.Database == DatabaseKind.Sqlite ? sqlite : postgreSql;

    private static async Task<FintechClient> RegisterAsync(Scene scene, LogoutReceiver receiver, params (string Member, string Value)[] more)
    {
        var id = "oidc-" + AuthorizationRequest.NewSecret();
        var registration = scene.First.Registration.With("client_id", id).With("backchannel_logout_uri", receiver.UriFor(id)).With("backchannel_logout_session_required", true);
        foreach (var (member, value) in more)
        {
            registration = registration.With(member, value);
        }
        await scene.Bank.RegisterAsync(registration);
        return await scene.Bank.Server.ConnectAsync(registration);
    }

    private static Task LogOutAsync(FintechClient client, Visitor visitor, string hint) => visitor.OpenAsync(
        new UriBuilder(client.Metadata.Endpoint("end_session_endpoint"))
        {
            Query = new FormParameters { ["id_token_hint"] = hint, ["post_logout_redirect_uri"] = (string)client.Registration.Registration["post_logout_redirect_uris"]![0]! }.Encode(),
        }.Uri);

    private static async Task IsForgottenAsync(Scene scene, FintechClient client)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(20);
        int left;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20)); // The row goes after the answer has come.
            await using var scope = scene.Bank.Server.Services.CreateAsyncScope();
            left = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().LogoutNotices.CountAsync(notice => notice.ClientId == client.ClientId);
        }
        while (left > 0 && DateTimeOffset.UtcNow < deadline);
        Assert.Equal(0, left);
    }
}
