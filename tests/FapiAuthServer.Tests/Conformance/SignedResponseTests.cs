using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Authorization responses as signed JWTs (JARM), and introspection answers as evidence (RFC 9701).</summary>
public sealed class SignedResponseTests(ConformanceBanks banks)
{
    [Clause("FAPI2-MS-FINAL-5.4.1-1")]
    [Clause("JARM-2.1")]
    [Theory(DisplayName = "JARM: one parameter, signed for the client, with the code in it")]
    [EachVariant(Cases = ["jwt", "query.jwt"])]
    public async Task Response_is_one_signed_parameter(Variant variant, string mode)
    {
        var scene = await banks.SetAsync(variant, Bank.MessageSigning);

        foreach (var client in new[] { scene.First, scene.Second })
        {
            var request = scene.NewRequest(client) with { ResponseMode = mode };
            var authorized = await scene.AuthorizeAsync(client, request);

            var response = await ReadAsync(client, authorized.Answer);
            Assert.Equal(request.State, response["state"]);
            Assert.Null(response["error"]);
            (await client.RedeemCodeAsync(response["code"]!, request)).Expect(200);
        }
    }

    [Clause("FAPI2-MS-FINAL-5.4.1-1")]
    [Theory(DisplayName = "JARM: an error is signed like a success")]
    [EachVariant]
    public async Task Denial_is_signed(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.MessageSigning);
        var client = scene.First;
        var request = scene.NewRequest(client) with { ResponseMode = "jwt" };
        var pushed = await client.PushAsync(request);

        var answer = await scene.Bank.DenyAsync(client.AuthorizeUrl(pushed.RequestUri));

        var response = await ReadAsync(client, answer);
        Assert.Equal(("access_denied", request.State), (response["error"], response["state"]));
        Assert.Null(response["code"]);
    }

    [Theory(DisplayName = "JARM: the client's registered algorithm signs")]
    [EachVariant("pkjwt-dpop", Cases = ["PS256", "ES256"])]
    public async Task Registered_algorithm_signs(Variant variant, string algorithm)
    {
        var bank = await banks.OnAsync(variant.Database);
        var registration = bank.Server.Kit.Client("fapi2-ms-pkjwt-dpop-1")
            .With("client_id", "jarm-" + AuthorizationRequest.NewSecret()).With("authorization_signed_response_alg", algorithm);
        await bank.RegisterAsync(registration);
        var client = await bank.Server.ConnectAsync(registration);
        var request = new AuthorizationRequest(client.RedirectUri) { ResponseMode = "jwt" };
        var pushed = await client.PushAsync(request);

        var answer = await bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));

        Assert.Equal(algorithm, (string?)(await ReadAsync(client, answer)).Header["alg"]);
    }

    [Theory(DisplayName = "JARM: a signed response is no ID token, and cannot be used as a hint of one")]
    [EachVariant("pkjwt-dpop")]
    public async Task Signed_response_is_no_id_token(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.MessageSigning);
        var client = scene.First;
        var authorized = await scene.AuthorizeAsync(client, scene.NewRequest(client) with { ResponseMode = "jwt" });

        var pushed = await client.PushAsync(scene.NewRequest(client), push => push.RequestObject!.Claims["id_token_hint"] = authorized.Answer.Response);

        Assert.Equal("invalid_request", pushed.Error);
    }

    [Theory(DisplayName = "response_mode: any that is not offered is refused")]
    [EachVariant("pkjwt-dpop", Cases = ["fragment", "form_post", "fragment.jwt", "form_post.jwt"])]
    public async Task Other_response_modes_are_refused(Variant variant, string mode)
    {
        var scene = await banks.SetAsync(variant, Bank.MessageSigning);
        var ledger = Ledger.Open(scene.Bank, scene.First.ClientId);

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First) with { ResponseMode = mode });

        await ledger.PushIsRefusedAsync(pushed, "invalid_request", "response_mode_unsupported", "FAPI2-MS-FINAL-5.4.1-1");
    }

    [Clause("RFC9701-4")]
    [Theory(DisplayName = "Introspection: where the profile has no signed answers, JSON is what the caller gets")]
    [EachVariant("pkjwt-dpop")]
    public async Task Introspection_is_json_under_the_Security_Profile(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var api = await scene.Bank.Server.ConnectAsync("fapi2-rs-1");
        var tokens = await scene.ObtainTokensAsync(scene.First);

        var answer = await api.IntrospectAsync(tokens.AccessToken, request => request.Headers.Add(new("Accept", "application/token-introspection+jwt")));

        Assert.Equal("application/json", answer.Header("Content-Type")?.Split(';')[0]);
        Assert.True((bool)answer.Json["active"]!);
    }

    [Clause("FAPI2-MS-FINAL-5.5.1-1")]
    [Theory(DisplayName = "Introspection: a resource server that asks for a JWT gets one, for itself; an inactive token says only that")]
    [EachVariant]
    public async Task Introspection_is_signed_on_demand(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.MessageSigning);
        var api = await scene.Bank.Server.ConnectAsync("fapi2-ms-rs-1");
        var tokens = await scene.ObtainTokensAsync(scene.First);

        var active = SignedJwt.Parse(await IntrospectAsync(api, tokens.AccessToken));
        var inactive = SignedJwt.Parse(await IntrospectAsync(api, tokens.AccessToken + "x"));

        foreach (var answer in new[] { active, inactive })
        {
            Assert.Equal("token-introspection+jwt", (string?)answer.Header["typ"]);
            Assert.True(answer.IsSignedByOneOf(await api.FetchJwksAsync()));
            Assert.Equal(api.Metadata.Issuer, answer["iss"]);
            Assert.Equal((string?)api.Registration.Registration["resource"], answer["aud"]);
            Assert.NotNull(answer.Time("iat"));
            Assert.Null(answer.Claims["sub"]);
            Assert.Null(answer.Claims["exp"]);
        }
        Assert.Equal(scene.First.ClientId, (string?)active.Claims["token_introspection"]!["client_id"]);
        Assert.True((bool)active.Claims["token_introspection"]!["active"]!);
        Assert.Equal("""{"active":false}""", inactive.Claims["token_introspection"]!.ToJsonString());
        Assert.Equal("application/json", (await api.IntrospectAsync(tokens.AccessToken)).Header("Content-Type")?.Split(';')[0]);
    }

    private static async Task<string> IntrospectAsync(FintechClient api, string token)
    {
        var answer = await api.IntrospectAsync(token, request => request.Headers.Add(new("Accept", "application/token-introspection+jwt")));
        answer.Expect(200);
        Assert.Equal("application/token-introspection+jwt", answer.Header("Content-Type"));
        return answer.Body;
    }

    private static async Task<SignedJwt> ReadAsync(FintechClient client, AuthorizationAnswer answer)
    {
        var own = FormParameters.Decode(client.RedirectUri.Query).Pairs.Select(pair => pair.Key);
        Assert.Equal(["response"], answer.Parameters.Pairs.Select(pair => pair.Key).Except(own));
        Assert.Empty(answer.Address.Fragment);

        var response = SignedJwt.Parse(answer.Response!);
        var now = DateTimeOffset.UtcNow;
        Assert.True(response.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Equal(client.Metadata.Issuer, response["iss"]);
        Assert.Equal(client.ClientId, response["aud"]);
        Assert.InRange(response.Time("exp")!.Value, now.AddSeconds(10), now.AddMinutes(10));
        return response;
    }
}
