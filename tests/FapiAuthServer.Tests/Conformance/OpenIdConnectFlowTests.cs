using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 6.2: the rows of the OpenID Connect Basic plan about requests and their answers.</summary>
public sealed class OpenIdConnectFlowTests(ConformanceBanks banks)
{
    private const string Secrets = "basic-bearer post-bearer";

    [Clause("RFC6749-1.3")]
    [Clause("OIDCC-9")]
    [Clause("OIDCC-10.1")]
    [Clause("OIDCC-15.1")]
    [Clause("OIDCBCL-2")]
    [Clause("RFC6750-5.3")]
    [Clause("RFC9207-2")]
    [Theory(DisplayName = "oidcc-server: the plain flow, for every way to authenticate and to bind")]
    [EachVariant("basic-bearer post-bearer pkjwt-bearer pkjwt-dpop pkjwt-mtls mtls-bearer mtls-mtls", OpenId = OpenIdUse.With)]
    public async Task Plain_flow_succeeds(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        foreach (var client in new[] { scene.First, scene.Second })
        {
            using var visitor = Visitor.At(scene.Bank);

            var flow = await visitor.ConnectAsync(client, scene.NewRequest(client));

            AnswerRules.Check(flow.Answer, flow.Request, client);
            TokenRules.Check(flow.Tokens, client, openId: true);
            Assert.InRange(flow.Tokens.ExpiresIn!.Value, 1, 3600);
            var idToken = IdentityTokenRules.Check(flow.Tokens, flow.Request, client, await client.FetchJwksAsync(), scene.Bank.Server.Clock.GetUtcNow(), "sid");
            Assert.Equal("RS256", (string?)idToken.Header["alg"]);
            UserInfoRules.Check(await client.UserInfoAsync(flow.Tokens.AccessToken), flow.Tokens);
        }
    }

    [Clause("OIDCC-15.1")]
    [Theory(DisplayName = "oidcc-idtoken-signature: by the algorithm that the client registered, with a kid")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases = ["RS256", "PS256", "ES256"])]
    public async Task Id_token_is_signed_as_registered(Variant variant, string algorithm)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var client = await RegisterAsync(scene, "id_token_signed_response_alg", algorithm);
        using var visitor = Visitor.At(scene.Bank);

        var idToken = SignedJwt.Parse((await visitor.ConnectAsync(client, scene.NewRequest(client))).Tokens.IdToken!);

        Assert.Equal(algorithm, (string?)idToken.Header["alg"]);
        Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
    }

    [Clause("OIDCC-3.1.2.1")]
    [Clause("RFC6749-4.1.1")]
    [Theory(DisplayName = "oidcc-ensure-request-without-nonce-succeeds-for-code-flow: no nonce, no state and no PKCE are none in return")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Nonce_state_and_pkce_may_be_left_out(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { Nonce = null, State = null, CodeVerifier = null });

        Assert.Null(flow.Answer.State);
        Assert.Null(SignedJwt.Parse(flow.Tokens.IdToken!)["nonce"]);
    }

    [Clause("DPOP-5")]
    [Clause("DPOP-10")]
    [Theory(DisplayName = "A client that binds its tokens is held to its key, for the code as for the token")]
    [EachVariant("pkjwt-dpop", OpenId = OpenIdUse.With)]
    public async Task Bound_client_is_held_to_its_key(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var client = scene.First;
        var request = scene.NewRequest(client);
        var pushed = await client.PushAsync(request);
        var answer = await visitor.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));

        ResponseRules.CheckError(await client.RedeemCodeAsync(answer.Code, request, redeem => redeem.Proof = null), "invalid_dpop_proof");
        ResponseRules.CheckError(await (client with { DPoPKey = SigningKey.NewEs256() }).RedeemCodeAsync(answer.Code, request), "invalid_dpop_proof");
        var tokens = await client.RedeemCodeAsync(answer.Code, request);

        Assert.Equal("DPoP", tokens.Expect(200).Text("token_type"));
        Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken, call => (call.AccessTokenScheme, call.Proof) = ("Bearer", null))).Status);
        (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);
    }

    [Clause("OIDFPRM-2")]
    [Clause("RFC6749-4.1.2")]
    [Theory(DisplayName = "oidcc form post: the answer by form, where the client asks for it")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Answer_by_form_post(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First) with { ResponseMode = "form_post" });

        Assert.NotNull(flow.Answer.Posted);
        Assert.Equal(flow.Request.State, flow.Answer.State);
    }

    [Clause("RFC6749-4.1.2")]
    [Theory(DisplayName = "oidcc-codereuse, oidcc-codereuse-30seconds: a code used twice ends what came of it")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Code_works_once(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        var ledger = scene.OpenLedger();

        var again = await scene.First.RedeemCodeAsync(flow.Answer.Code, flow.Request);

        await ledger.TokenIsRefusedAsync(again, "invalid_grant", "code_invalid", "RFC6749-4.1.2");
        Assert.Equal(401, (await scene.First.UserInfoAsync(flow.Tokens.AccessToken)).Status);
    }

    [Clause("RFC9700-4.14.2")]
    [Theory(DisplayName = "oidcc-refresh-token: the same refresh token again, and a new id_token about the same customer")]
    [EachVariant(Secrets, OpenId = OpenIdUse.With)]
    public async Task Refresh_token_is_not_rotated(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First), query => query["prompt"] = "consent");

        var renewed = await scene.First.RefreshAsync(flow.Tokens.RefreshToken!);
        var foreign = await scene.Second.RefreshAsync(flow.Tokens.RefreshToken!);

        renewed.Expect(200);
        Assert.Null(renewed.RefreshToken);
        var (before, after) = (SignedJwt.Parse(flow.Tokens.IdToken!), SignedJwt.Parse(renewed.IdToken!));
        Assert.Equal((before["iss"], before["sub"], before["aud"], before["sid"]), (after["iss"], after["sub"], after["aud"], after["sid"]));
        Assert.Equal(before.Time("auth_time"), after.Time("auth_time"));
        (await scene.First.UserInfoAsync(renewed.AccessToken)).Expect(200);
        ResponseRules.CheckError(foreign, "invalid_grant");
    }

    [Clause("RFC9700-4.12")]
    [Theory(DisplayName = "A form with the customer's answers is never sent on: 303")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Redirects_are_303(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);

        await visitor.ApproveAsync(scene.First.DirectUrl(scene.NewRequest(scene.First)));

        Assert.All(visitor.Browser.Trail, answer => Assert.Equal(303, answer.Status));
    }

    private static async Task<FintechClient> RegisterAsync(Scene scene, string member, JsonNode? value)
    {
        var registration = scene.First.Registration.With("client_id", "oidc-" + AuthorizationRequest.NewSecret()).With(member, value);
        await scene.Bank.RegisterAsync(registration);
        return await scene.Bank.Server.ConnectAsync(registration);
    }
}
