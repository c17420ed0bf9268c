using FapiAuthServer.TestKit;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>What an issuer of plain OpenID Connect gives out ends by itself.</summary>
[Collection(ClockMoves.Name)]
public sealed class OpenIdConnectExpiryTests(ConformanceBanks banks)
{
    [Clause("PAR-2.2")]
    [Theory(DisplayName = "A pushed request is for one client and a short while")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Pushed_request_expires(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        Assert.InRange(pushed.Expect(201).Number("expires_in")!.Value, 5, 90);
        var ledger = scene.OpenLedger();

        using (scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(91)))
        {
            await visitor.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));
            await ledger.PageIsRefusedAsync(visitor.Browser, "invalid_request_uri", "request_uri_unknown", "PAR-2.2");
        }
    }

    [Clause("RFC6749-4.1.2")]
    [Theory(DisplayName = "A code lives a minute")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Code_expires(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var request = scene.NewRequest(scene.First);
        var answer = await visitor.ApproveAsync(scene.First.DirectUrl(request));
        var ledger = scene.OpenLedger();

        using (scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(61)))
        {
            await ledger.TokenIsRefusedAsync(await scene.First.RedeemCodeAsync(answer.Code, request), "invalid_grant", "code_invalid", "RFC6749-4.1.2");
        }
    }

    [Clause("RFC6750-5.3")]
    [Theory(DisplayName = "A token that no key holds lives no longer than its expires_in, and that is an hour at most")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With)]
    public async Task Bearer_token_expires(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        using var visitor = Visitor.At(scene.Bank);
        var flow = await visitor.ConnectAsync(scene.First, scene.NewRequest(scene.First));
        Assert.InRange(flow.Tokens.ExpiresIn!.Value, 1, 3600);

        using (scene.Bank.Server.Clock.Forward(TimeSpan.FromSeconds(flow.Tokens.ExpiresIn!.Value + 1)))
        {
            Assert.Equal(401, (await scene.First.UserInfoAsync(flow.Tokens.AccessToken)).Status);
        }
    }

    [Clause("RFC7519-4.1.5")]
    [Clause("OIDCC-9")]
    [Theory(DisplayName = "A client's clock may be eight seconds ahead, not a minute; an assertion may name the token endpoint")]
    [EachVariant("pkjwt-bearer")]
    public async Task Assertion_from_the_future_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var client = scene.First;

        (await client.ClientCredentialsAsync("accounts", request => request.Assertion!.Shift(TimeSpan.FromSeconds(8), "iat", "nbf", "exp"))).Expect(200);
        (await client.ClientCredentialsAsync("accounts", request => request.Assertion!.Claims["aud"] = client.Metadata.Endpoint("token_endpoint").OriginalString)).Expect(200);

        var ledger = scene.OpenLedger();
        var answer = await client.ClientCredentialsAsync("accounts", request => request.Assertion!.Shift(TimeSpan.FromSeconds(62), "iat", "nbf", "exp"));
        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "assertion_not_yet_valid", "RFC7519-4.1.5");
        ResponseRules.CheckError(await client.ClientCredentialsAsync("accounts", request => request.Assertion!.Claims["aud"] = "https://elsewhere.example.test"), "invalid_client");
    }
}
