using System.Text;
using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Tests.Interaction.Security;

/// <summary>What must not change anything a customer authenticates with.</summary>
public sealed class OwnChangeRefusalTests(OwnBanks banks) : IClassFixture<OwnBanks>
{
    private static readonly string[] Changes = ["Phone", "Number", "AuthenticatorApp", "RecoveryCodes", "Password"];

    private static readonly (int, int, int, int) AsSeeded = (0, 0, 1, 0);

    public static TheoryData<string> EachChange => [.. Changes];

    [Theory]
    [Clause("SCA-105")]
    [InlineData("devices")]
    [InlineData("devices/add")]
    [InlineData("security")]
    [InlineData("security/change")]
    public async Task Nobody_sees_or_changes_anything_without_signing_in(string path)
    {
        var bank = await banks.OpenAsync();
        using var browser = bank.Server.OpenBrowser();
        var address = new Uri(bank.Server.Kit.PublicAddress, "/fapi2/" + path);

        await browser.OpenAsync(address);
        Assert.Equal("/fapi2/devices/sign-in", browser.Page.Address.AbsolutePath);
        var token = browser.Page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.PostAsync(address, new FormParameters { ["__RequestVerificationToken"] = token, ["step"] = "open", ["kind"] = "Phone", ["number"] = "true" });

        Assert.Equal("/fapi2/devices/sign-in", browser.Page.Address.AbsolutePath);
    }

    [Fact]
    [Clause("SCA-105")]
    public async Task Session_of_less_than_two_elements_manages_nothing()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.Browser.OpenAsync(visitor.At("security"));
        Assert.Equal(1, await visitor.Bank.UseAsync<FapiDbContext, int>(db => db.CustomerSessions
            .Where(session => session.Customer.Contains(visitor.Customer.Subject))
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.Customer, session => session.Customer.Replace("mfa", "pin")))));

        await visitor.Browser.PressAsync("add-phone");

        Assert.True(visitor.IsAtSignIn, visitor.Page.Describe());
        Assert.Equal(AsSeeded, await visitor.CountAsync());
    }

    [Fact]
    [Clause("SCA-105")]
    public async Task Who_signs_in_next_in_the_same_browser_does_not_go_on_with_the_change()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.BeginAsync("add-phone", "factor-sms");
        var code = visitor.Customer.Texts!.Code;
        using var stale = await visitor.OpenTwinAsync();
        var other = visitor.Bank.NextCustomer();

        await visitor.Browser.OpenAsync(visitor.At("devices/sign-in"));
        await visitor.Browser.PressAsync("sign-in", ("username", other.Username), ("password", other.Password), ("otp", await other.Device.NextAsync(TestContext.Current.CancellationToken)));
        await visitor.Browser.OpenAsync(visitor.At("security/change"));
        Assert.Equal("/fapi2/security", visitor.Page.Address.AbsolutePath);
        await stale.PressAsync("approval-verify", ("password", visitor.Customer.Password), ("approval-code", code));

        Assert.Equal("/fapi2/devices/sign-in", stale.Page.Address.AbsolutePath);
        Assert.Equal(AsSeeded, await visitor.CountAsync());
    }

    [Fact]
    [Clause("SCA-030")]
    public async Task Five_idle_minutes_end_the_visit_and_a_page_that_renews_itself_is_no_activity()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.EnrolLockedPhoneAsync();
        await visitor.BeginAsync("change-password", "factor-app");
        using (visitor.Bank.Server.Clock.Forward(TimeSpan.FromMinutes(4)))
        {
            await visitor.Browser.OpenAsync(visitor.Page.Address);
            Assert.True(visitor.Page.Has("match-number"), visitor.Page.Describe());
        }

        using var late = visitor.Bank.Server.Clock.Forward(TimeSpan.FromMinutes(5));
        await visitor.Browser.PressAsync("approval-again");

        Assert.True(visitor.IsAtSignIn, visitor.Page.Describe());
        await visitor.Browser.OpenAsync(visitor.At("security"));
        Assert.True(visitor.IsAtSignIn, visitor.Page.Describe());
    }

    [Theory]
    [InlineData("devices")]
    [InlineData("security")]
    [InlineData("security/change")]
    public async Task Form_of_another_site_is_refused(string path)
    {
        using var visitor = await banks.SignInAsync();
        var phone = await visitor.Bank.EnrolPhoneAsync(visitor.Customer);
        visitor.Mark();

        await visitor.Browser.PostAsync(visitor.At(path), new FormParameters { ["device"] = phone.Identity.DeviceId, ["step"] = "open", ["kind"] = "Phone" }, isCrossSite: true);
        Assert.Equal(400, visitor.Page.Response.Status);
        await visitor.Browser.PostAsync(visitor.At(path), new FormParameters { ["device"] = phone.Identity.DeviceId, ["step"] = "open", ["kind"] = "Phone" });
        Assert.Equal(400, visitor.Page.Response.Status);

        Assert.True(visitor.Page.IsError, visitor.Page.Describe());
        Assert.Equal((0, 1, 1, 0), await visitor.CountAsync());
        await visitor.IsAuditedAsync();
    }

    [Fact]
    [Clause("SCA-105")]
    public async Task Phone_of_somebody_else_or_of_nobody_cannot_be_reported_lost()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.Bank.EnrolPhoneAsync(visitor.Customer);
        var other = visitor.Bank.NextCustomer();
        var theirs = await visitor.Bank.EnrolPhoneAsync(other);
        visitor.Mark();

        foreach (var device in (string[])[theirs.Identity.DeviceId, Guid.NewGuid().ToString(), "no id"])
        {
            await visitor.Browser.OpenAsync(visitor.At("devices"));
            var button = visitor.Page.Document.QuerySelector("button.lost")!;
            button.Id = "lost";
            button.SetAttribute("value", device);
            await visitor.Browser.PressAsync("lost");
            Assert.True(visitor.Page.Has("fault"), visitor.Page.Describe());
        }

        Assert.Equal((0, 1, 1, 0), await visitor.CountAsync());
        await visitor.Bank.AskAsync(other);
        Assert.NotNull(await theirs.FetchAsync());
        await visitor.IsAuditedAsync(SecurityEvent.FactorChangeRefused, SecurityEvent.FactorChangeRefused, SecurityEvent.FactorChangeRefused);
    }

    [Theory]
    [Clause("SCA-105")]
    [InlineData("change-number", "factor-totp", "Sms")]
    [InlineData("change-authenticator", "factor-sms", "Totp")]
    [InlineData("change-recovery", "factor-sms", "RecoveryCode")]
    [InlineData("add-phone", "factor-sms", "Password")]
    [InlineData("add-phone", "factor-sms", "None")]
    public async Task Factor_that_changes_does_not_vouch_for_itself(string change, string way, string very)
    {
        using var visitor = await banks.SignInAsync();
        await visitor.ChangeByTextAsync("change-recovery");
        visitor.Mark();
        var before = (visitor.Customer.Texts!.Last, await visitor.CountAsync());
        await visitor.Browser.OpenAsync(visitor.At("security"));
        await visitor.Browser.PressAsync(change);
        Assert.DoesNotContain($"value=\"{very}\"", visitor.Page.Document.Body!.InnerHtml, StringComparison.Ordinal);

        visitor.Page.Element(way).SetAttribute("value", very);
        await visitor.Browser.PressAsync(way, change == "change-number" ? [("new-number", "+4917012345678")] : []);

        Assert.False(visitor.Page.Has("approval-verify"), visitor.Page.Describe());
        Assert.Equal(before, (visitor.Customer.Texts.Last, await visitor.CountAsync()));
        await visitor.IsAuditedAsync();
    }

    [Fact]
    [Clause("SCA-105")]
    public async Task Customer_who_has_nothing_that_is_enough_without_the_password_cannot_change_it()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.Bank.EnrolPhoneAsync(visitor.Customer); // nothing vouches for how it is unlocked

        await visitor.Browser.OpenAsync(visitor.At("security"));
        await visitor.Browser.PressAsync("change-password");

        Assert.True(visitor.Page.Has("no-way"), visitor.Page.Describe());
    }

    [Fact]
    [Clause("SCA-024")]
    [Clause("SCA-025")]
    public async Task Wrong_codes_change_nothing_and_five_block_and_then_the_right_one_is_refused_in_the_same_words()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.BeginAsync("add-phone", "factor-sms");
        var code = visitor.Customer.Texts!.Code;
        var words = new List<string?>();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await visitor.ConfirmAsync(Wrong(code));
            words.Add(visitor.Page.Text("fault"));
        }
        await visitor.ConfirmAsync(code);
        words.Add(visitor.Page.Text("fault"));

        Assert.NotNull(Assert.Single(words.Distinct()));
        Assert.False(visitor.Page.Has("activation-code"));
        Assert.Equal(AsSeeded, await visitor.CountAsync());
        await visitor.IsAuditedAsync([.. Enumerable.Repeat(SecurityEvent.ActionAuthenticationFailed, 6)]);
        await visitor.Browser.OpenAsync(visitor.At("security"));
        await visitor.Browser.PressAsync("change-recovery");
        await visitor.Browser.PressAsync("factor-sms");
        Assert.True(visitor.Page.Has("fault"), "Whoever is blocked is asked nothing more.");
        Assert.Equal(code, visitor.Customer.Texts.Code);
    }

    [Theory]
    [Clause("SCA-105")]
    [MemberData(nameof(EachChange))]
    public async Task Customer_who_is_blocked_meanwhile_changes_nothing(string change)
    {
        using var visitor = await banks.SignInAsync();
        var phone = await visitor.EnrolLockedPhoneAsync();
        var before = await visitor.CountAsync();
        await OpenAsync(visitor, change, "factor-app");
        await visitor.ApproveAsync(phone);
        await visitor.Browser.OpenAsync(visitor.Page.Address);
        await visitor.Bank.UseAsync<CustomerDirectory, bool>(directory => directory.BlockAsync(visitor.Id));
        visitor.Mark();

        await visitor.Browser.PressAsync("approval-verify", change == "Password"
            ? [("new-password", "a new password"), ("repeated", "a new password")]
            : [("password", visitor.Customer.Password)]);

        Assert.True(visitor.Page.Has("fault"), visitor.Page.Describe());
        Assert.Equal(before, await visitor.CountAsync());
        Assert.Equal(FactorKinds.Sms | FactorKinds.AppApproval | FactorKinds.AppCode, await visitor.FactorsAddedAsync());
        await visitor.IsAuditedAsync(SecurityEvent.ActionAuthenticationFailed);
    }

    [Fact]
    [Clause("SCA-020")]
    public async Task Form_that_is_sent_again_or_belongs_to_another_change_does_nothing()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.BeginAsync("change-recovery", "factor-sms");
        var (code, form) = (visitor.Customer.Texts!.Code, await visitor.OpenTwinAsync());
        using var stale = await visitor.OpenTwinAsync();

        stale.Page.Document.QuerySelector("#approval input[name=kind]")!.SetAttribute("value", "Phone");
        await stale.PressAsync("approval-verify", ("password", visitor.Customer.Password), ("approval-code", code));
        Assert.False(stale.Page.Has("activation-code"));
        Assert.Equal(AsSeeded, await visitor.CountAsync());

        await visitor.ConfirmAsync(code);
        var codes = visitor.Page.Document.QuerySelector("#codes")!.TextContent;
        await form.PressAsync("approval-verify", ("password", visitor.Customer.Password), ("approval-code", code));
        Assert.False(form.Page.Has("codes"), form.Page.Describe());
        form.Dispose();

        Assert.Equal((0, 0, 1, 10), await visitor.CountAsync());
        Assert.NotEmpty(codes);
        await visitor.IsAuditedAsync(SecurityEvent.ActionAuthenticated, SecurityEvent.FactorChanged);
    }

    [Theory]
    [Clause("SCA-020")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_forms_that_are_sent_at_once_one_makes_the_change(DatabaseKind database)
    {
        using var visitor = await banks.SignInAsync(database);
        await visitor.BeginAsync("add-phone", "factor-sms");
        var code = visitor.Customer.Texts!.Code;
        var twins = new List<CustomerBrowser>();
        for (var twin = 0; twin < 3; twin++)
        {
            twins.Add(await visitor.OpenTwinAsync());
        }

        await Task.WhenAll(twins.Select(twin => twin.PressAsync("approval-verify", ("password", visitor.Customer.Password), ("approval-code", code))));

        Assert.Single(twins, twin => twin.Page.Has("activation-code"));
        Assert.Equal((1, 0, 1, 0), await visitor.CountAsync());
        twins.ForEach(twin => twin.Dispose());
    }

    [Theory]
    [Clause("SCA-108")]
    [InlineData("change-number")]
    [InlineData("change-authenticator")]
    public async Task Wrong_first_code_leaves_what_was_and_counts(string change)
    {
        using var visitor = await banks.SignInAsync();
        var number = new TextMessages(visitor.Bank.Server.Kit.Directory, "+4917087654321");
        await (change == "change-number"
            ? visitor.ChangeByAuthenticatorAsync(change, ("new-number", number.Number))
            : visitor.ChangeByTextAsync(change));
        visitor.Mark();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await visitor.Browser.PressAsync("confirm", ("first-code", "0000000"));
            Assert.True(visitor.Page.Has("fault"), visitor.Page.Describe());
        }
        var right = change == "change-number" ? number.Code : "000000";
        await visitor.Browser.PressAsync("confirm", ("first-code", right));

        Assert.True(visitor.Page.Has("fault"), "Five failures have blocked the customer.");
        await visitor.IsAuditedAsync([.. Enumerable.Repeat(SecurityEvent.FactorChangeRefused, 6)]);
        await visitor.Browser.OpenAsync(visitor.At("security"));
        Assert.Contains(visitor.Customer.Texts!.Number[^4..], visitor.Page.Text("number-end"), StringComparison.Ordinal);
        Assert.Equal(FactorKinds.Sms, await visitor.FactorsAddedAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0170 1234567")]
    [InlineData("+0170123456")]
    [InlineData("+49 170 12345678901234")]
    [InlineData("ada@bank.example")]
    [InlineData("+49170１２３４５６７")]
    public async Task What_is_no_number_is_said_so_and_nobody_is_asked(string number)
    {
        using var visitor = await banks.SignInAsync();
        await visitor.Browser.OpenAsync(visitor.At("security"));
        await visitor.Browser.PressAsync("change-number");

        await visitor.Browser.PressAsync("factor-totp", ("new-number", number));

        Assert.Contains("not a number", visitor.Page.Text("fault"), StringComparison.Ordinal);
        Assert.False(visitor.Page.Has("approval-verify"));
        Assert.Equal(AsSeeded, await visitor.CountAsync());
    }

    [Fact]
    public async Task Session_gets_a_new_id_when_assurance_rises_and_the_old_one_is_worth_nothing()
    {
        using var visitor = await banks.SignInAsync();
        await visitor.BeginAsync("add-phone", "factor-sms");
        using var thief = await visitor.OpenTwinAsync();
        var before = visitor.Session;

        await visitor.ConfirmAsync(visitor.Customer.Texts!.Code);

        Assert.NotEqual(before, visitor.Session);
        await thief.OpenAsync(visitor.At("security"));
        Assert.Equal("/fapi2/devices/sign-in", thief.Page.Address.AbsolutePath);
        await visitor.Browser.OpenAsync(visitor.At("security"));
        Assert.False(visitor.IsAtSignIn);
    }

    [Fact]
    [Clause("SCA-104")]
    public async Task Secrets_are_in_no_address_log_or_row()
    {
        using var visitor = await banks.SignInAsync();
        const string number = "+4917055501234";
        var secrets = new List<string> { number, number[1..] };
        var addresses = new List<Uri>();

        await visitor.ChangeByTextAsync("change-authenticator");
        secrets.Add(visitor.Page.Text("secret")!);
        addresses.Add(visitor.Page.Address);
        await visitor.ChangeByTextAsync("change-recovery");
        secrets.AddRange(visitor.Page.Document.QuerySelectorAll("#codes code").SelectMany(code => (string[])[code.TextContent, code.TextContent.Replace("-", "", StringComparison.Ordinal)]));
        addresses.Add(visitor.Page.Address);
        await visitor.ChangeByTextAsync("add-phone");
        secrets.Add(visitor.Page.Text("activation-code")!);
        addresses.Add(visitor.Page.Address);
        await visitor.ChangeByAuthenticatorAsync("change-number", ("new-number", number));
        addresses.Add(visitor.Page.Address);
        secrets.Add(visitor.Customer.Password);

        Assert.All(addresses, address => Assert.Equal("/fapi2/security/change", address.PathAndQuery));
        var dump = await visitor.Bank.UseAsync<FapiDbContext, string>(DumpAsync);
        Assert.All(secrets, secret =>
        {
            Assert.DoesNotContain(secret, visitor.Bank.Server.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, dump, StringComparison.Ordinal);
        });
    }

    private static Task OpenAsync(OwnVisitor visitor, string change, string way) => change switch
    {
        "Phone" => visitor.BeginAsync("add-phone", way),
        "Number" => visitor.BeginAsync("change-number", way, ("new-number", "+4917012345678")),
        "AuthenticatorApp" => visitor.BeginAsync("change-authenticator", way),
        "RecoveryCodes" => visitor.BeginAsync("change-recovery", way),
        _ => visitor.BeginAsync("change-password", way),
    };

    private static string Wrong(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];

    private static async Task<string> DumpAsync(FapiDbContext db)
    {
        var text = new StringBuilder();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).Distinct())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    text.AppendLine(reader.GetValue(column) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : reader.GetValue(column).ToString());
                }
            }
        }
        return text.ToString();
    }
}
