using System.Text.Json.Nodes;
using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Two companies cannot put together what they know of one customer, unless they belong together.</summary>
public sealed class PairwiseSubjectTests(ConformanceBanks banks)
{
    private const string Client = "basic-bearer";

    [Clause("OIDCC-8")]
    [Theory(DisplayName = "A pairwise subject is one per sector, the same wherever the client meets it, and says nothing of the public one")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Subject_is_one_per_sector(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var first = await RegisterAsync(scene, "one.example.test");
        var sibling = await RegisterAsync(scene, "one.example.test");
        var other = await RegisterAsync(scene, "two.example.test");

        var subjects = new List<string?>();
        foreach (var client in new[] { first, sibling, other, scene.First })
        {
            var flow = await visitor.ConnectAsync(client, scene.NewRequest(client));
            var subject = SignedJwt.Parse(flow.Tokens.IdToken!)["sub"];
            subjects.Add(subject);
            Assert.Equal(subject, (await client.UserInfoAsync(flow.Tokens.AccessToken)).Text("sub"));
            Assert.Equal(subject, SignedJwt.Parse(flow.Tokens.AccessToken)["sub"]);
            Assert.Equal(subject, SignedJwt.Parse((await client.RefreshAsync(flow.Tokens.RefreshToken!)).IdToken!)["sub"]);
        }

        Assert.Equal(visitor.Customer.Subject, subjects[3]);
        Assert.Equal(subjects[0], subjects[1]);
        Assert.Equal(3, subjects.Distinct().Count());
        Assert.All(subjects[..3], subject => Assert.DoesNotContain(visitor.Customer.Subject, subject, StringComparison.Ordinal));
        Assert.All(subjects[..3], subject => Assert.InRange(subject!.Length, 43, 255));
    }

    [Theory(DisplayName = "A pairwise subject comes back: as a hint, in claims, and at introspection")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Subject_is_recognised_when_it_comes_back(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        using var another = Visitor.At(scene.Bank);
        var client = await RegisterAsync(scene, "one.example.test");
        var flow = await visitor.ConnectAsync(client, scene.NewRequest(client));
        var stranger = await another.ConnectAsync(client, scene.NewRequest(client));
        var subject = SignedJwt.Parse(flow.Tokens.IdToken!)["sub"];

        var request = scene.NewRequest(client);
        foreach (Action<FormParameters> name in (Action<FormParameters>[])
        [
            query => query["id_token_hint"] = flow.Tokens.IdToken,
            query => query["claims"] = Naming(subject!),
        ])
        {
            await visitor.OpenAsync(client.DirectUrl(request, change: query => { query["prompt"] = "none"; name(query); }));
            Assert.NotNull(visitor.Browser.Answer?.Code);
        }
        foreach (Action<FormParameters> name in (Action<FormParameters>[])
        [
            query => query["id_token_hint"] = stranger.Tokens.IdToken,
            query => query["claims"] = Naming(visitor.Customer.Subject),
        ])
        {
            await visitor.OpenAsync(client.DirectUrl(request, change: query => { query["prompt"] = "none"; name(query); }));
            Assert.Equal("login_required", visitor.Browser.Answer?.Error);
        }

        var api = await scene.Bank.Server.ConnectAsync("oidc-rs-1");
        Assert.Equal(subject, (await api.IntrospectAsync(flow.Tokens.AccessToken)).Expect(200).Text("sub"));

        await visitor.OpenAsync(new UriBuilder(client.Metadata.Endpoint("end_session_endpoint")) { Query = "id_token_hint=" + flow.Tokens.IdToken }.Uri);
        Assert.True(visitor.Browser.Page.Has("signed-out"));
    }

    [Clause("OIDCC-8")]
    [Theory(DisplayName = "Who shares a subject with whom must follow from the registration")]
    [InlineData("oidc", "pairwise", null, new[] { "https://a.example.test/x", "https://a.example.test/y" }, true)]
    [InlineData("oidc", "pairwise", null, new[] { "https://a.example.test/x", "https://b.example.test/y" }, false)]
    [InlineData("oidc", "pairwise", "https://a.example.test/sector.json", new[] { "https://a.example.test/x", "https://b.example.test/y" }, true)]
    [InlineData("oidc", "pairwise", "http://a.example.test/sector.json", new[] { "https://a.example.test/x" }, false)]
    [InlineData("oidc", "public", null, new[] { "https://a.example.test/x", "https://b.example.test/y" }, true)]
    [InlineData("oidc", "secret", null, new[] { "https://a.example.test/x" }, false)]
    [InlineData("fapi2", "pairwise", null, new[] { "https://a.example.test/x" }, false)]
    [InlineData("fapi2", "public", null, new[] { "https://a.example.test/x" }, true)]
    public async Task Sector_is_checked_at_registration(string issuerName, string type, string? sector, string[] redirectUris, bool isGood)
    {
        var server = (await banks.OnAsync(DatabaseKind.Sqlite)).Server;
        Assert.True(server.Services.GetRequiredService<IssuerDirectory>().TryGet(issuerName, out var issuer));
        var client = server.Kit.Client(issuerName + "-pkjwt-dpop-1").With("subject_type", type).With("sector_identifier_uri", sector)
            .With("redirect_uris", new JsonArray([.. redirectUris.Select(uri => JsonValue.Create(uri))]));

        var faults = ClientRules.Faults(ClientMetadata.Parse(client.Registration.ToJsonString()), issuer!).ToList();

        Assert.True(isGood == (faults.Count == 0), string.Join(' ', faults));
    }

    private static string Naming(string subject) =>
        new JsonObject { ["id_token"] = new JsonObject { ["sub"] = new JsonObject { ["value"] = subject } } }.ToJsonString();

    private static async Task<FintechClient> RegisterAsync(Scene scene, string host)
    {
        var registration = scene.First.Registration.With("client_id", "oidc-" + AuthorizationRequest.NewSecret())
            .With("subject_type", "pairwise").With("redirect_uris", new JsonArray($"https://{host}/callback"));
        await scene.Bank.RegisterAsync(registration);
        return await scene.Bank.Server.ConnectAsync(registration);
    }
}
