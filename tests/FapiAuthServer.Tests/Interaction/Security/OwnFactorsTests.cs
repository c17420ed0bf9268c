using FapiAuthServer.Audit;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Customers;

namespace FapiAuthServer.Tests.Interaction.Security;

/// <summary>Customers see to what they authenticate with: each change by right of something else, and every one is told.</summary>
public sealed class OwnFactorsTests(OwnBanks banks) : IClassFixture<OwnBanks>
{
    [Fact]
    [Clause("SCA-108")]
    [Clause("SCA-210")]
    public async Task Number_is_changed_with_the_authenticator_app_and_a_code_to_the_new_number()
    {
        using var visitor = await banks.SignInAsync();
        var before = visitor.Customer.Texts!.Last;
        var texts = new TextMessages(visitor.Bank.Server.Kit.Directory, "+4917012345678");

        await visitor.ChangeByAuthenticatorAsync("change-number", ("new-number", "0049 (170) 1234-5678"));
        Assert.StartsWith("Change your security settings: number ending in 78.", texts.Last, StringComparison.Ordinal);
        await visitor.Browser.PressAsync("confirm", ("first-code", texts.Code));

        Assert.True(visitor.Page.Has("done"), visitor.Page.Describe());
        await visitor.Browser.FollowAsync("back");
        Assert.Contains("…5678", visitor.Page.Text("number-end"), StringComparison.Ordinal);
        Assert.Equal(before, visitor.Customer.Texts.Last); // The old number has heard nothing of it.
        Assert.Equal((0, 0, 1, 0), await visitor.CountAsync());
        await visitor.IsAuditedAsync(SecurityEvent.ActionAuthenticated, SecurityEvent.FactorChangeBegun, SecurityEvent.FactorChanged);
        Assert.Equal([(NoticeKind.FactorAdded, nameof(FactorKinds.Sms))], banks.Notices.Of(visitor.Id).Skip(1));
    }

    [Fact]
    [Clause("SCA-108")]
    public async Task Authenticator_app_is_set_up_anew_with_a_text_and_counts_from_its_first_code()
    {
        using var visitor = await banks.SignInAsync();

        await visitor.ChangeByTextAsync("change-authenticator");
        var secret = visitor.Page.Text("secret")!;
        using var device = new OneTimeCodes(secret);
        await visitor.Browser.OpenAsync(visitor.Page.Address);
        Assert.False(visitor.Page.Has("secret"), "The key is shown this once.");
        await visitor.Browser.PressAsync("confirm", ("first-code", await device.NextAsync(TestContext.Current.CancellationToken)));

        Assert.True(visitor.Page.Has("done"), visitor.Page.Describe());
        await visitor.IsAuditedAsync(SecurityEvent.ActionAuthenticated, SecurityEvent.FactorChangeBegun, SecurityEvent.FactorChanged);
        Assert.Equal([(NoticeKind.FactorAdded, nameof(FactorKinds.Totp))], banks.Notices.Of(visitor.Id).Skip(1));
        Assert.False(await visitor.TrySignInAsync(visitor.Customer.Password, await visitor.Customer.Device.NextAsync(TestContext.Current.CancellationToken)));
        Assert.True(await visitor.TrySignInAsync(visitor.Customer.Password, await device.NextAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    [Clause("SCA-212")]
    public async Task Recovery_codes_are_made_shown_once_and_confirm_a_change_each_once()
    {
        using var visitor = await banks.SignInAsync();

        await visitor.ChangeByTextAsync("change-recovery");
        var codes = visitor.Page.Document.QuerySelectorAll("#codes code").Select(code => code.TextContent).ToList();
        Assert.Equal((0, 0, 1, 10), await visitor.CountAsync());
        Assert.Equal(10, codes.Distinct().Count());

        await visitor.BeginAsync("add-phone", "factor-recovery");
        await visitor.ConfirmAsync(codes[0]);
        Assert.True(visitor.Page.Has("activation-code"), visitor.Page.Describe());
        await visitor.BeginAsync("add-phone", "factor-recovery");
        await visitor.ConfirmAsync(codes[0]);

        Assert.True(visitor.Page.Has("fault"), visitor.Page.Describe());
        await visitor.Browser.FollowAsync("back");
        Assert.Contains("9", visitor.Page.Text("recovery-left"), StringComparison.Ordinal);
        await visitor.IsAuditedAsync(
            SecurityEvent.ActionAuthenticated, SecurityEvent.FactorChanged, SecurityEvent.ActionAuthenticated, SecurityEvent.DeviceActivationIssued,
            SecurityEvent.ActionAuthenticationFailed);
    }

    [Fact]
    [Clause("SCA-193")]
    [Clause("SCA-210")]
    public async Task Second_phone_is_added_with_the_first()
    {
        using var visitor = await banks.SignInAsync();
        var phone = await visitor.Bank.EnrolPhoneAsync(visitor.Customer);
        await visitor.BeginAsync("add-phone", "factor-app");

        var prompt = await visitor.ApproveAsync(phone);
        Assert.Equal(("change", "AddFactor", "Banking app"), ((string)prompt.Shown["type"]!, (string)prompt.Shown["kind"]!, (string)prompt.Shown["subject"]!));
        await visitor.Browser.PressAsync("approval-verify", ("password", visitor.Customer.Password));

        var second = await SoftPhone.EnrolAsync(
            visitor.Bank.Server.Wire, visitor.Bank.Server.Kit.PublicAddress, visitor.Page.Text("activation-code")!, visitor.Bank.Server.Clock);
        Assert.NotEqual(phone.Identity.DeviceId, second.Identity.DeviceId);
        Assert.Equal((0, 2, 1, 0), await visitor.CountAsync());
    }

    [Fact]
    [Clause("SCA-105")]
    public async Task Password_is_changed_with_the_app_alone_and_only_the_new_one_counts()
    {
        using var visitor = await banks.SignInAsync();
        using var elsewhere = await OwnVisitor.SignInAsync(visitor.Bank, visitor.Customer);
        visitor.Mark();
        var phone = await visitor.EnrolLockedPhoneAsync();
        await visitor.BeginAsync("change-password", "factor-app");
        Assert.False(visitor.Page.Has("new-password"), "A page that renews itself would lose what is typed.");
        Assert.NotNull(visitor.Page.Response.Header("Refresh"));
        await visitor.ApproveAsync(phone);
        await visitor.Browser.OpenAsync(visitor.Page.Address);
        Assert.Null(visitor.Page.Response.Header("Refresh"));

        await visitor.Browser.PressAsync("approval-verify", ("new-password", "short"), ("repeated", "short"));
        Assert.Contains("at least 10 characters", visitor.Page.Text("fault"), StringComparison.Ordinal);
        await visitor.Browser.PressAsync("approval-verify", ("new-password", "a new password"), ("repeated", "another password"));
        Assert.Contains("not the same", visitor.Page.Text("fault"), StringComparison.Ordinal);
        await visitor.Browser.PressAsync("approval-verify", ("new-password", "a new password"), ("repeated", "a new password"));

        Assert.True(visitor.Page.Has("done"), visitor.Page.Describe());
        await visitor.IsAuditedAsync(SecurityEvent.ActionAuthenticated, SecurityEvent.FactorChanged);
        Assert.Contains((NoticeKind.FactorAdded, nameof(FactorKinds.Password)), banks.Notices.Of(visitor.Id));
        await elsewhere.Browser.OpenAsync(elsewhere.At("security"));
        Assert.True(elsewhere.IsAtSignIn, "What was begun with the old password is over.");
        await visitor.Browser.FollowAsync("back");
        Assert.False(visitor.IsAtSignIn, visitor.Page.Describe());
        Assert.False(await visitor.TrySignInAsync(visitor.Customer.Password, await visitor.Customer.Device.NextAsync(TestContext.Current.CancellationToken)));
        Assert.True(await visitor.TrySignInAsync("a new password", await visitor.Customer.Device.NextAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    [Clause("SCA-213")]
    public async Task Lost_phone_and_lost_number_end_at_once_even_when_the_customer_is_blocked()
    {
        using var visitor = await banks.SignInAsync();
        var phone = await visitor.Bank.EnrolPhoneAsync(visitor.Customer);
        var asked = await visitor.Bank.AskAsync(visitor.Customer);
        await visitor.Bank.UseAsync<CustomerDirectory, bool>(directory => directory.BlockAsync(visitor.Id));

        await visitor.Browser.OpenAsync(visitor.At("devices"));
        visitor.Page.Document.QuerySelector("button.lost")!.Id = "lost";
        await visitor.Browser.PressAsync("lost");
        await visitor.Browser.PressAsync("lose-number");

        Assert.True(visitor.Page.Has("no-phones"), visitor.Page.Describe());
        Assert.False(visitor.Page.Has("lose-number"));
        Assert.Equal((0, 0, 0, 0), await visitor.CountAsync());
        Assert.Null(await phone.FetchAsync());
        await visitor.IsAuditedAsync(SecurityEvent.DeviceReportedLost, SecurityEvent.NumberReportedLost);
        Assert.Equal(
            [(NoticeKind.FactorRemoved, "AppCode, AppApproval"), (NoticeKind.FactorRemoved, nameof(FactorKinds.Sms))],
            banks.Notices.Of(visitor.Id).Where(notice => notice.Kind == NoticeKind.FactorRemoved));
        Assert.IsNotType<VerificationResult.Success>(await visitor.Bank.VerifyAsync(asked, visitor.Customer));
    }

    [Fact]
    public async Task Addresses_of_the_phones_lead_to_the_one_page_for_all()
    {
        using var visitor = await banks.SignInAsync();

        foreach (var path in (string[])["devices", "devices/add", "security"])
        {
            await visitor.Browser.OpenAsync(visitor.At(path));
            Assert.True(visitor.Page.Has("add-phone") && visitor.Page.Has("change-number"), visitor.Page.Describe());
        }
    }
}
