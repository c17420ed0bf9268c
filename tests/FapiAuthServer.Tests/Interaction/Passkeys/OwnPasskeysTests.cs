using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Tests.Interaction.Passkeys;

/// <summary>The pages on which customers add passkeys and report them lost.</summary>
public sealed class OwnPasskeysTests(ConformanceBanks banks)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("RTS-24")]
    public async Task Passkey_is_added_with_two_other_elements(DatabaseKind database)
    {
        using var owner = await SignedInAsync(database);
        await OpenAddAsync(owner);
        await ShowAsync(owner, "Work laptop");

        using var passkey = new SoftPasskey();
        await SendAsync(owner, owner.Create(passkey, owner.Options));

        Assert.EndsWith("/fapi2/passkeys", owner.Browser.Page.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("Work laptop", owner.Browser.Page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync(owner));
        await owner.IsAuditedAsync(SecurityEvent.PasskeyAdded);
    }

    [Fact]
    [Clause("RTS-24")]
    public async Task Without_the_two_elements_nothing_is_asked_of_a_device()
    {
        using var owner = await SignedInAsync();
        await OpenAddAsync(owner);
        var code = await owner.Payer.Customer.Device.NextAsync(TestContext.Current.CancellationToken);

        await owner.Browser.PressAsync("factor-totp", ("label", "Work laptop"));
        await owner.Browser.PressAsync("approval-verify", ("password", "not the password"), ("approval-code", code));

        Assert.True(owner.Browser.Page.Has("fault") && !owner.Browser.Page.Has("make-passkey"), owner.Browser.Page.Describe());
        Assert.Equal(0, await RegistrationsAsync(owner));
        Assert.Equal(1, await owner.FailuresAsync());
        await owner.IsAuditedAsync(SecurityEvent.ActionAuthenticationFailed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u202Eb")]
    [InlineData("endless")]
    public async Task Name_that_cannot_be_kept_is_refused_before_anything_is_asked(string label)
    {
        using var owner = await SignedInAsync();
        await OpenAddAsync(owner);

        await owner.Browser.PressAsync("factor-totp", ("label", label == "endless" ? new string('x', 101) : label));

        Assert.True(owner.Browser.Page.Has("fault") && !owner.Browser.Page.Has("approval-verify"), owner.Browser.Page.Describe());
        await ShowAsync(owner, "Work laptop");
    }

    [Theory]
    [InlineData("another invitation")]
    [InlineData("another origin")]
    [InlineData("no verification")]
    [InlineData("nothing")]
    [Clause("WEBAUTHN-7.1")]
    public async Task What_is_no_passkey_for_this_invitation_is_not_kept(string fault)
    {
        using var owner = await SignedInAsync();
        await OpenAddAsync(owner);
        await ShowAsync(owner, "Work laptop");
        using var passkey = new SoftPasskey { Flags = (byte)(fault == "no verification" ? 0x01 : 0x05) };

        await SendAsync(owner, fault switch
        {
            "another invitation" => owner.Create(passkey, owner.Options.Replace("\"challenge\":\"", "\"challenge\":\"AAAA", StringComparison.Ordinal)),
            "another origin" => passkey.Create(owner.Options, "https://evil.example", relyingParty: "localhost"),
            "nothing" => "",
            _ => owner.Create(passkey, owner.Options),
        });

        Assert.True(owner.Browser.Page.Has("fault"), owner.Browser.Page.Describe());
        Assert.Equal(1, await CountAsync(owner));
        await owner.IsAuditedAsync(SecurityEvent.PasskeyRefused);
    }

    [Fact]
    [Clause("RTS-27")]
    public async Task Passkey_is_lost_at_once_and_only_by_its_owner()
    {
        using var owner = await SignedInAsync();
        using var other = await SignedInAsync();
        await other.Browser.FollowAsync("passkeys-link");
        var id = (await owner.RowAsync()).Id;
        other.Browser.Page.Document.QuerySelector("input[name=passkey]")!.SetAttribute("value", id.ToString());
        other.Browser.Page.Document.QuerySelector(".lost")!.Id = "lost";
        await other.Browser.PressAsync("lost");
        Assert.Null((await owner.RowAsync()).RevokedAt);

        await owner.Browser.FollowAsync("passkeys-link");
        owner.Browser.Page.Document.QuerySelector(".lost")!.Id = "lost";
        await owner.Browser.PressAsync("lost");

        Assert.NotNull((await owner.RowAsync()).RevokedAt);
        Assert.True(owner.Browser.Page.Has("no-passkeys"), owner.Browser.Page.Describe());
        await owner.IsAuditedAsync(SecurityEvent.PasskeyReportedLost);
        Assert.Equal(0, await other.CountAsync(SecurityEvent.PasskeyReportedLost));
    }

    [Theory]
    [InlineData("/fapi2/passkeys")]
    [InlineData("/fapi2/passkeys/made")]
    public async Task Stranger_is_asked_to_sign_in(string path)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        using var browser = bank.Server.OpenBrowser();

        await browser.OpenAsync(new Uri(bank.Server.Kit.PublicAddress, path));

        Assert.EndsWith("/devices/sign-in", browser.Page.Address.AbsolutePath, StringComparison.Ordinal);
    }

    /// <summary>Signed in with the passkey they have.</summary>
    private async Task<PasskeyOwner> SignedInAsync(DatabaseKind database = DatabaseKind.Sqlite)
    {
        var bank = await banks.OnAsync(database);
        var owner = await PasskeyOwner.EnrolAsync(bank);
        await owner.Browser.OpenAsync(new Uri(bank.Server.Kit.PublicAddress, "/fapi2/devices/sign-in"));
        await owner.SendAsync(owner.Answer());
        Assert.True(owner.Browser.Page.Has("passkeys-link"), owner.Browser.Page.Describe());
        return owner;
    }

    private static async Task OpenAddAsync(PasskeyOwner owner)
    {
        await owner.Browser.FollowAsync("passkeys-link");
        await owner.Browser.PressAsync("add-passkey");
    }

    private static async Task ShowAsync(PasskeyOwner owner, string label)
    {
        var code = await owner.Payer.Customer.Device.NextAsync(TestContext.Current.CancellationToken);
        await owner.Browser.PressAsync("factor-totp", ("label", label));
        await owner.Browser.PressAsync("approval-verify", ("password", owner.Payer.Customer.Password), ("approval-code", code));
        Assert.True(owner.Browser.Page.Has("make-passkey"), owner.Browser.Page.Describe());
    }

    private static Task SendAsync(PasskeyOwner owner, string response)
    {
        owner.Browser.Page.Document.QuerySelector("input[name=response]")!.SetAttribute("value", response);
        return owner.Browser.PressAsync("make-passkey");
    }

    private static Task<int> CountAsync(PasskeyOwner owner) =>
        owner.UseAsync<FapiDbContext, int>(db => db.Set<Passkey>().CountAsync(passkey => passkey.CustomerId == owner.Id));

    // The branch's is one.
    private static async Task<int> RegistrationsAsync(PasskeyOwner owner) =>
        await owner.UseAsync<FapiDbContext, int>(db => db.Set<PasskeyRegistration>().CountAsync(row => row.CustomerId == owner.Id)) - 1;
}
