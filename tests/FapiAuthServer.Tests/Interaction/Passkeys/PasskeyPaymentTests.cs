using FapiAuthServer.Audit;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Interaction.Passkeys;

/// <summary>Payments confirmed with a passkey: the answer is to the one payment that the page shows.</summary>
public sealed class PasskeyPaymentTests(ConformanceBanks banks)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("RTS-5.1.a")]
    [Clause("RTS-5.1.c")]
    public async Task Passkey_confirms_a_payment(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await bank.RegisterLikeAsync("fapi2-pkjwt-dpop-1");
        using var owner = await PasskeyOwner.EnrolAsync(bank);
        var request = await ReachAsync(owner, client);

        await SendAsync(owner, owner.Answer(Options(owner)));

        var tokens = (await client.RedeemCodeAsync(owner.Browser.Answer!.Code, request)).Expect(200);
        var access = SignedJwt.Parse((string)tokens.Json["access_token"]!);
        Assert.NotNull((string?)access.Claims["sca"]!["transaction_hash"]);
        Assert.Equal(1, (await owner.RowAsync()).SignCount);
        await owner.IsAuditedAsync(SecurityEvent.ActionAuthenticated, client.ClientId);
    }

    [Theory]
    [InlineData("of another visit")]
    [InlineData("of the sign-in")]
    [InlineData("of the browser's own payment dialog")]
    [InlineData("from another origin")]
    [InlineData("without verification")]
    [InlineData("of another customer")]
    [InlineData("of a lost passkey")]
    [Clause("RTS-5.1.d")]
    public async Task Answer_that_is_not_to_this_payment_confirms_nothing(string answer)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterLikeAsync("fapi2-pkjwt-dpop-1");
        using var owner = await PasskeyOwner.EnrolAsync(bank);
        using var other = await PasskeyOwner.EnrolAsync(bank);
        await owner.OpenAsync(client);
        var ofSignIn = owner.Options;
        await ReachAsync(owner, client);
        var before = Options(owner);
        if (answer == "of another visit")
        {
            await ReachAsync(owner, client);
        }
        if (answer == "of a lost passkey")
        {
            await owner.LoseAsync();
        }
        if (answer == "without verification")
        {
            owner.Passkey.Flags = 0x01;
        }

        await SendAsync(owner, answer switch
        {
            "of another visit" => owner.Answer(before),
            "of the sign-in" => owner.Answer(ofSignIn),
            "of the browser's own payment dialog" => owner.Answer(before, type: "payment.get"),
            "from another origin" => owner.Answer(before, origin: "https://evil.example"),
            "of another customer" => other.Answer(before),
            _ => owner.Answer(before),
        });

        Assert.Null(owner.Browser.Answer);
        Assert.True(owner.Browser.Page.IsApproval && owner.Browser.Page.Has("fault"), owner.Browser.Page.Describe());
        Assert.False(await bank.HasGrantsAsync(client.ClientId));
        Assert.Equal(0, (await owner.RowAsync()).SignCount);
        await owner.IsAuditedAsync(SecurityEvent.ActionAuthenticationFailed, client.ClientId);
    }

    /// <summary>As far as the page that asks for the passkey.</summary>
    private static async Task<AuthorizationRequest> ReachAsync(PasskeyOwner owner, FintechClient client)
    {
        var request = await owner.Payer.ReachApprovalAsync(client);
        await owner.Browser.PressAsync("factor-passkey");
        return request;
    }

    private static string Options(PasskeyOwner owner) => owner.Browser.Page.Element("approval").GetAttribute("data-options")!;

    private static Task SendAsync(PasskeyOwner owner, string answer)
    {
        owner.Browser.Page.Document.QuerySelector("input[name=code]")!.SetAttribute("value", answer);
        return owner.Browser.PressAsync("approval-verify");
    }
}
