using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 2.7: what a client may ask of its id_tokens.</summary>
public sealed class IdentityTokenTests(ConformanceBanks banks)
{
    private const string Offered = "urn:openbanking:psd2:sca";

    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory(DisplayName = "id_token: signed by the algorithm that the client registered")]
    [EachVariant(OpenId = OpenIdUse.With, Cases = ["PS256", "ES256"])]
    public async Task Id_token_is_signed_as_registered(Variant variant, string algorithm)
    {
        var scene = await banks.SetAsync(variant);
        var registration = scene.First.Registration
            .With("client_id", scene.First.ClientId + "-" + algorithm)
            .With("id_token_signed_response_alg", algorithm);
        await scene.Bank.RegisterAsync(registration);
        var client = scene.First with { Registration = registration };

        var flow = await scene.CompleteAsync(client);

        Assert.Equal(algorithm, (string?)SignedJwt.Parse(flow.Tokens.IdToken!).Header["alg"]);
    }

    [Theory(DisplayName = "id_token: an acr asked for by value is the one returned")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Acr_asked_for_is_returned(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        var flow = await scene.CompleteAsync(scene.First, push: push => push.Form["claims"] = Ask("urn:other", Offered));

        Assert.Equal(Offered, SignedJwt.Parse(flow.Tokens.IdToken!)["acr"]);
    }

    [Theory(DisplayName = "id_token: an essential acr that cannot be had is refused, never replaced")]
    [EachVariant(OpenId = OpenIdUse.With)]
    public async Task Essential_acr_that_is_not_offered_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.Form["claims"] = Ask("urn:other"));

        await ledger.PushIsRefusedAsync(pushed, "unmet_authentication_requirements", "acr_not_offered", "OIDUAR-2");
    }

    [Theory(DisplayName = "id_token: none without openid, whatever claims ask for")]
    [EachVariant]
    public async Task No_id_token_without_openid(Variant variant)
    {
        var scene = await banks.SetAsync(variant);

        var authorized = await scene.AuthorizeAsync(scene.First, push: push => push.Form["claims"] = Ask(Offered));

        TokenRules.Check(await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request), scene.First, openId: false);
    }

    private static string Ask(params string[] values)
    {
        var acr = new JsonObject { ["essential"] = true, ["values"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };
        return new JsonObject { ["id_token"] = new JsonObject { ["acr"] = acr } }.ToJsonString();
    }
}
