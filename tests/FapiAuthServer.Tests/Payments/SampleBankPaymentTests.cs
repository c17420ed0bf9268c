using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Payments;

/// <summary><c>POST /payments</c> of the sample bank: carries out what the customer agreed to, once, and reports it.</summary>
public sealed class SampleBankPaymentTests(PaymentBanks banks)
{
    private static readonly Order Order = new("123.50");

    [Clause("RTS-29")]
    [Theory(DisplayName = "A payment is carried out and stands in the evidence, with the article where it was exempt")]
    [InlineData("123.50", null)]
    [InlineData("30.00", Article.LowValue)]
    public async Task Payment_is_carried_out_and_reported(string amount, Article? article)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var order = new Order(amount);
        var tokens = await PaymentBank.AgreeAsync(payer, client, order);

        var paid = await bank.PayAsync(client, tokens.AccessToken, order.ToBody().ToJsonString());

        var id = paid.Expect(201).Text("paymentId")!;
        Assert.Equal(id, (await client.CallApiAsync(new Uri(bank.Server.Kit.BankAddress, $"/payments/{id}"), tokens.AccessToken)).Expect(200).Text("paymentId"));
        var record = await WaitForAsync(bank, id);
        Assert.Equal((payer.Id, article, client.ClientId), (record.CustomerId, record.Article, record.ClientId));
    }

    [Fact(DisplayName = "One agreement is one payment, however often and with however many tokens it is asked for")]
    public async Task Payment_is_carried_out_once()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var tokens = await PaymentBank.AgreeAsync(payer, client, Order);
        var body = Order.ToBody().ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bank.PayAsync(client, tokens.AccessToken, body)));

        await WaitForAsync(bank, Assert.Single(answers, answer => answer.Status == 201).Text("paymentId")!);
        Assert.Equal(4, answers.Count(answer => answer.Status == 409));
        Assert.Equal(1, await bank.CountPaymentsAsync(payer));
    }

    [Clause("RTS-5.1.d")]
    [Clause("SCA-042")]
    [Clause("SCA-043")]
    [Theory(DisplayName = "A payment that is not, to the character, what the customer agreed to is refused, said in the log, and not carried out")]
    [InlineData("amount")]
    [InlineData("currency")]
    [InlineData("name")]
    [InlineData("letter of the name")]
    [InlineData("account")]
    public async Task Changed_payment_is_refused(string what)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var tokens = await PaymentBank.AgreeAsync(payer, client, Order);

        var refused = await bank.PayAsync(client, tokens.AccessToken, Order.Change(what).ToBody().ToJsonString());

        Assert.Equal((403, "insufficient_authorization"), (refused.Status, refused.Error));
        Assert.Contains("MakePayment answered 403, interaction", await bank.ApiLogAsync(), StringComparison.Ordinal);

        // The agreement is as good as before: had the other been carried out, this would be the second.
        var paid = await bank.PayAsync(client, tokens.AccessToken, Order.ToBody().ToJsonString());
        await WaitForAsync(bank, paid.Expect(201).Text("paymentId")!);
        Assert.Equal(1, await bank.CountPaymentsAsync(payer));
    }

    [Theory(DisplayName = "What is no payment is refused as such")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"instructedAmount":null,"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"}}""")]
    [InlineData("""{"instructedAmount":{"currency":"EUR"},"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"}}""")]
    [InlineData("""{"instructedAmount":{"currency":"EUR","amount":"-123.50"},"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"}}""")]
    [InlineData("""{"instructedAmount":{"currency":"EUR","amount":"1,235e2"},"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"}}""")]
    [InlineData("""{"instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A"}""")]
    public async Task Malformed_payment_is_refused(string body)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var tokens = await PaymentBank.AgreeAsync(payer, client, Order);

        Assert.Equal(400, (await bank.PayAsync(client, tokens.AccessToken, body)).Status);
        Assert.Equal(401, (await bank.PayAsync(client, tokens.AccessToken, body, call => call.AccessToken = null)).Status);

        (await bank.PayAsync(client, tokens.AccessToken, Order.ToBody().ToJsonString())).Expect(201);
    }

    [Theory(DisplayName = "A token without a payment, or of another customer's, pays nothing")]
    [InlineData("account information", 403)]
    [InlineData("other client's key", 401)]
    [InlineData("client itself", 400)]
    public async Task Other_tokens_pay_nothing(string which, int status)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var body = Order.ToBody().ToJsonString();

        var refused = which switch
        {
            "account information" => await bank.PayAsync(client, await AccountTokenAsync(payer, client), body),
            "client itself" => await bank.PayAsync(client, (await client.ClientCredentialsAsync("accounts")).AccessToken, body),
            _ => await bank.PayAsync(await bank.RegisterAsync(), (await PaymentBank.AgreeAsync(payer, client, Order)).AccessToken, body),
        };

        Assert.Equal(status, refused.Status);
        Assert.Equal(0, await bank.CountPaymentsAsync(payer));
    }

    private static async Task<string> AccountTokenAsync(Payer payer, FintechClient client)
    {
        var request = await payer.ReachConsentAsync(client, """[{"type":"account_information","actions":["list_accounts"]}]""");
        await payer.Browser.PressAsync("approve");
        return (await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request)).AccessToken;
    }

    // It is reported beside the payment.
    private static async Task<PaymentRecord> WaitForAsync(PaymentBank bank, string paymentId)
    {
        for (var deadline = DateTimeOffset.UtcNow.AddSeconds(30); DateTimeOffset.UtcNow < deadline; await Task.Delay(50))
        {
            if (await bank.FindPaymentAsync(paymentId) is { } record)
            {
                return record;
            }
        }
        throw new InvalidOperationException($"The payment was not reported:\n{await bank.ApiLogAsync()}");
    }
}
