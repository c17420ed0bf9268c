using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 4.1 at the server's own protected resource: a good token with proofs that are wrong in one thing each.</summary>
public sealed class DPoPNegativeTests(ConformanceBanks banks)
{
    [Theory(DisplayName = "dpop-negative-tests: a proof that lacks something, or has too much")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With, Cases =
    [
        "not a JWT", "no typ", "no alg", "no jwk", "no jti", "no htm", "no htu", "no iat", "wrong typ", "damaged signature", "private key in jwk",
    ])]
    public Task Malformed_proof_is_refused(Variant variant, string fault) => RefusedAsync(variant, fault, "proof_invalid", "DPOP-4.3");

    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory(DisplayName = "dpop-negative-tests: RS256, and none")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With, Cases = ["RS256", "none"])]
    public Task Proof_by_another_algorithm_is_refused(Variant variant, string fault) =>
        RefusedAsync(variant, fault, "proof_invalid", "FAPI2-SP-FINAL-5.4.1-1", SigningKey.NewPs256());

    [Theory(DisplayName = "dpop-negative-tests: htm PUT, htu of another URL")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With, Cases = ["htm PUT", "htu of another host", "htu of another path"])]
    public Task Proof_for_another_request_is_refused(Variant variant, string fault) =>
        RefusedAsync(variant, fault, "proof_for_other_request", "DPOP-4.3");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "dpop-negative-tests: iat an hour ahead or behind")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With, Cases = ["iat an hour ahead", "iat an hour behind"])]
    public Task Proof_made_at_another_time_is_refused(Variant variant, string fault) =>
        RefusedAsync(variant, fault, "proof_time", "FAPI2-SP-FINAL-5.3.2.1-13");

    [Theory(DisplayName = "dpop-negative-tests: ath missing or wrong")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With, Cases = ["no ath", "wrong ath"])]
    public Task Proof_for_another_token_is_refused(Variant variant, string fault) =>
        RefusedAsync(variant, fault, "token_proof_invalid", "DPOP-4.3");

    [Theory(DisplayName = "dpop-negative-tests: two DPoP headers")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With)]
    public async Task Two_proofs_are_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var address = scene.First.Metadata.Endpoint("userinfo_endpoint");
        var ledger = scene.OpenLedger();

        var answer = await RawRequest.SendAsync(
            scene.First.Wire,
            address,
            Encoding.ASCII.GetBytes(
                $"GET {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: DPoP {tokens.AccessToken}\r\n" +
                $"DPoP: {Proof(scene.First, address, tokens)}\r\nDPoP: {Proof(scene.First, address, tokens)}\r\nConnection: close\r\n\r\n"));

        Assert.Equal(401, RawRequest.Status(answer));
        Assert.Contains("error=\"invalid_dpop_proof\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"sub\"", answer, StringComparison.Ordinal);
        await ledger.IsRefusedAsync("UserInfo", "proof_repeated", "DPOP-4.3");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "dpop-negative-tests: a proof by another key")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With)]
    public async Task Proof_by_another_key_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var ledger = scene.OpenLedger();

        var answer = await (scene.First with { DPoPKey = SigningKey.NewEs256() }).UserInfoAsync(tokens.AccessToken);

        await ledger.ResourceIsRefusedAsync(answer, 401, "invalid_dpop_proof", "token_proof_invalid", "DPOP-7.1");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "dpop-negative-tests: the DPoP scheme without a proof, and the bound token as Bearer without one")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With, Cases = ["DPoP", "Bearer"])]
    public async Task Token_without_proof_is_refused(Variant variant, string scheme)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.UserInfoAsync(tokens.AccessToken, use => (use.Proof, use.AccessTokenScheme) = (null, scheme));

        var (error, reason) = scheme == "DPoP" ? ("invalid_dpop_proof", "token_proof_invalid") : ("invalid_token", "token_scheme_mismatch");
        await ledger.ResourceIsRefusedAsync(answer, 401, error, reason, "DPOP-7.1");
    }

    [Theory(DisplayName = "dpop-negative-tests: the same jti a second time")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With)]
    public async Task Proof_used_twice_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);
        (await scene.First.UserInfoAsync(tokens.AccessToken, use => use.Proof!.Claims["jti"] = "once")).Expect(200);
        var ledger = scene.OpenLedger();

        var again = await scene.First.UserInfoAsync(tokens.AccessToken, use => use.Proof!.Claims["jti"] = "once");

        await ledger.ResourceIsRefusedAsync(again, 401, "invalid_dpop_proof", "proof_replayed", "DPOP-11.1");
    }

    [Theory(DisplayName = "dpop-negative-tests: what must be accepted")]
    [EachVariant(ClientTypes.WithDPoP, OpenId = OpenIdUse.With, Cases =
    [
        "htu with query and fragment", "htu without them", "unknown members", "htu in other case", "header name in capitals",
    ])]
    public async Task Unusual_proof_is_accepted(Variant variant, string name)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.ObtainTokensAsync(scene.First);

        var answer = await scene.First.UserInfoAsync(tokens.AccessToken, use =>
        {
            var htu = (string)use.Proof!.Claims["htu"]!;
            switch (name)
            {
                case "htu with query and fragment": use.Proof.Claims["htu"] = htu + "?query=1#fragment"; break;
                case "htu without them": use.Address = new Uri(use.Address.OriginalString + "?query=1"); break;
                case "htu in other case": use.Proof.Claims["htu"] = htu.Replace("https://localhost", "HTTPS://LOCALHOST", StringComparison.Ordinal); break;
                case "unknown members":
                    use.Proof.Header["unknown"] = new JsonObject { ["a"] = 1 };
                    use.Proof.Claims["unknown"] = new JsonArray("b");
                    break;
                default:
                    use.Headers.Add(new("DPOP", use.Proof.Sign()));
                    use.Proof = null;
                    break;
            }
        });

        UserInfoRules.Check(answer, tokens);
    }

    private static string Proof(FintechClient client, Uri address, TokenResponse tokens) =>
        FintechClient.NewProof(client.DPoPKey!, HttpMethod.Get, address, tokens.AccessToken).Sign();

    // After the refusal a correct proof still opens what the token is good for.
    private async Task RefusedAsync(Variant variant, string fault, string reason, string clause, SigningKey? key = null)
    {
        var scene = await banks.SetAsync(variant);
        var client = key is null ? scene.First : scene.First with { DPoPKey = key };
        var tokens = await scene.ObtainTokensAsync(client);
        var ledger = scene.OpenLedger();

        var answer = await client.UserInfoAsync(tokens.AccessToken, use => ProofFaults.ByName[fault](use.Proof!));

        await ledger.ResourceIsRefusedAsync(answer, 401, "invalid_dpop_proof", reason, clause);
        UserInfoRules.Check(await client.UserInfoAsync(tokens.AccessToken), tokens);
    }
}
