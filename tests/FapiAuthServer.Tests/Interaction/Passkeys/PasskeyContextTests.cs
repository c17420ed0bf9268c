using FapiAuthServer.Audit;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Interaction.Passkeys;

/// <summary>Requests that ask for resistance to phishing: who has it gets it, and nobody else gets anything in its name.</summary>
public sealed class PasskeyContextTests(ConformanceBanks banks)
{
    private const string Sca = "urn:openbanking:psd2:sca";
    private const string Insisting = """{"id_token":{"acr":{"essential":true,"value":"phr"}}}""";

    [Theory]
    [Clause("SCA-144")]
    [InlineData(null, Sca)]
    [InlineData("phr", "phr")]
    [InlineData("phrh phr", "phr")] // nobody vouches for the device
    [InlineData(Sca + " phr", Sca)]
    public async Task Passkey_earns_what_is_asked_for(string? wished, string given)
    {
        var (client, owner) = await SetAsync();
        using var _ = owner;
        var request = await OpenAsync(owner, client, form => form["acr_values"] = wished);

        await owner.SendAsync(owner.Answer());

        Assert.Equal(given, await AcrOfAsync(owner, client, request));
    }

    [Fact]
    [Clause("SCA-144")]
    public async Task Request_that_insists_is_offered_nothing_but_a_passkey()
    {
        var (client, owner) = await SetAsync();
        using var _ = owner;
        var request = await OpenAsync(owner, client, form => form["claims"] = Insisting);
        Assert.True(owner.Browser.Page.Has("passkey-only") && !owner.Browser.Page.Has("username"), owner.Browser.Page.Describe());

        await owner.SendAsync(owner.Answer());

        Assert.Equal("phr", await AcrOfAsync(owner, client, request));
    }

    [Fact]
    [Clause("OIDUAR-2")]
    public async Task Password_sent_all_the_same_earns_nothing_for_a_request_that_insists()
    {
        var (client, owner) = await SetAsync();
        using var _ = owner;

        // The form of an ordinary request, sent to the visit of the one that insists.
        await OpenAsync(owner, client);
        var form = owner.Browser.Page;
        var token = form.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await OpenAsync(owner, client, push => push["claims"] = Insisting);
        await owner.Browser.PostAsync(owner.Browser.Page.Address, new FormParameters
        {
            ["__RequestVerificationToken"] = token,
            ["username"] = owner.Payer.Customer.Username,
            ["password"] = owner.Payer.Customer.Password,
        });
        await owner.Browser.VerifyAsync(owner.Payer.Customer);
        await owner.Browser.PressAsync("approve");

        Assert.Equal("unmet_authentication_requirements", owner.Browser.Answer!.Error);
        Assert.Null(owner.Browser.Answer.Parameters["code"]);
        await owner.IsAuditedAsync(SecurityEvent.RequestRefused, client.ClientId);
    }

    [Fact]
    [Clause("RFC9470-5")]
    public async Task Who_signed_in_with_less_is_asked_for_more_and_only_then()
    {
        var (client, owner) = await SetAsync();
        using var _ = owner;
        var first = await OpenAsync(owner, client);
        await owner.Browser.SignInAsync(owner.Payer.Customer);
        await owner.Browser.VerifyAsync(owner.Payer.Customer);
        Assert.Equal(Sca, await AcrOfAsync(owner, client, first));

        // What the sign-in has earned is enough.
        var second = await OpenAsync(owner, client, form => form["acr_values"] = "phr " + Sca);
        Assert.True(owner.Browser.Page.IsConsent, owner.Browser.Page.Describe());
        Assert.Equal(Sca, await AcrOfAsync(owner, client, second));

        // Here it is not.
        var third = await OpenAsync(owner, client, form => form["acr_values"] = "phr");
        Assert.True(owner.Browser.Page.IsSignIn, owner.Browser.Page.Describe());
        await owner.SendAsync(owner.Answer());
        Assert.Equal("phr", await AcrOfAsync(owner, client, third));

        // And from then on it is.
        await OpenAsync(owner, client, form => form["claims"] = Insisting);
        Assert.True(owner.Browser.Page.IsConsent, owner.Browser.Page.Describe());
    }

    [Fact]
    [Clause("SCA-144")]
    public async Task Payment_that_insists_is_confirmed_with_the_passkey_alone()
    {
        var (client, owner) = await SetAsync();
        using var _ = owner;
        await owner.Payer.EnrolPhoneAsync();
        var request = await OpenAsync(owner, client, form =>
        {
            form["scope"] = "openid";
            form["claims"] = Insisting;
            form["authorization_details"] = $"[{Payer.Payment}]";
        });
        await owner.SendAsync(owner.Answer());
        await owner.Browser.PressAsync("approve");
        Assert.Equal(["factor-passkey"], owner.Browser.Page.Document.QuerySelectorAll("button[name=factor]").Select(button => button.Id));

        await owner.Browser.PressAsync("factor-passkey");
        owner.Browser.Page.Document.QuerySelector("input[name=code]")!.SetAttribute("value", owner.Answer(owner.Browser.Page.Element("approval").GetAttribute("data-options")));
        await owner.Browser.PressAsync("approval-verify");

        var tokens = (await client.RedeemCodeAsync(owner.Browser.Answer!.Code, request)).Expect(200);
        Assert.Equal("phr", SignedJwt.Parse((string)tokens.Json["access_token"]!)["acr"]);
    }

    private async Task<(FintechClient Client, PasskeyOwner Owner)> SetAsync()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        return (await bank.RegisterLikeAsync("fapi2-pkjwt-dpop-1"), await PasskeyOwner.EnrolAsync(bank));
    }

    private static async Task<AuthorizationRequest> OpenAsync(PasskeyOwner owner, FintechClient client, Action<FormParameters>? change = null)
    {
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request, push => change?.Invoke(push.Form));
        await owner.Browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        return request;
    }

    private static async Task<string?> AcrOfAsync(PasskeyOwner owner, FintechClient client, AuthorizationRequest request)
    {
        var answer = await owner.Browser.ApproveAsync();
        var tokens = (await client.RedeemCodeAsync(answer.Code, request)).Expect(200);
        return SignedJwt.Parse((string)tokens.Json["id_token"]!)["acr"];
    }
}
