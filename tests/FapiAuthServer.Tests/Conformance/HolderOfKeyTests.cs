using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>No token without possession of a key, and none for another's name. (CC)</summary>
public sealed class HolderOfKeyTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.1-4")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "ensure-holder-of-key-required: a token request without DPoP proof is refused, and burns no code")]
    [EachVariant(ClientTypes.WithDPoP, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Token_request_without_proof_is_refused(Variant variant, string grantType)
    {
        var scene = await banks.SetAsync(variant);
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        var ledger = scene.OpenLedger();

        var answer = await redeem(request => request.Proof = null);

        await ledger.TokenIsRefusedAsync(answer, "invalid_dpop_proof", "proof_required", "FAPI2-SP-FINAL-5.3.2.1-5");
        (await redeem(null)).Expect(200);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-4")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "ensure-holder-of-key-required: a token request without certificate is refused, and burns no code")]
    [EachVariant("pkjwt-mtls", Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Token_request_without_binding_certificate_is_refused(Variant variant, string grantType)
    {
        var scene = await banks.SetAsync(variant);
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        var ledger = scene.OpenLedger();

        var answer = await redeem(request => request.Certificate = null);

        await ledger.TokenIsRefusedAsync(answer, "invalid_request", "sender_constraint_missing", "FAPI2-SP-FINAL-5.3.2.1-5");
        (await redeem(null)).Expect(200);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "ensure-holder-of-key-required: a client that authenticates by certificate is refused without one, or with a stranger's")]
    [EachVariant("mtls-mtls mtls-dpop", Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Token_request_without_authenticating_certificate_is_refused(Variant variant, string grantType)
    {
        var scene = await banks.SetAsync(variant);
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        var ledger = scene.OpenLedger();
        using var stranger = new TestPki();
        using var forged = stranger.Issue(scene.First.Certificate!.Subject);

        var without = await redeem(request => request.Certificate = null);
        var withForged = await redeem(request => request.Certificate = forged);

        await ledger.TokenIsRefusedAsync(without, "invalid_client", "certificate_missing", "RFC8705-2");
        await ledger.TokenIsRefusedAsync(withForged, "invalid_client", "certificate_not_accepted", "RFC8705-2.1");
        (await redeem(null)).Expect(200);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-5")]
    [Theory(DisplayName = "ensure-holder-of-key-required: a DPoP client's certificate is no substitute for its proof")]
    [EachVariant(ClientTypes.WithDPoP, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Certificate_in_place_of_a_proof_is_refused(Variant variant, string grantType)
    {
        var scene = await banks.SetAsync(variant);
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        var ledger = scene.OpenLedger();

        var answer = await redeem(request =>
        {
            request.Proof = null;
            request.Address = scene.First.Metadata.Endpoint("token_endpoint", withCertificate: true);
            request.Certificate = scene.First.Certificate;
        });

        await ledger.TokenIsRefusedAsync(answer, "invalid_dpop_proof", "proof_required", "FAPI2-SP-FINAL-5.3.2.1-5");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "ensure-client-id-in-token-endpoint: the second client's id with the first one's assertion")]
    [EachVariant(ClientTypes.WithAssertion, Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Another_clients_id_with_an_assertion_is_refused(Variant variant, string grantType)
    {
        var scene = await banks.SetAsync(variant);
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        var ledger = scene.OpenLedger();

        var answer = await redeem(request => request.Form["client_id"] = scene.Second.ClientId);

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "assertion_algorithm", "FAPI2-SP-FINAL-5.4.1-1");
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "ensure-client-id-in-token-endpoint: the second client's id with the first one's certificate")]
    [EachVariant("mtls-mtls mtls-dpop", Cases = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials])]
    public async Task Another_clients_id_with_a_certificate_is_refused(Variant variant, string grantType)
    {
        var scene = await banks.SetAsync(variant);
        var redeem = await scene.PrepareTokenCallAsync(grantType);
        var ledger = scene.OpenLedger();

        var answer = await redeem(request => request.Form["client_id"] = scene.Second.ClientId);

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "certificate_not_accepted", "RFC8705-2.1");
    }
}
