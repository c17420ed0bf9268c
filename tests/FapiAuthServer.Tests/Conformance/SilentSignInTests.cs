using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 6.2: when the customer is asked again, and when not: prompt, max_age, hints, and consent that is remembered.</summary>
public sealed class SilentSignInTests(ConformanceBanks banks)
{
    private const string Client = "basic-bearer";

    [Theory(DisplayName = "oidcc-prompt-none-not-logged-in: an error at the redirect URI, and no page")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Silence_without_a_session_fails(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        await SilenceFailsAsync(scene, visitor, scene.NewRequest(scene.First), "login_required", "login_required");
    }

    [Clause("OIDCC-3.1.2.4")]
    [Theory(DisplayName = "oidcc-prompt-none-logged-in, oidcc-id-token-hint: the same customer and the same sign-in, without a page")]
    [EachVariant("basic-bearer post-bearer pkjwt-dpop", OpenId = OpenIdUse.With)]
    public async Task Silence_succeeds_for_what_was_allowed(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var first = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "openid email accounts" });
        var before = SignedJwt.Parse(first.Tokens.IdToken!);

        foreach (var hint in new[] { null, first.Tokens.IdToken })
        {
            var request = scene.NewRequest(scene.First) with { Scope = "email openid" };
            await visitor.OpenAsync(scene.First.DirectUrl(request, change: query => (query["prompt"], query["id_token_hint"]) = ("none", hint)));

            Assert.NotNull(visitor.Browser.Answer);
            Assert.Equal([303], visitor.Browser.Trail.Select(answer => answer.Status));
            AnswerRules.Check(visitor.Browser.Answer, request, scene.First);
            var tokens = await scene.First.RedeemCodeAsync(visitor.Browser.Answer.Code, request);
            var after = SignedJwt.Parse(tokens.IdToken!);
            Assert.Equal((before["sub"], before["sid"], before.Time("auth_time")), (after["sub"], after["sid"], after.Time("auth_time")));
            Assert.Equal(request.Nonce, after["nonce"]);
        }
    }

    [Clause("OIDCC-3.1.2.4")]
    [Theory(DisplayName = "Silence never widens what was allowed: more scopes, other claims, other APIs, another client")]
    [EachVariant(Client, OpenId = OpenIdUse.With, Cases = ["scope", "offline_access", "claims", "client"])]
    public async Task Silence_never_widens(Variant variant, string what)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "openid email" });
        var client = what == "client" ? scene.Second : scene.First;
        var request = scene.NewRequest(client) with
        {
            Scope = what switch
            {
                "scope" => "openid email phone",
                "offline_access" => "openid email offline_access",
                _ => "openid email",
            },
        };
        Action<FormParameters> change = query => query["claims"] = what == "claims" ? """{"id_token":{"email":null,"phone_number":null}}""" : null;

        await SilenceFailsAsync(scene, visitor, request, "consent_required", "consent_required", client, change);

        await visitor.OpenAsync(client.DirectUrl(request, change: change));
        Assert.True(visitor.Browser.Page.IsConsent);
    }

    [Clause("OIDCC-3.1.2.4")]
    [Theory(DisplayName = "An ordinary request for what was allowed needs no page either, but prompt consent shows it")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Remembered_consent_spares_the_page(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var request = scene.NewRequest(scene.First);
        await visitor.ConnectAsync(scene.First, request);

        await visitor.OpenAsync(scene.First.DirectUrl(request));
        Assert.NotNull(visitor.Browser.Answer?.Code);
        await using (var scope = scene.Bank.Server.Services.CreateAsyncScope())
        {
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<FapiDbContext>().AuditRecords.CountAsync(
                line => line.Event == SecurityEvent.ConsentRemembered && line.ClientId == scene.First.ClientId && line.Subject == visitor.Customer.Subject,
                TestContext.Current.CancellationToken));
        }

        await visitor.OpenAsync(scene.First.DirectUrl(request, change: query => query["prompt"] = "consent"));
        Assert.True(visitor.Browser.Page.IsConsent);
        var denied = await visitor.Browser.DenyAsync();
        Assert.Equal("access_denied", denied.Error);
    }

    [Theory(DisplayName = "A pushed request that was answered in silence is used up")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Pushed_request_is_answered_once(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var request = scene.NewRequest(scene.First);
        var pushed = await scene.First.PushAsync(request, push => push.Form["prompt"] = "none");

        await visitor.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));
        Assert.NotNull(visitor.Browser.Answer?.Code);

        await visitor.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));
        Assert.Null(visitor.Browser.Answer);
        Assert.Equal("invalid_request_uri", visitor.Browser.Page.ErrorCode);
    }

    [Theory(DisplayName = "oidcc-prompt-login, and select_account: the sign-in page again, and a later auth_time in the same session")]
    [EachVariant(Client, OpenId = OpenIdUse.With, Cases = ["login", "select_account"])]
    public async Task Prompt_login_asks_again(Variant variant, string prompt)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var first = SignedJwt.Parse((await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First))).Tokens.IdToken!);
        await AtLeastASecondAfterAsync(scene, first.Time("auth_time")!.Value);

        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["prompt"] = prompt));
        Assert.True(visitor.Browser.Page.IsSignIn);
        var second = SignedJwt.Parse((await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First), query => query["prompt"] = prompt)).Tokens.IdToken!);

        Assert.True(second.Time("auth_time") > first.Time("auth_time"));
        Assert.Equal((first["sub"], first["sid"]), (second["sub"], second["sid"]));
    }

    [Theory(DisplayName = "oidcc-max-age-1, oidcc-max-age-10000: an old sign-in is renewed, a recent one will do")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Max_age_is_kept(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var first = SignedJwt.Parse((await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First), query => query["max_age"] = "15000")).Tokens.IdToken!);

        var same = SignedJwt.Parse((await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First), query => query["max_age"] = "10000")).Tokens.IdToken!);
        Assert.Equal(first.Time("auth_time"), same.Time("auth_time"));

        await AtLeastASecondAfterAsync(scene, first.Time("auth_time")!.Value);
        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["max_age"] = "0"));
        Assert.True(visitor.Browser.Page.IsSignIn);
        await SilenceFailsAsync(scene, visitor, scene.NewRequest(scene.First), "login_required", "login_required", change: query => query["max_age"] = "0");
    }

    [Theory(DisplayName = "An id_token_hint about somebody else is never answered with who is signed in")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Hint_about_another_customer_fails(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        using var other = Visitor.At(scene.Bank);
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var hint = (await other.ConnectAsync(scene.First, scene.NewRequest(scene.First))).Tokens.IdToken;

        await SilenceFailsAsync(scene, visitor, scene.NewRequest(scene.First), "login_required", "login_required", change: query => query["id_token_hint"] = hint);

        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => query["id_token_hint"] = hint));
        Assert.True(visitor.Browser.Page.IsSignIn);
    }

    [Theory(DisplayName = "A hint that we did not sign as an ID token for this client is refused: damaged, unsigned, of another client, an access token")]
    [EachVariant(Client, OpenId = OpenIdUse.With, Cases = ["damaged", "none", "other client", "access token"])]
    public async Task Forged_hint_is_refused(Variant variant, string fault)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var own = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var foreign = await visitor.ConnectAsync(scene.Second, scene.NewRequest(scene.Second));
        var hint = fault switch
        {
            "damaged" => JwtDraft.DamageSignature(own.Tokens.IdToken!),
            "none" => Unsigned(own.Tokens.IdToken!),
            "other client" => foreign.Tokens.IdToken,
            _ => own.Tokens.AccessToken,
        };
        var ledger = scene.OpenLedger();

        await visitor.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First), change: query => (query["prompt"], query["id_token_hint"]) = ("none", hint)));

        Assert.Equal("invalid_request", visitor.Browser.Answer?.Error);
        await ledger.IsRefusedAsync("Authorization", "id_token_hint_invalid", "OIDCC-3.1.2.1", namesClient: true);
    }

    [Theory(DisplayName = "What ends a grant ends the memory of it: the client gives it back, or the customer is suspended")]
    [EachVariant(Client, OpenId = OpenIdUse.With, Cases = ["revoked", "suspended"])]
    public async Task Ended_grant_is_not_remembered(Variant variant, string end)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        if (end == "revoked")
        {
            (await scene.First.RevokeAsync(flow.Tokens.RefreshToken!)).Expect(200);
            await SilenceFailsAsync(scene, visitor, scene.NewRequest(scene.First), "consent_required", "consent_required");
            return;
        }

        await using var scope = scene.Bank.Server.Services.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<CustomerDirectory>();
        var identity = await directory.FindBySubjectAsync(visitor.Customer.Subject, TestContext.Current.CancellationToken);
        await directory.BlockAsync(identity!.Id, TestContext.Current.CancellationToken);
        try
        {
            await SilenceFailsAsync(scene, visitor, scene.NewRequest(scene.First), "access_denied", "customer_denied", clause: "RTS-4.3.b");
        }
        finally
        {
            await directory.UnblockAsync(identity.Id, CancellationToken.None);
        }
    }

    [Theory(DisplayName = "Without offline_access consent is for the session; with it, for no longer than it was given")]
    [EachVariant(Client, OpenId = OpenIdUse.With)]
    public async Task Memory_lasts_as_long_as_was_allowed(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var brief = await scene.Bank.RegisterLikeAsync("oidc-basic-bearer-1");
        await visitor.ConnectAsync(brief, scene.NewRequest(brief) with { Scope = "openid email" });
        await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "openid email offline_access" });

        using var elsewhere = visitor.Elsewhere(scene.Bank);
        await elsewhere.OpenAsync(brief.DirectUrl(scene.NewRequest(brief) with { Scope = "openid email" }));
        await elsewhere.Browser.SignInAsync(visitor.Customer);
        await elsewhere.Browser.VerifyAsync(visitor.Customer);
        Assert.True(elsewhere.Browser.Page.IsConsent);

        await elsewhere.OpenAsync(scene.First.DirectUrl(scene.NewRequest(scene.First) with { Scope = "openid email offline_access" }));
        Assert.NotNull(elsewhere.Browser.Answer?.Code);

        await using var scope = scene.Bank.Server.Services.CreateAsyncScope();
        List<Grant> grants = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().Grants.Where(grant => grant.ClientId == scene.First.ClientId).OrderBy(grant => grant.CreatedAt).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, grants.Count);
        Assert.Equal(grants[0].ExpiresAt, grants[1].ExpiresAt);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-13")]
    [Clause("FAPI1-B-FINAL-5.2.2-12")]
    [Theory(DisplayName = "A FAPI issuer asks the customer each time, and never answers in silence")]
    [EachVariant("pkjwt-mtls", OpenId = OpenIdUse.With, Cases = ["fapi2", Bank.Fapi1Baseline])]
    public async Task Fapi_remembers_no_consent(Variant variant, string issuer)
    {
        var scene = await banks.SetAsync(variant, issuer);
        var client = scene.First;
        using var visitor = Visitor.At(scene.Bank);
        var request = scene.NewRequest(client);
        var pushed = await client.PushAsync(request);
        (await client.RedeemCodeAsync((await visitor.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri))).Code, request)).Expect(200);

        var again = await client.PushAsync(scene.NewRequest(client));
        await visitor.OpenAsync(client.AuthorizeUrl(again.RequestUri));
        Assert.True(visitor.Browser.Page.IsConsent);

        var silent = await client.PushAsync(scene.NewRequest(client), push => push.Form["prompt"] = "none");
        await visitor.OpenAsync(client.AuthorizeUrl(silent.RequestUri));
        Assert.Equal("consent_required", visitor.Browser.Answer?.Error);
    }

    private static async Task SilenceFailsAsync(Scene scene, Visitor visitor, AuthorizationRequest request, string error, string reason,
        FintechClient? client = null, Action<FormParameters>? change = null, string clause = "OIDCC-3.1.2.6")
    {
        client ??= scene.First;
        var ledger = scene.OpenLedger();

        await visitor.OpenAsync(client.DirectUrl(request, change: query =>
        {
            query["prompt"] = "none";
            change?.Invoke(query);
        }));

        Assert.NotNull(visitor.Browser.Answer);
        Assert.Equal([303], visitor.Browser.Trail.Select(answer => answer.Status));
        AnswerRules.CheckError(visitor.Browser.Answer, request, client, error);
        await ledger.IsRefusedAsync("Authorization", reason, clause, namesClient: true);
    }

    // auth_time has seconds.
    private static async Task AtLeastASecondAfterAsync(Scene scene, DateTimeOffset moment)
    {
        while (scene.Bank.Server.Clock.GetUtcNow() < moment.AddSeconds(1.1))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static string Unsigned(string token)
    {
        var parts = token.Split('.');
        return $"{Base64Url.Encode("""{"alg":"none","typ":"JWT"}"""u8.ToArray())}.{parts[1]}.";
    }
}
