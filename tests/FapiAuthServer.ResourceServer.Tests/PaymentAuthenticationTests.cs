using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class PaymentAuthenticationTests : IAsyncLifetime
{
    // The forms that the authorization server hashes; what is written here is the contract between the two.
    private const string Form =
        """{"v":1,"type":"payment","scheme":"payment_initiation","amount":"123.5","currency":"EUR","payee":{"account":"DE02100100109307118603","name":"Merchant A"},"from":null}""";

    private const string BatchForm =
        """{"v":1,"type":"batch","scheme":"payment_initiation","total":"130.5","payments":[{"amount":"123.5","currency":"EUR","payee":{"account":"DE02100100109307118603","name":"Merchant A"}},{"amount":"7","currency":"EUR","payee":{"account":"GB29NWBK60161331926819","name":"Caf\u00E9 \u0026 Bar"}}],"from":null}""";

    private static readonly PaymentOrder First = new(123.50m, "EUR", "Merchant A", "DE02100100109307118603");
    private static readonly PaymentOrder Second = new(7m, "EUR", "Café & Bar", "GB29NWBK60161331926819");

    private BankApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await BankApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public void Hash_is_that_of_the_canonical_form() => Assert.Equal(HashOf(Form), TransactionHash.Of([First]));

    [Fact]
    public void Hash_of_a_batch_is_over_the_total_and_every_payment_in_order()
    {
        Assert.Equal(HashOf(BatchForm), TransactionHash.Of([First, Second]));
        Assert.NotEqual(HashOf(BatchForm), TransactionHash.Of([Second, First]));
    }

    [Fact]
    public void Account_that_is_paid_from_is_part_of_the_hash()
    {
        var form = Form.Replace("\"from\":null", "\"from\":\"GB29NWBK60161331926819\"", StringComparison.Ordinal);

        Assert.Equal(HashOf(form), TransactionHash.Of([First with { DebtorAccount = "gb29 NWBK 6016 1331 9268 19" }]));
        Assert.NotEqual(HashOf(form), TransactionHash.Of([First]));
    }

    [Theory]
    [InlineData("123.50", "EUR", "Merchant A", "DE02100100109307118603", true)]
    [InlineData("123.5", "EUR", "Merchant A", "de02 1001 0010 9307 1186 03", true)]
    [InlineData("123.51", "EUR", "Merchant A", "DE02100100109307118603", false)]
    [InlineData("123.500000001", "EUR", "Merchant A", "DE02100100109307118603", false)]
    [InlineData("1123.50", "EUR", "Merchant A", "DE02100100109307118603", false)]
    [InlineData("-123.50", "EUR", "Merchant A", "DE02100100109307118603", false)]
    [InlineData("123.50", "USD", "Merchant A", "DE02100100109307118603", false)]
    [InlineData("123.50", "EUR", "Merchant B", "DE02100100109307118603", false)]
    [InlineData("123.50", "EUR", "merchant A", "DE02100100109307118603", false)]
    [InlineData("123.50", "EUR", "Merchant A", "DE02100100109307118604", false)]
    public async Task Only_what_the_customer_authenticated_for_is_paid(string amount, string currency, string name, string account, bool isPaid)
    {
        var token = _api.KeyToken(claims => claims["sca"] = new JsonObject { ["transaction_hash"] = HashOf(Form) });
        var path = "/pay";
        var query = $"?amount={amount}&currency={currency}&name={Uri.EscapeDataString(name)}&account={Uri.EscapeDataString(account)}";

        var answer = await _api.SendAsync(_api.Good(token, path) with { Target = path + query });

        if (isPaid)
            Assert.Equal(200, answer.Status);
        else
            answer.IsRefusal(403, "insufficient_authorization", "DPoP");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("\"x\"")]
    [InlineData("""{"transaction_hash":1}""")]
    [InlineData("""{"transaction_hash":""}""")]
    public async Task Token_without_a_hash_pays_nothing(string? sca)
    {
        var token = _api.KeyToken(claims =>
        {
            if (sca is not null)
                claims["sca"] = JsonNode.Parse(sca);
        });
        var query = "?amount=123.50&currency=EUR&name=Merchant%20A&account=DE02100100109307118603";

        (await _api.SendAsync(_api.Good(token, "/pay") with { Target = "/pay" + query })).IsRefusal(403, "insufficient_authorization", "DPoP");
    }

    [Theory]
    [InlineData("urn:sca", -1, true)]
    [InlineData("urn:sca:linked", -5, true)]
    [InlineData("urn:sca", -6, false)]
    [InlineData("urn:password", -1, false)]
    [InlineData(null, -1, false)]
    [InlineData("urn:sca", null, false)]
    public async Task Weak_or_old_authentication_is_answered_with_what_would_do(string? acr, int? minutes, bool isEnough)
    {
        var token = _api.KeyToken(claims =>
        {
            claims["acr"] = acr;
            claims.Remove("auth_time");
            if (minutes is { } at)
                claims["auth_time"] = _api.Now.AddMinutes(at).ToUnixTimeSeconds();
        });

        var answer = await _api.SendAsync(_api.Good(token, "/strong"));

        if (isEnough)
        {
            Assert.Equal(200, answer.Status);
            return;
        }

        answer.IsRefusal(401, "insufficient_user_authentication", "DPoP");
        Assert.Contains("acr_values=\"urn:sca urn:sca:linked\", max_age=\"300\"", answer.Challenge("DPoP"), StringComparison.Ordinal);
    }

    [Fact]
    public void Demand_for_nothing_is_a_mistake()
    {
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireUserAuthentication(null));
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireUserAuthentication(TimeSpan.FromSeconds(-1), "urn:sca"));
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireUserAuthentication(null, "urn sca"));
        Assert.Throws<ArgumentException>(() => new AuthorizationPolicyBuilder().RequireUserAuthentication(null, ""));
    }

    private static string HashOf(string form)
        => System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form)));
}
