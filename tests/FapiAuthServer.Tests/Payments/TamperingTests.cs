using FapiAuthServer.Data;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Payments;

/// <summary>
/// One character of a payment is changed at each stage on its way: each time it is refused, said in the audit trail, and nothing comes
/// of it. Where it is carried out, and where that is reported, are in <see cref="SampleBankPaymentTests"/> and <see cref="PaymentReportTests"/>.
/// </summary>
public sealed class TamperingTests(PaymentBanks banks)
{
    private const string Refused = "action_not_authenticated";
    private static readonly Order Order = new("123.50");

    public static TheoryData<string> Parts => ["amount", "currency", "name", "account"];

    [Clause("PAR-4")]
    [Theory(DisplayName = "Stage 1: what the browser says beside a pushed request does not count; what was pushed is shown, and nothing else is paid")]
    [MemberData(nameof(Parts))]
    public async Task Beside_the_pushed_request(string part)
    {
        var (bank, client, payer) = await SetAsync();
        using var mine = payer;
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = Order.ToDetails());

        await payer.Browser.ReachConsentAsync(client.AuthorizeUrl(pushed.RequestUri, query => query["authorization_details"] = Order.Change(part).ToDetails()), payer.Customer);
        await payer.Browser.ApproveAsync();
        var tokens = await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request);

        Assert.Equal(Order.ToDetails(), TestKit.Keys.SignedJwt.Parse(tokens.AccessToken).Claims["authorization_details"]!.ToJsonString());
        var refused = await bank.PayAsync(client, tokens.AccessToken, Order.Change(part).ToBody().ToJsonString());
        Assert.Equal((403, "insufficient_authorization"), (refused.Status, refused.Error));
    }

    [Clause("RTS-5.1.d")]
    [Clause("SCA-043")]
    [Theory(DisplayName = "Stage 2: changed between what the consent page showed and the yes")]
    [MemberData(nameof(Parts))]
    public async Task Between_page_and_yes(string part)
    {
        var (bank, client, payer) = await SetAsync();
        using var mine = payer;
        await payer.ReachConsentAsync(client, Order.ToDetails());
        var ledger = Ledger.Open(bank.Server, client.ClientId);

        await TamperAsync(payer, part);
        await payer.Browser.PressAsync("approve");

        await AssertRefusedAsync(bank, payer, ledger);
    }

    [Clause("RTS-5.1.d")]
    [Clause("SCA-043")]
    [Theory(DisplayName = "Stage 3: changed between the yes and the choice of a way")]
    [MemberData(nameof(Parts))]
    public async Task Between_yes_and_challenge(string part)
    {
        var (bank, client, payer) = await SetAsync();
        using var mine = payer;
        await payer.ReachApprovalAsync(client, Order.ToDetails());
        var ledger = Ledger.Open(bank.Server, client.ClientId);

        await TamperAsync(payer, part);
        await payer.Browser.PressAsync("factor-sms");

        Assert.Null(payer.Customer.Texts!.Last);
        await AssertRefusedAsync(bank, payer, ledger);
    }

    [Clause("RTS-5.1.d")]
    [Clause("SCA-043")]
    [Theory(DisplayName = "Stage 4: changed between the question and its answer")]
    [MemberData(nameof(Parts))]
    public async Task Between_challenge_and_answer(string part)
    {
        var (bank, client, payer) = await SetAsync();
        using var mine = payer;
        await payer.ReachApprovalAsync(client, Order.ToDetails());
        await payer.Browser.PressAsync("factor-sms");
        var ledger = Ledger.Open(bank.Server, client.ClientId);

        await TamperAsync(payer, part);
        await payer.EnterAsync(payer.Customer.Texts!.Code);

        await AssertRefusedAsync(bank, payer, ledger);
    }

    [Clause("RTS-5.1.d")]
    [Clause("SCA-043")]
    [Theory(DisplayName = "Stage 5: changed between the approval in the banking app and the answer to the client")]
    [MemberData(nameof(Parts))]
    public async Task Between_approval_and_answer(string part)
    {
        var (bank, client, payer) = await SetAsync();
        using var mine = payer;
        var phone = await payer.EnrolPhoneAsync();
        await payer.ReachApprovalAsync(client, Order.ToDetails());
        await payer.Browser.PressAsync("factor-app");
        var number = int.Parse(payer.Browser.Page.Text("match-number")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(204, (await phone.ApproveAsync((await phone.FetchAsync())!, number)).Status);
        var ledger = Ledger.Open(bank.Server, client.ClientId);

        await TamperAsync(payer, part);
        await payer.Browser.OpenAsync(payer.Browser.Page.Address);

        await AssertRefusedAsync(bank, payer, ledger);
    }

    [Clause("RTS-5.1.d")]
    [Clause("SCA-043")]
    [Theory(DisplayName = "Stage 6: changed between the answer to the client and the token")]
    [MemberData(nameof(Parts))]
    public async Task Between_code_and_token(string part)
    {
        var (bank, client, payer) = await SetAsync();
        using var mine = payer;
        var request = await payer.ReachConsentAsync(client, Order.ToDetails());
        await payer.Browser.ApproveAsync();
        var ledger = Ledger.Open(bank.Server, client.ClientId);

        await bank.UseAsync(services => services.GetRequiredService<FapiDbContext>().Grants.Where(grant => grant.ClientId == client.ClientId)
            .ExecuteUpdateAsync(set => set.SetProperty(grant => grant.AuthorizationDetails, Order.Change(part).ToDetails())));
        var refused = await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request);

        await ledger.TokenIsRefusedAsync(refused, "invalid_grant", "action_changed", "RTS-5.1.d");
        Assert.Null(refused.Text("access_token"));
        Assert.Equal(0, await bank.CountPaymentsAsync(payer));
    }

    private static async Task AssertRefusedAsync(PaymentBank bank, Payer payer, Ledger ledger)
    {
        Assert.Equal("access_denied", payer.Browser.Answer?.Error);
        await ledger.IsRefusedAsync("Authorization", Refused, "RTS-5.1.d");
        Assert.Equal(0, await bank.CountPaymentsAsync(payer));
    }

    private static Task TamperAsync(Payer payer, string part)
    {
        var changed = Order.Change(part);
        return part switch
        {
            "amount" => payer.TamperAsync(Order.Amount, changed.Amount),
            "currency" => payer.TamperAsync(Order.Currency, changed.Currency),
            "name" => payer.TamperAsync(Order.Name, changed.Name),
            _ => payer.TamperAsync(Order.Iban, changed.Iban),
        };
    }

    private async Task<(PaymentBank Bank, FintechClient Client, Payer Payer)> SetAsync()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        return (bank, await bank.RegisterAsync(), await Payer.EnrolAsync(bank.Server));
    }
}
