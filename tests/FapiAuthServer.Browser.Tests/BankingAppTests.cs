using System.Globalization;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Sandboxes;

namespace FapiAuthServer.Browser.Tests;

/// <summary>The customer at a desktop, the app on a phone.</summary>
public sealed class BankingAppTests(AskingBank bank, Chromium chromium) : IClassFixture<AskingBank>
{
    [Fact]
    [Clause("RTS-5")]
    public async Task Payment_is_shown_on_the_phone_and_approved_by_the_number_of_the_desktop()
    {
        var customer = Customer(40);
        await using var phone = await SetUpAsync(customer);
        var (binding, challenge) = await bank.AskAsync(customer, FactorKinds.AppApproval);

        await phone.SeeAsync("prompt-screen");

        Assert.Equal("EUR 123.50", (await phone.TextOfAsync("amount")).Replace('\u00A0', ' '));
        var facts = await phone.TextOfAsync("facts");
        Assert.All(["Green Energy", "DE89 3704 0044 0532 0130 00", "GB29 NWBK 6016 1300 0000 01", "sepa", "Sample Fintech"],
            said => Assert.Contains(said, facts, StringComparison.Ordinal));
        Assert.IsType<VerificationResult.Pending>(await bank.VerifyAsync(challenge, customer, FactorKinds.AppApproval, ""));

        await phone.PickAsync(challenge.MatchNumber!.Value);
        await phone.SeeAsync("said");

        Assert.StartsWith("Approved.", await phone.TextOfAsync("said"), StringComparison.Ordinal);
        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(challenge, customer, FactorKinds.AppApproval, ""));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(binding, success.Code));
        Assert.Empty(phone.Faults);
    }

    [Fact]
    [Clause("RTS-5")]
    public async Task Code_that_the_phone_shows_is_typed_at_the_desktop()
    {
        var customer = Customer(41);
        await using var phone = await SetUpAsync(customer);
        var (binding, challenge) = await bank.AskAsync(customer, FactorKinds.AppCode);
        await phone.SeeAsync("prompt-screen");

        var code = await phone.TextOfAsync("code");

        Assert.Matches("^[0-9]{4} [0-9]{4}$", code);
        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(challenge, customer, FactorKinds.AppCode, code));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(binding, success.Code));
        await phone.SeeAsync("waiting-screen");
        Assert.Empty(phone.Faults);
    }

    [Theory]
    [InlineData(45, "factor-app")]
    [InlineData(46, "factor-app-code")]
    [Clause("RTS-5")]
    public async Task Customer_of_a_fintech_pays_with_the_phone(int number, string factor)
    {
        var customer = Customer(number);
        await using var phone = await SetUpAsync(customer);
        await using var desktop = await PayingDesktop.BeginAsync(chromium, await bank.Server.ConnectAsync("fapi2-pkjwt-dpop-1"), customer);

        var shown = await desktop.ChooseAsync(factor, factor == "factor-app" ? "match-number" : "approval-hint");
        await phone.SeeAsync("prompt-screen");
        Assert.Equal("EUR 123.50", (await phone.TextOfAsync("amount")).Replace('\u00A0', ' '));
        Assert.Contains("Green Energy", await phone.TextOfAsync("facts"), StringComparison.Ordinal);
        if (factor == "factor-app")
        {
            await phone.PickAsync(int.Parse(shown, CultureInfo.InvariantCulture));
            await phone.SeeAsync("said");
        }
        else
        {
            await desktop.TypeAsync(await phone.TextOfAsync("code"));
        }

        var tokens = await desktop.FinishAsync(byItself: factor == "factor-app");
        tokens.Expect(200);
        var token = SignedJwt.Parse(tokens.AccessToken);
        Assert.NotNull((string?)token.Claims["sca"]!["transaction_hash"]);
        Assert.Equal("123.50", (string?)token.Claims["authorization_details"]![0]!["instructedAmount"]!["amount"]);
        Assert.Empty(phone.Faults);
    }

    [Fact]
    [Clause("RTS-5")]
    public async Task Payment_that_is_refused_on_the_phone_is_refused_at_the_desktop()
    {
        var customer = Customer(47);
        await using var phone = await SetUpAsync(customer);
        await using var desktop = await PayingDesktop.BeginAsync(chromium, await bank.Server.ConnectAsync("fapi2-pkjwt-dpop-1"), customer);
        await desktop.ChooseAsync("factor-app", "match-number");
        await phone.SeeAsync("prompt-screen");

        await phone.Page.Locator("#deny").ClickAsync();
        await phone.SeeAsync("said");

        Assert.Equal("access_denied", await desktop.FinishRefusedAsync());
    }

    [Theory]
    [InlineData(42, "deny")]
    [InlineData(43, "disown")]
    public async Task Customer_who_did_not_start_it_stops_it_on_the_phone(int number, string button)
    {
        var customer = Customer(number);
        await using var phone = await SetUpAsync(customer);
        var (_, challenge) = await bank.AskAsync(customer, FactorKinds.AppApproval);
        await phone.SeeAsync("prompt-screen");

        await phone.Page.Locator("#" + button).ClickAsync();
        await phone.SeeAsync("said");

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(challenge, customer, FactorKinds.AppApproval, ""));
        Assert.Empty(phone.Faults);
    }

    [Fact]
    [Clause("RTS-24")]
    public async Task Keys_stay_in_the_phone_and_the_code_that_set_it_up_is_spent()
    {
        await using var phone = await Phone.BuyAsync(chromium);
        var link = await phone.SetUpAsync(chromium, Devices, Customer(44));

        Assert.All(await phone.AreKeysExtractableAsync(), Assert.False);
        Assert.DoesNotContain("activate", phone.Page.Url, StringComparison.Ordinal);

        await phone.Page.ReloadAsync();
        await phone.SeeAsync("waiting-screen"); // It is still set up.

        await using var other = await Phone.BuyAsync(chromium);
        await other.OpenAsync(link);
        Assert.NotEqual("", await other.Page.Locator("#activation-code").InputValueAsync());
        await other.Page.Locator("#enrol").ClickAsync();
        await other.Page.Locator("#enrol-fault").WaitForAsync();
        await other.SeeAsync("enrol-screen");
        Assert.Empty(phone.Faults.Concat(other.Faults));
    }

    private Uri Devices => new(bank.Server.Kit.PublicAddress, "/fapi2/devices");

    private SandboxCustomer Customer(int number) => bank.Server.Kit.Customers[number];

    private async Task<Phone> SetUpAsync(SandboxCustomer customer)
    {
        var phone = await Phone.BuyAsync(chromium);
        await phone.SetUpAsync(chromium, Devices, customer);
        return phone;
    }
}
