using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Rich Authorization Requests (RFC 9396): what exactly is asked for is checked, shown, granted and carried, to the last member.</summary>
public sealed class AuthorizationDetailsTests(ConformanceBanks banks)
{
    private const string Payment =
        """{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"},"remittanceInformationUnstructured":"Ref Number Merchant"}""";

    private const string Balances = """{"type":"account_information","actions":["read_balances"]}""";

    [Theory(DisplayName = "A payment without any scope is granted, and the tokens and their introspection say which")]
    [EachVariant]
    public async Task Payment_is_granted_and_carried(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var client = scene.First;
        var authorized = await scene.AuthorizeAsync(client, push: push => Ask(push, $"[{Payment}]", scope: null));

        var tokens = await client.RedeemCodeAsync(authorized.Code, authorized.Request);

        Same($"[{Payment}]", tokens.Expect(200).Json["authorization_details"]);
        Assert.Null(tokens.Scope);
        var token = SignedJwt.Parse(tokens.AccessToken);
        Same($"[{Payment}]", token.Claims["authorization_details"]);
        Assert.Equal("https://localhost:9445", token["aud"]);
        var api = await scene.Bank.Server.ConnectAsync("fapi2-rs-1");
        Same($"[{Payment}]", (await api.IntrospectAsync(tokens.AccessToken)).Expect(200).Json["authorization_details"]);
    }

    [Theory(DisplayName = "The consent page shows amount, payee, account and reference, and does not say that no money can be moved")]
    [EachVariant("pkjwt-dpop")]
    public async Task Payment_is_shown(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var client = scene.First;
        var pushed = await client.PushAsync(scene.NewRequest(client), push => Ask(push, $"[{Payment}]", scope: null));

        var words = await scene.Bank.AtConsentAsync(client.AuthorizeUrl(pushed.RequestUri), browser => Task.FromResult(browser.Page.Document.Body!.TextContent));

        foreach (var shown in new[] { "123.50 EUR", "Merchant A", "DE02 1001 0010 9307 1186 03", "Ref Number Merchant" })
        {
            Assert.Contains(shown, words, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("Move money", words, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "Details in a signed request object are the request's; those beside it are not")]
    [EachVariant("pkjwt-dpop")]
    public async Task Details_are_signed_with_the_request(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.MessageSigning);
        var client = scene.First;
        var authorized = await scene.AuthorizeAsync(client, push: push =>
        {
            push.RequestObject!.Claims["authorization_details"] = JsonNode.Parse($"[{Payment}]");
            push.Form["authorization_details"] = $"[{Balances}]";
        });

        Same($"[{Payment}]", (await client.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(200).Json["authorization_details"]);
    }

    [Theory(DisplayName = "A token request may name some of what was granted, and nothing else")]
    [EachVariant]
    public async Task Tokens_are_narrowed_never_widened(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var client = scene.First;
        var authorized = await scene.AuthorizeAsync(client, push: push => Ask(push, $"[{Payment},{Balances}]", "accounts offline_access"));
        var tokens = await client.RedeemCodeAsync(authorized.Code, authorized.Request);
        Same($"[{Payment},{Balances}]", tokens.Expect(200).Json["authorization_details"]);

        var narrowed = await client.RefreshAsync(tokens.RefreshToken!, request => request.Form["authorization_details"] = $"[{Balances}]");
        var whole = await client.RefreshAsync(tokens.RefreshToken!);

        Same($"[{Balances}]", narrowed.Expect(200).Json["authorization_details"]);
        Same($"[{Payment},{Balances}]", whole.Expect(200).Json["authorization_details"]);
        foreach (var other in new[] { Payment.Replace("123.50", "123.51", StringComparison.Ordinal), Balances.Replace("read_balances", "read_transactions", StringComparison.Ordinal) })
        {
            var refused = await client.RefreshAsync(tokens.RefreshToken!, request => request.Form["authorization_details"] = $"[{other}]");
            Assert.Equal((400, "invalid_authorization_details"), (refused.Status, refused.Error));
        }
    }

    [Theory(DisplayName = "Details are the customer's to give: a client has none of its own")]
    [EachVariant("pkjwt-dpop")]
    public async Task Client_credentials_carry_no_details(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var refused = await scene.First.ClientCredentialsAsync("accounts", request => request.Form["authorization_details"] = $"[{Payment}]");

        await ledger.TokenIsRefusedAsync(refused, "invalid_authorization_details", "authorization_details_not_granted", "RFC9396-6");
    }

    [Theory(DisplayName = "A type that the client did not register is refused")]
    [EachVariant("pkjwt-dpop")]
    public async Task Unregistered_type_is_refused(Variant variant)
    {
        var bank = await banks.OnAsync(variant.Database);
        var registration = bank.Server.Kit.Client("fapi2-pkjwt-dpop-1").With("client_id", "details-" + AuthorizationRequest.NewSecret())
            .With("authorization_details_types", new JsonArray("account_information"));
        await bank.RegisterAsync(registration);
        var client = await bank.Server.ConnectAsync(registration);
        var ledger = Ledger.Open(bank, client.ClientId);

        var refused = await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => Ask(push, $"[{Payment}]", scope: null));

        await ledger.PushIsRefusedAsync(refused, "invalid_authorization_details", "authorization_details_type_not_registered", "RFC9396-10");
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "", "authorization_details_malformed", "RFC9396-2" },
        { "[]", "authorization_details_malformed", "RFC9396-2" },
        { "{}", "authorization_details_malformed", "RFC9396-2" },
        { Payment, "authorization_details_malformed", "RFC9396-2" },
        { "[1]", "authorization_details_malformed", "RFC9396-2" },
        { "[{}]", "authorization_details_malformed", "RFC9396-2" },
        { """[{"type":1}]""", "authorization_details_malformed", "RFC9396-2" },
        { """[{"type":"payment_initiation","type":"account_information"}]""", "authorization_details_malformed", "RFC9396-2" },
        { """[{"type":"x","a":""" + new string('[', 40) + new string(']', 40) + "}]", "authorization_details_malformed", "RFC9396-2" },
        { "[" + string.Join(',', Enumerable.Repeat(Balances, 17)) + "]", "authorization_details_malformed", "RFC9396-2" },
        { $"[{Payment}", "authorization_details_malformed", "RFC9396-2" },
        { """[{"type":"photo_api"}]""", "authorization_details_type_not_offered", "RFC9396-5" },
        { """[{"type":"Payment_initiation"}]""", "authorization_details_type_not_offered", "RFC9396-5" },
        { """[{"type":"account_information"}]""", "authorization_details_invalid", "RFC9396-5" },
        { """[{"type":"account_information","actions":[]}]""", "authorization_details_invalid", "RFC9396-5" },
        { """[{"type":"account_information","actions":["write"]}]""", "authorization_details_invalid", "RFC9396-5" },
        { """[{"type":"account_information","actions":["read_balances","read_balances"]}]""", "authorization_details_invalid", "RFC9396-5" },
        { """[{"type":"account_information","actions":["read_balances"],"more":1}]""", "authorization_details_invalid", "RFC9396-5" },
        { """[{"type":"account_information","actions":["read_balances"],"locations":["https://elsewhere.example.test"]}]""", "authorization_details_invalid", "RFC9396-2.2" },
        { Changed("\"123.50\"", "123.50"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "-123.50"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "+123.50"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "0.00"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "0123.50"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "1e3"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "123.5000"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "123,50"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("123.50", "1\u0662\u0663"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("EUR", "eur"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("EUR", "EURO"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("Merchant A", ""), "authorization_details_invalid", "RFC9396-5" },
        { Changed("Merchant A", "Merchant\u202E A"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("Merchant A", "Merchant\u200B A"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("Merchant A", " Merchant A"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("Merchant A", new string('A', 71)), "authorization_details_invalid", "RFC9396-5" },
        { Changed("DE02100100109307118603", "DE02100100109307118604"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("DE02100100109307118603", "DE02 1001 0010 9307 1186 03"), "authorization_details_invalid", "RFC9396-5" },
        { Changed("\"iban\"", "\"bban\""), "authorization_details_invalid", "RFC9396-5" },
        { From("null"), "authorization_details_invalid", "RFC9396-5" },
        { From("\"GB29NWBK60161331926819\""), "authorization_details_invalid", "RFC9396-5" },
        { From("""{"iban":"GB29NWBK60161331926818"}"""), "authorization_details_invalid", "RFC9396-5" },
        { From("""{"iban":"GB29NWBK60161331926819","currency":"EUR"}"""), "authorization_details_invalid", "RFC9396-5" },
        { $"[{Payment},{From("""{"iban":"GB29NWBK60161331926819"}""")[1..]}", "authorization_details_invalid", "RTS-5.3.b" }, // from two accounts at once
        { Changed("\"creditorName\"", "\"creditor\""), "authorization_details_invalid", "RFC9396-5" },
        { Changed("Ref Number Merchant", new string('x', 141)), "authorization_details_invalid", "RFC9396-5" },
    };

    [Theory(DisplayName = "What is not exactly of its type is refused, and nothing is kept")]
    [MemberData(nameof(Faults))]
    public async Task Faulty_details_are_refused(string details, string reason, string clause)
    {
        var bank = await banks.OnAsync(TestKit.Databases.DatabaseKind.Sqlite);
        var client = await bank.RegisterLikeAsync("fapi2-pkjwt-dpop-1");
        var ledger = Ledger.Open(bank, client.ClientId);

        var refused = await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => Ask(push, details, "accounts"));

        await ledger.PushIsRefusedAsync(refused, "invalid_authorization_details", reason, clause);
    }

    private static string From(string account) => Changed("\"creditorAccount\"", $"\"debtorAccount\":{account},\"creditorAccount\"");

    private static string Changed(string from, string to) => $"[{Payment.Replace(from, to, StringComparison.Ordinal)}]";

    private static void Ask(ProtocolRequest push, string details, string? scope)
    {
        push.Form["authorization_details"] = details;
        push.Form["scope"] = scope;
    }

    private static void Same(string expected, JsonNode? actual)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString() ?? "nothing");
}
