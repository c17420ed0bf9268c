using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;

namespace FapiAuthServer.Tests.Issuers;

/// <summary>What acr says at issuers of different ecosystems: what was asked for, if it was earned, and never anything else in its place.</summary>
public sealed class AuthenticationContextTests(Ecosystems ecosystems) : IClassFixture<Ecosystems>
{
    private const string Sca = "urn:openbanking:psd2:sca";
    private const string Ca = "urn:openbanking:psd2:ca";

    [Theory]
    [Clause("SCA-140")]
    [Clause("SCA-142")]
    [Clause("SCA-143")]
    [Clause("SCA-144")]
    [InlineData("uk", Sca, Ca, "phr")]
    [InlineData("au", "urn:cds.au:cdr:3", "urn:cds.au:cdr:2")]
    [InlineData("br", "urn:brasil:openbanking:loa3", "urn:brasil:openbanking:loa2")]
    [InlineData("own", "urn:example:two", "phr")]
    [InlineData("silent", Sca, Ca)]
    public async Task Issuer_offers_the_values_of_its_ecosystem_and_the_first_is_the_usual(string issuer, params string[] offered)
    {
        var client = await ConnectAsync(issuer);

        Assert.Equal(offered, client.Metadata.Values("acr_values_supported"));
        Assert.Equal(offered[0], await AcrOfAsync(client));
    }

    [Theory]
    [Clause("SCA-140")]
    [Clause("SCA-142")]
    [Clause("SCA-143")]
    [InlineData("uk", Ca, Ca)]
    [InlineData("uk", "urn:other " + Ca + " " + Sca, Ca)] // in the order of preference
    [InlineData("au", "urn:cds.au:cdr:2", "urn:cds.au:cdr:2")]
    [InlineData("br", "urn:brasil:openbanking:loa2", "urn:brasil:openbanking:loa2")]
    [InlineData("br", Sca, "urn:brasil:openbanking:loa3")] // what is another ecosystem's is not known here
    [InlineData("au", "phr", "urn:cds.au:cdr:3")]
    public async Task Wish_is_granted_as_far_as_it_is_earned(string issuer, string wished, string given)
        => Assert.Equal(given, await AcrOfAsync(await ConnectAsync(issuer), push => push["acr_values"] = wished));

    [Theory]
    [InlineData("uk", Ca)]
    [InlineData("own", "urn:example:two")]
    [InlineData("br", "urn:brasil:openbanking:loa2")]
    public async Task Essential_value_that_is_earned_is_the_one_given(string issuer, string demanded)
        => Assert.Equal(demanded, await AcrOfAsync(await ConnectAsync(issuer), push => push["claims"] = Essential(demanded)));

    [Theory]
    [Clause("SCA-140")]
    [Clause("SCA-144")]
    [InlineData("br", Sca)]
    [InlineData("au", "phr")]
    [InlineData("own", Sca)]
    [InlineData("uk", "phrh")] // no passkey of this server is attested
    public async Task Essential_value_of_elsewhere_is_refused_at_once(string issuer, string demanded)
    {
        var client = await ConnectAsync(issuer);

        var pushed = await client.PushAsync(NewRequest(client), push => push.Form["claims"] = Essential(demanded));

        Assert.Equal((400, "unmet_authentication_requirements"), (pushed.Status, pushed.Error));
    }

    private Task<FintechClient> ConnectAsync(string issuer) => ecosystems.Server.ConnectAsync(issuer + "-pkjwt-dpop-1");

    private async Task<string?> AcrOfAsync(FintechClient client, Action<FormParameters>? change = null)
    {
        var request = NewRequest(client);
        var pushed = await client.PushAsync(request, push => change?.Invoke(push.Form));
        using var browser = ecosystems.Server.OpenBrowser();
        var answer = await browser.AuthorizeAsync(client.AuthorizeUrl(pushed.RequestUri), NextCustomer());

        var tokens = (await client.RedeemCodeAsync(answer.Code, request)).Expect(200);

        var acr = SignedJwt.Parse((string)tokens.Json["id_token"]!)["acr"];
        Assert.Equal(acr, SignedJwt.Parse((string)tokens.Json["access_token"]!)["acr"]);
        return acr;
    }

    private SandboxCustomer NextCustomer() => ecosystems.Server.Kit.NextCustomer();

    private static AuthorizationRequest NewRequest(FintechClient client)
        => new(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };

    private static string Essential(string value)
        => new JsonObject { ["id_token"] = new JsonObject { ["acr"] = new JsonObject { ["essential"] = true, ["value"] = value } } }.ToJsonString();
}
