using System.Net;
using System.Text;
using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 6.4: a client sends the customer to leave the bank; and what others could make of that.</summary>
public sealed class LogoutTests(ConformanceBanks banks)
{
    private const string Client = "basic-bearer";

    // Section 6.4: printable ASCII but for the space, + and ;.
    private const string OddState = "!\"#$%&'()*,-./0:<=>?@A[\\]^_`a{|}~0123456789\"<>&%zZ";

    [Clause("OIDCRIL-2")]
    [Theory(DisplayName = "oidcc-rp-initiated-logout, -no-state: back to the registered address with the very state, and nobody is signed in")]
    [EachVariant("basic-bearer post-bearer pkjwt-dpop", OpenId = OpenIdUse.With, Cases = ["GET", "POST", "no state"])]
    public async Task Logout_returns_to_the_client(Variant variant, string how)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var state = how == "no state" ? null : OddState;

        await LogOutAsync(scene.First, visitor, flow.Tokens.IdToken, form => form["state"] = state, how == "POST");

        Assert.Equal(RedirectOf(scene.First), visitor.Browser.Answer?.Address.GetLeftPart(UriPartial.Path));
        Assert.Equal(state is null ? [] : [KeyValuePair.Create("state", state)], visitor.Browser.Answer!.Parameters.Pairs);
        Assert.All(visitor.Browser.Trail, answer => Assert.Equal(303, answer.Status));
        Assert.All(visitor.Browser.Trail, answer => Assert.DoesNotContain(flow.Tokens.IdToken!, answer.Header("Location"), StringComparison.Ordinal));
        await IsSignedOutAsync(scene, visitor);
    }

    [Clause("OIDCRIL-2")]
    [Theory(DisplayName = "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri, -query-added-to-post-logout-redirect-uri: a page, and the customer stays signed in")]
    [EachVariant(Client, OpenId = OpenIdUse.With, Cases = ["https://evil.example.test/", "?more=1", "/more", "#more", "//evil.example.test", "\\@evil.example.test"])]
    public async Task Unregistered_address_leads_to_a_page(Variant variant, string address)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));

        await RefusedAsync(scene, visitor, flow.Tokens.IdToken, "logout_uri_unregistered", "OIDCRIL-3",
            form => form["post_logout_redirect_uri"] = address.StartsWith("https:", StringComparison.Ordinal) ? address : RedirectOf(scene.First) + address);
    }

    [Theory(DisplayName = "oidcc-rp-initiated-logout-modified-id-token-hint, -bad-id-token-hint: a hint that we did not sign is no hint")]
    [EachVariant(Client, OpenId = OpenIdUse.With, Cases = ["none", "client's own key", "damaged", "garbage", "access token", "other issuer", "two audiences"])]
    public async Task Forged_hint_leads_to_a_page(Variant variant, string fault)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var good = SignedJwt.Parse(flow.Tokens.IdToken!);
        var key = scene.First.Registration.SigningKey;

        var hint = fault switch
        {
            "none" => $"{Base64Url.Encode("""{"alg":"none","typ":"JWT"}"""u8.ToArray())}.{good.Text.Split('.')[1]}.",
            "client's own key" => new JwtDraft(new() { ["alg"] = key.Algorithm, ["kid"] = (string?)good.Header["kid"], ["typ"] = "JWT" }, good.Claims.DeepClone().AsObject(), key).Sign(),
            "damaged" => JwtDraft.DamageSignature(good.Text),
            "garbage" => "garbage",
            "access token" => flow.Tokens.AccessToken,
            "two audiences" => new JwtDraft(new() { ["alg"] = key.Algorithm, ["kid"] = key.KeyId, ["typ"] = "JWT" }, good.Claims.DeepClone().AsObject(), key).Sign(),
            _ => await IdTokenOfAnotherIssuerAsync(scene.Bank, variant),
        };

        await RefusedAsync(scene, visitor, hint, "logout_hint_invalid", "OIDCRIL-2");
    }

    [Theory(DisplayName = "A client_id that is not the hint's is refused")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Client_of_another_hint_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));

        await RefusedAsync(scene, visitor, flow.Tokens.IdToken, "logout_client_mismatch", "OIDCRIL-2", form => form["client_id"] = scene.Second.ClientId);
    }

    [Theory(DisplayName = "oidcc-rp-initiated-logout-no-id-token-hint, -no-params, -only-state: the customer is asked, and then stays with the bank")]
    [EachVariant(Client, OpenId = OpenIdUse.With, Cases = ["no hint", "no params", "only state", "client_id"])]
    public async Task Without_a_hint_the_customer_is_asked(Variant variant, string what)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));

        await LogOutAsync(scene.First, visitor, hint: null, form =>
        {
            form["post_logout_redirect_uri"] = what is "no hint" or "client_id" ? form["post_logout_redirect_uri"] : null;
            form["client_id"] = what == "client_id" ? scene.First.ClientId : null;
            form["state"] = what is "no params" ? null : OddState;
        });

        Assert.Null(visitor.Browser.Answer);
        Assert.True(visitor.Browser.Page.Has("sign-out"));
        await IsSignedInAsync(scene, visitor);

        await visitor.Browser.PressAsync("sign-out");
        Assert.Null(visitor.Browser.Answer);
        Assert.Equal((200, true), (visitor.Browser.Page.Response.Status, visitor.Browser.Page.Has("signed-out")));
        await IsSignedOutAsync(scene, visitor);
    }

    [Theory(DisplayName = "oidcc-rp-initiated-logout-no-post-logout-redirect-uri: signed out, on a page of the bank")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Without_an_address_the_customer_stays_with_the_bank(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));

        await LogOutAsync(scene.First, visitor, flow.Tokens.IdToken, form => form["post_logout_redirect_uri"] = null);

        Assert.Null(visitor.Browser.Answer);
        Assert.True(visitor.Browser.Page.Has("signed-out"));
        await IsSignedOutAsync(scene, visitor);
    }

    [Theory(DisplayName = "Nobody is signed out by another customer's ID token: they are asked")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Hint_about_somebody_else_signs_nobody_out(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        using var attacker = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var foreign = await attacker.ConnectAsync(scene.First, scene.NewRequest(scene.First));

        await LogOutAsync(scene.First, visitor, foreign.Tokens.IdToken);

        Assert.True(visitor.Browser.Page.Has("sign-out"));
        await IsSignedInAsync(scene, visitor);
    }

    [Theory(DisplayName = "The question is answered on its own page only: a form of another site signs nobody out")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Forged_confirmation_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        await LogOutAsync(scene.First, visitor, hint: null);

        await visitor.Browser.PostAsync(visitor.Browser.Page.Address, new FormParameters());

        Assert.Equal(400, visitor.Browser.Page.Response.Status);
        await IsSignedInAsync(scene, visitor);
    }

    [Theory(DisplayName = "A logout that is not known, or of another issuer, is a page")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Unknown_logout_is_a_page(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        using var another = Visitor.At(scene.Bank);
        await LogOutAsync(scene.First, visitor, (await another.ConnectAsync(scene.First, scene.NewRequest(scene.First))).Tokens.IdToken);
        var page = visitor.Browser.Page.Address;
        Assert.True(visitor.Browser.Page.Has("sign-out"));

        foreach (var address in new[] { page + "x", page.AbsoluteUri.Replace("/oidc/", "/fapi2/", StringComparison.Ordinal), scene.Bank.Server.Kit.PublicAddress + "fapi2/logout/-" })
        {
            await visitor.OpenAsync(new Uri(address));
            Assert.Equal((400, "invalid_request"), (visitor.Browser.Page.Response.Status, visitor.Browser.Page.ErrorCode));
        }
    }

    [Theory(DisplayName = "Without a session there is nothing to ask: straight back to the client")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Without_a_session_the_customer_goes_straight_back(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        using var elsewhere = visitor.Elsewhere(scene.Bank);

        await LogOutAsync(scene.First, elsewhere, flow.Tokens.IdToken);

        Assert.Equal(RedirectOf(scene.First), elsewhere.Browser.Answer?.Address.GetLeftPart(UriPartial.Path));
        await IsSignedInAsync(scene, visitor);
    }

    [Clause("OIDCBCL-2")]
    [Theory(DisplayName = "Logout ends what was for the session; what has offline_access goes on")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Tokens_of_the_session_end(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var lasting = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "openid offline_access" });
        var brief = await visitor.ConnectAsync(scene.Second, scene.NewRequest(scene.Second) with { Scope = "openid email" });

        await LogOutAsync(scene.First, visitor, lasting.Tokens.IdToken);

        Assert.Equal(401, (await scene.Second.UserInfoAsync(brief.Tokens.AccessToken)).Status);
        (await scene.First.UserInfoAsync(lasting.Tokens.AccessToken)).Expect(200);
        (await scene.First.RefreshAsync(lasting.Tokens.RefreshToken!)).Expect(200);
    }

    [Theory(DisplayName = "The session's name is not its cookie, nor anything of it, and the next session has another")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Session_id_is_not_the_cookie(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var sid = SignedJwt.Parse(flow.Tokens.IdToken!)["sid"]!;
        var cookies = visitor.Browser.Cookies.GetCookies(scene.Bank.Server.Kit.PublicAddress).Select(cookie => cookie.Value).ToList();

        Assert.InRange(sid.Length, 22, 255); // 128 random bits
        Assert.All(cookies, cookie => Assert.DoesNotContain(sid, cookie, StringComparison.Ordinal));
        Assert.DoesNotContain(sid, cookies.Select(cookie => Base64Url.Encode(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(cookie)))));

        await LogOutAsync(scene.First, visitor, flow.Tokens.IdToken);
        Assert.DoesNotContain(visitor.Browser.Cookies.GetCookies(scene.Bank.Server.Kit.PublicAddress), cookie => cookie.Name.EndsWith("session", StringComparison.Ordinal));
        var next = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        Assert.NotEqual(sid, SignedJwt.Parse(next.Tokens.IdToken!)["sid"]);
    }

    [Theory(DisplayName = "A cookie that was there before signing in is worth nothing afterwards")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Session_cookie_is_new_with_each_sign_in(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        using var attacker = Visitor.At(scene.Bank);
        await attacker.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var planted = Session(attacker);
        visitor.Browser.Cookies.Add(scene.Bank.Server.Kit.PublicAddress, new Cookie(planted.Name, planted.Value) { Secure = true });

        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First), query => query["prompt"] = "login");

        Assert.NotEqual(planted.Value, Session(visitor).Value);
        await attacker.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["prompt"] = "none"));
        Assert.Equal("login_required", attacker.Browser.Answer?.Error);

        Cookie Session(Visitor of) => of.Browser.Cookies.GetCookies(scene.Bank.Server.Kit.PublicAddress).Single(cookie => cookie.Name.EndsWith("session", StringComparison.Ordinal));
    }

    [Theory(DisplayName = "Leaving is on record")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Logout_is_audited(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var before = scene.Bank.Server.Clock.GetUtcNow().AddSeconds(-1);

        await LogOutAsync(scene.First, visitor, flow.Tokens.IdToken);

        var deadline = DateTimeOffset.UtcNow.AddSeconds(20);
        bool found;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken); // Audit lines are written in batches, beside the requests.
            await using var scope = scene.Bank.Server.Services.CreateAsyncScope();
            found = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().AuditRecords
                .AnyAsync(line => line.Event == SecurityEvent.SignedOut && line.Subject == visitor.Customer.Subject && line.At > before, TestContext.Current.CancellationToken);
        }
        while (!found && DateTimeOffset.UtcNow < deadline);
        Assert.True(found);
    }

    [Clause("OIDCRIL-2")]
    [Clause("OIDCBCL-2")]
    [Theory(DisplayName = "oidcc-rp-initiated-logout-discovery-endpoint-verification: where it is offered, and that a FAPI issuer has nothing of it")]
    [EachVariant("pkjwt-mtls")]
    public async Task Logout_is_offered_by_rule(Variant variant)
    {
        var bank = await banks.OnAsync(variant.Database);
        var oidc = await bank.Server.ConnectAsync("oidc-basic-bearer-1");
        Assert.Equal(oidc.Metadata.Issuer + "/logout", oidc.Metadata.Endpoint("end_session_endpoint").OriginalString);
        Assert.True(oidc.Metadata.Flag("backchannel_logout_supported"));
        Assert.True(oidc.Metadata.Flag("backchannel_logout_session_supported"));

        foreach (var issuer in new[] { "fapi2", Bank.MessageSigning, Bank.Fapi1Baseline, Bank.Fapi1Advanced })
        {
            var fapi = await bank.Server.ConnectAsync($"{issuer}-pkjwt-mtls-1");
            Assert.All((string[])["end_session_endpoint", "backchannel_logout_supported", "backchannel_logout_session_supported"], member => Assert.False(fapi.Metadata.Document.ContainsKey(member)));
            using var answer = await bank.Server.Wire.Client(null).GetAsync(fapi.Metadata.Issuer + "/logout", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static async Task RefusedAsync(Scene scene, Visitor visitor, string? hint, string reason, string clause, Action<FormParameters>? change = null)
    {
        foreach (var byPost in new[] { false, true })
        {
            var ledger = scene.OpenLedger();

            await LogOutAsync(scene.First, visitor, hint, change, byPost);

            Assert.Null(visitor.Browser.Answer);
            Assert.Equal((400, "invalid_request"), (visitor.Browser.Page.Response.Status, visitor.Browser.Page.ErrorCode));
            Assert.Single(visitor.Browser.Trail);
            await ledger.IsRefusedAsync("EndSession", reason, clause);
            await IsSignedInAsync(scene, visitor);
        }
    }

    private static Task LogOutAsync(FintechClient client, Visitor visitor, string? hint, Action<FormParameters>? change = null, bool byPost = false)
    {
        var form = new FormParameters { ["id_token_hint"] = hint, ["post_logout_redirect_uri"] = RedirectOf(client), ["state"] = "state" };
        change?.Invoke(form);
        var endpoint = client.Metadata.Endpoint("end_session_endpoint");
        return byPost ? visitor.Browser.PostAsync(endpoint, form, isCrossSite: true) : visitor.OpenAsync(new UriBuilder(endpoint) { Query = form.Encode() }.Uri);
    }

    private static string RedirectOf(FintechClient client) => (string)client.Registration.Registration["post_logout_redirect_uris"]![0]!;

    private static async Task IsSignedInAsync(Scene scene, Visitor visitor)
    {
        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["prompt"] = "none"));
        Assert.NotNull(visitor.Browser.Answer?.Code);
    }

    private static async Task IsSignedOutAsync(Scene scene, Visitor visitor)
    {
        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["prompt"] = "none"));
        Assert.Equal("login_required", visitor.Browser.Answer?.Error);
    }

    private static async Task<string> IdTokenOfAnotherIssuerAsync(Bank bank, Variant variant)
    {
        var scene = await Scene.SetAsync(bank, Variant.Of("pkjwt-dpop", openId: true, variant.Database), "fapi2");
        return (await scene.ObtainTokensAsync(scene.First)).IdToken!;
    }
}
