using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Authorization requests that are right in unusual ways, and the customer who says no.</summary>
public sealed class AuthorizationRequestTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.2-7")]
    [Theory(DisplayName = "user-rejects-authentication: both clients get access_denied with their state and the issuer")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Customer_who_denies_is_reported_to_the_client(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        foreach (var client in new[] { scene.First, scene.Second })
        {
            var request = scene.NewRequest(client) with { State = string.Concat(Enumerable.Repeat("state-._", 16)) };
            var pushed = await client.PushAsync(request);
            pushed.Expect(201);
            var ledger = scene.OpenLedger();

            var answer = await scene.Bank.DenyAsync(client.AuthorizeUrl(pushed.RequestUri));

            AnswerRules.CheckError(answer, request, client, "access_denied");
            await ledger.IsRefusedAsync("Authorization", "customer_denied", "RFC6749-4.1.2.1");
        }
    }

    [Theory(DisplayName = "ensure-other-scope-order-succeeds: scopes in reverse order")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Scopes_in_another_order_succeed(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(scene.First, scene.NewRequest(scene.First) with { Scope = "offline_access accounts openid" });
    }

    [Theory(DisplayName = "par-without-duplicate-parameters: the authorization URL has client_id and request_uri only")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Short_authorization_url_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        await scene.CompleteAsync(
            scene.First, open: query => Assert.Equal(["client_id", "request_uri"], query.Pairs.Select(pair => pair.Key)));
    }

    [Theory(DisplayName = "test-claims-parameter-identity-claims: what is supported is returned where it was asked for")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Claims_are_returned_where_they_were_asked_for(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        Assert.True((bool)scene.First.Metadata.Document["claims_parameter_supported"]!);
        var identity = scene.First.Metadata.Values("claims_supported").Except(["sub", "acr", "amr", "auth_time", "iss", "aud"]).ToArray();
        Assert.NotEmpty(identity);

        var authorized = await scene.AuthorizeAsync(scene.First, push: push => push.Form["claims"] = Ask(identity, "id_token", "userinfo", "astral"));
        var tokens = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request);

        TokenRules.Check(tokens, scene.First, openId: true);
        var now = scene.Bank.Server.Clock.GetUtcNow();
        var token = IdentityTokenRules.Check(tokens, authorized.Request, scene.First, await scene.First.FetchJwksAsync(), now, identity);
        var userInfo = await scene.First.UserInfoAsync(tokens.AccessToken);
        UserInfoRules.Check(userInfo, tokens);
        Assert.All(identity, claim => Assert.NotEmpty(token[claim] ?? ""));
        Assert.All(identity, claim => Assert.Equal(token[claim], userInfo.Text(claim)));
    }

    [Theory(DisplayName = "test-claims-parameter-identity-claims: claims asked of userinfo stay out of the id_token")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Claims_asked_of_userinfo_stay_out_of_the_id_token(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        var authorized = await scene.AuthorizeAsync(scene.First, push: push => push.Form["claims"] = Ask(["name"], "userinfo"));
        var tokens = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request);

        Assert.False(SignedJwt.Parse(tokens.IdToken!).Claims.ContainsKey("name"));
        Assert.NotEmpty((await scene.First.UserInfoAsync(tokens.AccessToken)).Text("name") ?? "");
    }

    private static string Ask(string[] claims, params string[] locations)
    {
        var asked = new JsonObject();
        foreach (var location in locations)
        {
            asked[location] = new JsonObject(claims.Select(claim => KeyValuePair.Create<string, JsonNode?>(claim, null)));
        }
        return asked.ToJsonString();
    }
}
