using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>A payment: asked for to the last digit, confirmed by the customer with a factor bound to it, and carried by the token to the bank's API.</summary>
public sealed class PayByStrongAuthentication(CookbookServers servers)
{
    private const string Payment =
        """[{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"}}]""";

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Customer_pays_a_merchant(DatabaseKind database)
    {
        var bank = await servers.OnAsync(database);
        var customer = bank.Kit.NextCustomer();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-1");

        // Push the payment as authorization details: amount, payee and account are what the customer will confirm.
        AuthorizationRequest request;
        PushResponse pushed;
        {
            request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };

            pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = Payment);

            pushed.Expect(201);
        }

        // Send the customer: after the sign-in and their yes, the bank asks for a factor that is bound to this payment.
        AuthorizationAnswer answer;
        {
            using var browser = bank.OpenBrowser();
            await browser.ReachConsentAsync(client.AuthorizeUrl(pushed.RequestUri), customer);
            await browser.PressAsync("approve");
            await browser.PressAsync("factor-sms");
            Assert.StartsWith("Pay 123.50 EUR to Merchant A", customer.Texts!.Last, StringComparison.Ordinal);

            await browser.PressAsync("approval-verify", ("approval-code", customer.Texts.Code));

            answer = browser.Answer!;
            Assert.Equal(request.State, answer.State);
        }

        // Redeem the code: the token says which payment, and by what hash the API finds that it is this one and no other.
        {
            var tokens = await client.RedeemCodeAsync(answer.Code, request);

            tokens.Expect(200);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Payment), tokens.Json["authorization_details"]));
            var token = SignedJwt.Parse(tokens.AccessToken);
            Assert.Equal(43, token.Claims["sca"]!["transaction_hash"]!.GetValue<string>().Length);
            Assert.Contains("sms", token.Claims["amr"]!.AsArray().Select(method => method!.GetValue<string>()));
        }
    }
}
