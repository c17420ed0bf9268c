using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>The client-credentials profile: a client in its own name.</summary>
public sealed class ClientCredentialsTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "happy-flow (CC): both clients get a bound token, and neither an id_token nor a refresh token")]
    [EachVariant]
    public async Task Both_clients_get_a_bound_token(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var api = await scene.Bank.Server.ConnectAsync("fapi2-rs-1");
        foreach (var client in new[] { scene.First, scene.Second })
        {
            var tokens = await client.ClientCredentialsAsync("accounts", request => request.Form.Reverse());

            TokenRules.Check(tokens, client, openId: false, refreshable: false);
            var seen = await api.IntrospectAsync(tokens.AccessToken);
            seen.Expect(200);
            Assert.True(seen.Json["active"]!.GetValue<bool>());
            Assert.Equal(client.ClientId, seen.Text("client_id"));
            var (member, thumbprint) = variant.BindsByDPoP
                ? ("jkt", client.DPoPKey!.Thumbprint)
                : ("x5t#S256", Base64Url.Encode(client.Certificate!.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)));
            Assert.Equal(thumbprint, (string?)seen.Json["cnf"]![member]);
        }
    }

    [Theory(DisplayName = "happy-flow (CC): there is no customer to be known, nor absent")]
    [EachVariant(Cases = ["openid accounts", "offline_access accounts"])]
    public async Task Scopes_of_a_customer_are_refused(Variant variant, string scope)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync(scope);

        await ledger.TokenIsRefusedAsync(answer, "invalid_scope", "scope_not_for_client_credentials", "RFC6749-4.4.3");
    }

    [Theory(DisplayName = "happy-flow (CC): a token without a customer does not open userinfo")]
    [EachVariant]
    public async Task Token_without_a_customer_does_not_open_userinfo(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var tokens = await scene.First.ClientCredentialsAsync("accounts");
        var ledger = scene.OpenLedger();

        var answer = await scene.First.UserInfoAsync(tokens.AccessToken);

        await ledger.ResourceIsRefusedAsync(answer, 403, "insufficient_scope", "scope_insufficient", "OIDCC-5.3.1");
    }

    [Theory(DisplayName = "discovery-end-point-verification (CC): client_credentials is listed")]
    [EachVariant]
    public async Task Grant_type_is_listed(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        Assert.Contains("client_credentials", scene.First.Metadata.Values("grant_types_supported"));
    }
}
