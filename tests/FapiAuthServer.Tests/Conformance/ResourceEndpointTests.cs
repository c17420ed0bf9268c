using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>The server's tokens at a bank's API: for a customer, and in the client's own name (CC).</summary>
public sealed class ResourceEndpointTests(ConformanceBanks banks)
{
    [Theory(DisplayName = "happy-flow: the resource tolerates Accept variants and an IPv6 customer address, and echoes the interaction id")]
    [EachVariant(Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Resource_tolerates_what_the_suite_sends(Variant variant, string grantType)
    {
        var (scene, token) = await ObtainAsync(variant, grantType);
        foreach (var accept in new[] { "application/json;charset=UTF-8", "application/json, application/*+json, */*" })
        {
            var interaction = Guid.NewGuid().ToString();

            var answer = await scene.CallAccountsAsync(
                scene.First,
                token,
                use =>
                {
                    use.Headers.Add(new("Accept", accept));
                    use.Headers.Add(new("x-fapi-customer-ip-address", "2001:db8::1893:25c8:1946"));
                    use.Headers.Add(new("x-fapi-interaction-id", interaction));
                });

            ResourceRules.Check(answer);
            Assert.Equal(interaction, answer.Header("x-fapi-interaction-id"), ignoreCase: true);
        }
    }

    [Theory(DisplayName = "happy-flow: at the resource, a token in the query is no token")]
    [EachVariant(Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Token_in_the_query_is_refused(Variant variant, string grantType)
    {
        var (scene, token) = await ObtainAsync(variant, grantType);

        var answer = await scene.CallAccountsAsync(
            scene.First,
            token,
            use =>
            {
                use.Address = new UriBuilder(use.Address) { Query = "access_token=" + token }.Uri;
                use.AccessToken = null;
            });

        ResourceRules.CheckRefused(answer, "invalid_request");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "happy-flow: at the resource, the first client's token with the second one's key or certificate is refused")]
    [EachVariant(Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Token_with_another_clients_key_is_refused(Variant variant, string grantType)
    {
        var (scene, token) = await ObtainAsync(variant, grantType);

        var answer = variant.BindsByDPoP
            ? await scene.CallAccountsAsync(scene.First with { DPoPKey = scene.Second.DPoPKey }, token)
            : await scene.CallAccountsAsync(scene.First, token, use => use.Certificate = scene.Second.Certificate);

        ResourceRules.CheckRefused(answer, variant.BindsByDPoP ? "invalid_dpop_proof" : "invalid_token");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "ensure-holder-of-key-required: at the resource, the token alone is refused")]
    [EachVariant(Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Token_alone_is_refused(Variant variant, string grantType)
    {
        var (scene, token) = await ObtainAsync(variant, grantType);

        var answer = await scene.CallAccountsAsync(scene.First, token, use => (use.Proof, use.Certificate) = (null, null));

        ResourceRules.CheckRefused(answer, variant.BindsByDPoP ? "invalid_dpop_proof" : "invalid_token");
    }

    [Theory(DisplayName = "access-token-type-header-case-sensitivity: at the resource")]
    [EachVariant(Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Scheme_is_compared_without_regard_to_case(Variant variant, string grantType)
    {
        var (scene, token) = await ObtainAsync(variant, grantType);

        ResourceRules.Check(await scene.CallAccountsAsync(
            scene.First, token, use => use.AccessTokenScheme = variant.BindsByDPoP ? "dpOP" : "bEARER"));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-9")]
    [Theory(DisplayName = "attempt-reuse-authorization-code-after-one-second: the resource sees at once that the token is dead")]
    [EachVariant]
    public async Task Token_of_a_replayed_code_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First);
        var tokens = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request);
        ResourceRules.Check(await scene.CallAccountsAsync(scene.First, tokens.AccessToken));

        (await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(400);

        ResourceRules.CheckRefused(await scene.CallAccountsAsync(scene.First, tokens.AccessToken), "invalid_token");
    }

    [Theory(DisplayName = "dpop-negative-tests: at the resource, every fault in turn and a correct proof at the very end")]
    [EachVariant(ClientTypes.WithDPoP, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Every_faulty_proof_is_refused(Variant variant, string grantType)
    {
        var (scene, token) = await ObtainAsync(variant, grantType, client => client with { DPoPKey = SigningKey.NewPs256() });

        foreach (var (name, spoil) in ProofFaults.ByName)
        {
            var answer = await scene.CallAccountsAsync(scene.First, token, use => spoil(use.Proof!));
            Assert.True(answer.Status is 400 or 401 && answer.Error == "invalid_dpop_proof", $"{name}: {answer.Status} {answer.Error}");
        }
        var used = AuthorizationRequest.NewSecret();
        ResourceRules.Check(await scene.CallAccountsAsync(scene.First, token, use => use.Proof!.Claims["jti"] = used));
        ResourceRules.CheckRefused(await scene.CallAccountsAsync(scene.First, token, use => use.Proof!.Claims["jti"] = used), "invalid_dpop_proof");
        ResourceRules.CheckRefused(
            await scene.CallAccountsAsync(scene.First, token, use => (use.Proof, use.AccessTokenScheme) = (null, "Bearer")), "invalid_token");
        ResourceRules.Check(await scene.CallAccountsAsync(scene.First, token));
    }

    [Theory(DisplayName = "dpop-negative-tests: at the resource, unusual proofs are accepted")]
    [EachVariant(ClientTypes.WithDPoP, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Unusual_proofs_are_accepted(Variant variant, string grantType)
    {
        var (scene, token) = await ObtainAsync(variant, grantType);
        Action<JwtDraft>[] unusual =
        [
            proof => proof.Claims["htu"] = (string)proof.Claims["htu"]! + "?query=1#fragment",
            proof => proof.Claims["htu"] = ((string)proof.Claims["htu"]!).Replace("https://localhost", "HTTPS://LocalHost", StringComparison.Ordinal),
            proof => (proof.Header["unknown"], proof.Claims["unknown"]) = (new JsonObject { ["a"] = 1 }, new JsonArray("b")),
            proof => proof.Claims["nbf"] = proof.Claims["iat"]!.GetValue<long>(),
            proof => proof.Claims["exp"] = proof.Claims["iat"]!.GetValue<long>() + 300,
            proof => proof.Shift(TimeSpan.FromSeconds(-10), "iat"),
            proof => proof.Shift(TimeSpan.FromSeconds(8), "iat"),
        ];

        foreach (var change in unusual)
        {
            ResourceRules.Check(await scene.CallAccountsAsync(scene.First, token, use => change(use.Proof!)));
        }
    }

    private async Task<(Scene Scene, string Token)> ObtainAsync(Variant variant, string grantType, Func<FintechClient, FintechClient>? change = null)
    {
        var scene = await banks.SetAsync(variant);
        scene = change is null ? scene : scene.WithFirst(change(scene.First));
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        return (scene, (await redeem(null)).AccessToken);
    }
}
