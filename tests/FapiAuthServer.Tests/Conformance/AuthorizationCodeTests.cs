using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>A code belongs to one client and one request, and is good for one use.</summary>
public sealed class AuthorizationCodeTests(ConformanceBanks banks)
{
    [Theory(DisplayName = "ensure-authorization-code-is-bound-to-client: the second client uses the first one's code")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Code_of_another_client_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First);
        var ledger = scene.OpenLedger();

        var answer = await scene.Second.RedeemCodeAsync(authorized.Code, authorized.Request);

        await ledger.TokenIsRefusedAsync(answer, "invalid_grant", "code_invalid", "RFC6749-4.1.3");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-9")]
    [Theory(DisplayName = "attempt-reuse-authorization-code-after-one-second: the code is refused and the first token is dead")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Code_used_twice_is_refused_and_ends_the_tokens(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First);
        var tokens = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request);
        (await scene.First.UserInfoAsync(tokens.AccessToken)).Expect(200);
        var ledger = scene.OpenLedger();

        var again = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request);

        await ledger.TokenIsRefusedAsync(again, "invalid_grant", "code_invalid", "FAPI2-SP-FINAL-5.3.2.2-9");
        var used = await scene.First.UserInfoAsync(tokens.AccessToken);
        await ledger.ResourceIsRefusedAsync(used, 401, "invalid_token", "token_invalid", "RFC6750-3.1");
        var refreshed = await scene.First.RefreshAsync(tokens.RefreshToken!);
        await ledger.TokenIsRefusedAsync(refreshed, "invalid_grant", "grant_ended", "RFC6749-5.2");
        var api = await scene.Bank.Server.ConnectAsync("fapi2-rs-1");
        Assert.Equal("""{"active":false}""", (await api.IntrospectAsync(tokens.AccessToken)).Body);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.2-5")]
    [Theory(DisplayName = "ensure-pkce-code-verifier-required: no code_verifier")]
    [EachVariant(Cases = ["absent", "empty"])]
    public Task Code_without_verifier_is_refused(Variant variant, string name) =>
        RefusedAsync(variant, form => form["code_verifier"] = name == "empty" ? "" : null, "code_verifier_mismatch", "RFC7636-4.6");

    [Clause("FAPI2-SP-FINAL-5.3.2.2-5")]
    [Theory(DisplayName = "incorrect-pkce-code-verifier-rejected: another code_verifier, or the challenge itself")]
    [EachVariant(Cases = ["another", "the challenge"])]
    public Task Code_with_a_wrong_verifier_is_refused(Variant variant, string name) => RefusedAsync(
        variant,
        form => form["code_verifier"] = name == "another"
            ? AuthorizationRequest.NewSecret()
            : new AuthorizationRequest(new Uri("https://x.example.test")) { CodeVerifier = form["code_verifier"]! }.CodeChallenge,
        "code_verifier_mismatch",
        "RFC7636-4.6");

    [Theory(DisplayName = "ensure-redirect-uri-in-authorization-request: the code comes with another redirect_uri, or none")]
    [EachVariant(Cases = ["another", "absent"])]
    public Task Code_with_another_redirect_uri_is_refused(Variant variant, string name) => RefusedAsync(
        variant,
        form => form["redirect_uri"] = name == "another" ? form["redirect_uri"] + "/" : null,
        "code_redirect_mismatch",
        "RFC6749-4.1.3");

    [Clause("FAPI2-SP-FINAL-5.3.2.1-2")]
    [Theory(DisplayName = "grant_type: the password grant, the implicit flow's and any unknown one are refused")]
    [EachVariant(Cases = ["password", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer"])]
    public async Task Other_grant_types_are_refused(Variant variant, string grantType)
    {
        var scene = await banks.SetAsync(variant);
        var customer = scene.Bank.Server.Kit.Customers[0];
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync(
            "accounts",
            request =>
            {
                request.Form["grant_type"] = grantType;
                request.Form["username"] = customer.Username;
                request.Form["password"] = customer.Password;
            });

        await ledger.TokenIsRefusedAsync(answer, "unsupported_grant_type", "grant_type_unsupported", "FAPI2-SP-FINAL-5.3.2.1-2");
    }

    // What was refused has not used the code up.
    private async Task RefusedAsync(Variant variant, Action<FormParameters> change, string reason, string clause)
    {
        var scene = await banks.SetAsync(variant);
        var authorized = await scene.AuthorizeAsync(scene.First);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request, request => change(request.Form));

        await ledger.TokenIsRefusedAsync(answer, "invalid_grant", reason, clause);
        (await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(200);
    }
}
