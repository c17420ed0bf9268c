using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 6.2: what a client learns about the customer, where, and how it asks.</summary>
public sealed class IdentityClaimsTests(ConformanceBanks banks)
{
    private static readonly string[] Profile =
    [
        "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
        "gender", "birthdate", "zoneinfo", "locale", "updated_at",
    ];

    private static readonly Dictionary<string, string[]> ByScope = new()
    {
        ["profile"] = Profile,
        ["email"] = ["email", "email_verified"],
        ["address"] = ["address"],
        ["phone"] = ["phone_number", "phone_number_verified"],
        ["profile email address phone"] = [.. Profile, "email", "email_verified", "address", "phone_number", "phone_number_verified"],
        ["accounts"] = [],
    };

    [Clause("OIDCC-5.1")]
    [Theory(DisplayName = "oidcc-scope-profile, -email, -address, -phone, -all: userinfo has every claim of the scope and no other, the id_token none")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases = ["profile", "email", "address", "phone", "profile email address phone", "accounts"])]
    public async Task Scopes_open_their_claims_at_userinfo(Variant variant, string scope)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "openid " + scope });
        var answer = await scene.First.UserInfoAsync(flow.Tokens.AccessToken);

        Assert.Equal(ByScope[scope].Order(), answer.Expect(200).Json.Select(claim => claim.Key).Except(["sub"]).Order());
        Assert.All(answer.Json, claim => Assert.True(IsWellFormed(claim.Key, claim.Value!), $"{claim.Key}: {claim.Value}"));
        Assert.Empty(SignedJwt.Parse(flow.Tokens.IdToken!).Claims.Select(claim => claim.Key).Intersect(ByScope["profile email address phone"]));
        if (scope.Contains("profile", StringComparison.Ordinal))
        {
            Assert.Equal(visitor.Customer.Name, answer.Text("name"));
        }
    }

    [Clause("OIDCC-5.1")]
    [Theory(DisplayName = "oidcc-claims-essential: single claims, in the place they are asked for")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Claims_parameter_asks_for_single_claims(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "openid" }, query => query["claims"] =
            """{"userinfo":{"name":{"essential":true},"password":{"essential":true}},"id_token":{"email":null,"iban":{"essential":true}}}""");
        var answer = await scene.First.UserInfoAsync(flow.Tokens.AccessToken);

        Assert.Equal(["name", "sub"], answer.Expect(200).Json.Select(claim => claim.Key).Order());
        var idToken = SignedJwt.Parse(flow.Tokens.IdToken!);
        Assert.Equal($"{visitor.Customer.Username}@example.test", idToken["email"]);
        Assert.Null(idToken["name"]);
        Assert.Null(idToken["iban"]);
    }

    [Theory(DisplayName = "What is asked for by claims is on the consent page too")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Claims_are_consented_to(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        await visitor.Browser.ReachConsentAsync(scene.First.DirectUrl(scene.NewRequest(scene.First) with { Scope = "openid" }, change: query => query["claims"] =
            """{"userinfo":{"phone_number":null},"id_token":{"birthdate":null}}"""), visitor.Customer);

        var words = visitor.Browser.Page.Document.Body!.TextContent;
        Assert.Contains("Test phone", words, StringComparison.Ordinal);
        Assert.Contains("Test profile", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Test email", words, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A refreshed token with fewer scopes opens fewer claims")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Narrowed_token_opens_less(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "openid email phone offline_access" });

        var narrowed = await scene.First.RefreshAsync(flow.Tokens.RefreshToken!, request => request.Form["scope"] = "openid phone");
        var answer = await scene.First.UserInfoAsync(narrowed.AccessToken);

        Assert.NotNull(answer.Expect(200).Text("phone_number"));
        Assert.Null(answer.Text("email"));
    }

    [Clause("RFC6750-2.2")]
    [Theory(DisplayName = "oidcc-userinfo-get, -post-header, -post-body: each way to send the token, and one at a time")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Token_may_come_by_header_or_form(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var token = (await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First))).Tokens.AccessToken;

        (await scene.First.UserInfoAsync(token)).Expect(200);
        (await scene.First.UserInfoAsync(token, request => request.Method = HttpMethod.Post)).Expect(200);
        (await scene.First.UserInfoAsync(token, InForm)).Expect(200);

        var ledger = scene.OpenLedger();
        var twice = await scene.First.UserInfoAsync(token, request =>
        {
            request.Method = HttpMethod.Post;
            request.Form["access_token"] = token;
        });
        await ledger.ResourceIsRefusedAsync(twice, 400, "invalid_request", "token_sent_twice", "RFC6750-2");

        var inUrl = await scene.First.UserInfoAsync(token, request => (request.AccessToken, request.Address) = (null, new UriBuilder(request.Address) { Query = "access_token=" + token }.Uri));
        await ledger.ResourceIsRefusedAsync(inUrl, 400, "invalid_request", "token_in_query", "RFC6750-2");
    }

    [Clause("FAPI2-SP-FINAL-5.3.4-2")]
    [Clause("FAPI1-B-FINAL-6.2.1-2")]
    [Theory(DisplayName = "A FAPI issuer takes a token from the header only")]
    [EachVariant("pkjwt-mtls", OpenId = OpenIdUse.With, Cases = ["fapi2", Bank.MessageSigning, Bank.Fapi1Baseline, Bank.Fapi1Advanced])]
    public async Task Fapi_takes_no_token_from_the_form(Variant variant, string issuer)
    {
        var scene = await banks.SetAsync(variant, issuer);
        var clause = issuer.StartsWith("fapi1", StringComparison.Ordinal) ? "FAPI1-B-FINAL-6.2.1-2" : "FAPI2-SP-FINAL-5.3.4-2";
        var ledger = scene.OpenLedger();

        var answer = await scene.First.UserInfoAsync("any", InForm);

        await ledger.ResourceIsRefusedAsync(answer, 400, "invalid_request", "token_in_query", clause);
    }

    [Clause("OIDCC-5.5")]
    [Theory(DisplayName = "A FAPI issuer tells the name and no more, whatever is asked for")]
    [EachVariant("pkjwt-mtls", OpenId = OpenIdUse.With)]
    public async Task Fapi_tells_the_name_only(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        var flow = await scene.CompleteAsync(scene.First, push: push => push.Form["claims"] = """{"userinfo":{"name":null,"email":null}}""");
        var answer = await scene.First.UserInfoAsync(flow.Tokens.AccessToken);

        Assert.Equal(["name", "sub"], answer.Json.Select(claim => claim.Key).Order());
    }

    private static void InForm(ProtocolRequest request)
    {
        request.Method = HttpMethod.Post;
        request.Form["access_token"] = request.AccessToken;
        request.AccessToken = null;
    }

    // Section 2.7: no empty strings, no word null, types by the table of standard claims.
    private static bool IsWellFormed(string claim, JsonNode value) => claim switch
    {
        "email_verified" or "phone_number_verified" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "updated_at" => value.GetValue<long>() is > 631_152_000 and var seconds && seconds < DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        "address" => value is JsonObject { Count: > 0 } address && address.All(part => part.Value!.GetValueKind() == JsonValueKind.String && (string?)part.Value is { Length: > 0 }),
        "birthdate" => DateOnly.TryParseExact((string?)value, "yyyy-MM-dd", out var date) && date.Year > 1850,
        "profile" or "picture" or "website" => Uri.TryCreate((string?)value, UriKind.Absolute, out _),
        _ => value.GetValueKind() == JsonValueKind.String && (string?)value is { Length: > 0 } and not "null",
    };
}
