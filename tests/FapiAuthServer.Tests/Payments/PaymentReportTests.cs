using System.Text.Json.Nodes;
using FapiAuthServer.Audit;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Payments;

/// <summary>What the bank reports of payments and frauds: joined to what the customer agreed to, entered once, and taken from nobody else.</summary>
public sealed class PaymentReportTests(PaymentBanks banks)
{
    private const string Executed = "/payments/executed";
    private const string Fraud = "/payments/fraud";
    private static readonly Order Order = new("123.50");

    [Clause("RTS-29")]
    [Clause("SCA-111")]
    [Theory(DisplayName = "A payment that was carried out is entered with the authentication it rests on, once however often it is reported")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Executed_payment_is_entered_once(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var tokens = await PaymentBank.AgreeAsync(payer, client, Order);
        var report = bank.Executed(tokens, Order);
        var id = (string)report["payment_id"]!;

        Assert.Equal(201, (await bank.ReportAsync(Executed, report)).Status);
        Assert.Equal(200, (await bank.ReportAsync(Executed, report)).Status);

        var entered = (await bank.FindPaymentAsync(id))!;
        Assert.Equal((payer.Id, client.ClientId, 12_350_000L, "EUR"), (entered.CustomerId, entered.ClientId, entered.AmountUnits, entered.Currency));
        Assert.Equal((string?)PaymentBank.ScaOf(tokens)["record_id"], entered.RecordId.ToString());
        Assert.Null(entered.Article);
        var lines = await bank.AuditAsync(line => line.Event == SecurityEvent.PaymentReported && line.Subject == payer.Customer.Subject);
        var line = Assert.Single(lines);
        Assert.Equal(PaymentBank.Reporter, line.ClientId);
        Assert.Contains(await bank.AuditAsync(pushed => pushed.Event == SecurityEvent.RequestPushed && pushed.ClientId == client.ClientId), pushed => pushed.CorrelationId == line.CorrelationId);
    }

    [Fact(DisplayName = "Sent twice at once, a report is entered once")]
    public async Task Parallel_reports_enter_one_payment()
    {
        var bank = await banks.OnAsync(DatabaseKind.PostgreSql);
        using var payer = await Payer.EnrolAsync(bank.Server);
        var report = bank.Executed(await PaymentBank.AgreeAsync(payer, await bank.RegisterAsync(), Order), Order);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => bank.ReportAsync(Executed, report)));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(5, answers.Count(answer => answer.Status == 200));
        Assert.Equal(1, await bank.CountPaymentsAsync(payer));
    }

    [Fact(DisplayName = "Several payments agreed to together are entered one by one, all or none")]
    public async Task Batch_is_entered_payment_by_payment()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var second = new Order("7", Name: "Merchant B", Iban: "GB29NWBK60161331926819");
        var request = await payer.ReachConsentAsync(client, new JsonArray(Order.ToDetail(), second.ToDetail()).ToJsonString());
        await payer.Browser.ApproveAsync();
        var report = bank.Executed(await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request), Order, "batch-" + Guid.NewGuid());

        Assert.Equal(400, (await bank.ReportAsync(Executed, report)).Status); // the first alone is not what was agreed to
        Assert.Equal(0, await bank.CountPaymentsAsync(payer));
        report["authorization_details"]!.AsArray().Add(second.ToDetail());
        Assert.Equal(201, (await bank.ReportAsync(Executed, report)).Status);

        Assert.Equal(12_350_000, (await bank.FindPaymentAsync($"{report["payment_id"]}.1"))!.AmountUnits);
        Assert.Equal(700_000, (await bank.FindPaymentAsync($"{report["payment_id"]}.2"))!.AmountUnits);
    }

    [Clause("RTS-5.1.d")]
    [Clause("SCA-042")]
    [Theory(DisplayName = "What was paid but not agreed to, by one character, is refused and stands in the audit trail")]
    [InlineData("amount")]
    [InlineData("currency")]
    [InlineData("name")]
    [InlineData("letter of the name")]
    [InlineData("account")]
    public async Task Payment_that_was_not_agreed_to_is_refused(string what)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var tokens = await PaymentBank.AgreeAsync(payer, client, Order);

        var refused = await bank.ReportAsync(Executed, bank.Executed(tokens, Order.Change(what)));

        Assert.Equal((400, "invalid_authorization_details"), (refused.Status, refused.Error));
        Assert.Equal(0, await bank.CountPaymentsAsync(payer));
        var correlation = Guid.Parse((string)TestKit.Keys.SignedJwt.Parse(tokens.AccessToken).Claims["gnt"]!);
        Assert.Contains(
            await bank.AuditAsync(line => line.CorrelationId == correlation && line.Reason == "report_other_payment"),
            line => line is { Event: SecurityEvent.RequestRefused, Endpoint: Executed, Clause: "RTS-5.1.d", ClientId: PaymentBank.Reporter });
    }

    [Fact(DisplayName = "One authentication pays once: another payment on it is a conflict, and so is another payment of the same name")]
    public async Task Conflicts_are_refused()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var first = bank.Executed(await PaymentBank.AgreeAsync(payer, client, Order), Order);
        await bank.ReportAsync(Executed, first);

        var again = first.DeepClone();
        again["payment_id"] = Guid.NewGuid().ToString();
        Assert.Equal(409, (await bank.ReportAsync(Executed, again)).Status);
        var other = bank.Executed(await PaymentBank.AgreeAsync(payer, client, Order), Order, (string?)first["payment_id"]);
        Assert.Equal(409, (await bank.ReportAsync(Executed, other)).Status);
        var moved = first.DeepClone();
        moved["executed_at"] = bank.Server.Clock.GetUtcNow().AddSeconds(20).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(409, (await bank.ReportAsync(Executed, moved)).Status);

        Assert.Equal(1, await bank.CountPaymentsAsync(payer));
        Assert.NotEmpty(await bank.AuditAsync(line => line is { Reason: "report_conflict", Clause: "RTS-29" }));
    }

    [Theory(DisplayName = "A report that is anything but what is documented is refused, and nothing is entered")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"payment_id":"","record_id":"R","executed_at":"T","authorization_details":D}""")]
    [InlineData("""{"payment_id":"a b","record_id":"R","executed_at":"T","authorization_details":D}""")]
    [InlineData("""{"payment_id":1,"record_id":"R","executed_at":"T","authorization_details":D}""")]
    [InlineData("""{"payment_id":"\ud800","record_id":"R","executed_at":"T","authorization_details":D}""")]
    [InlineData("""{"payment_id":"p","payment_id":"p","record_id":"R","executed_at":"T","authorization_details":D}""")]
    [InlineData("""{"payment_id":"p","record_id":"R","executed_at":"T","authorization_details":D,"more":1}""")]
    [InlineData("""{"payment_id":"p","record_id":"{R}","executed_at":"T","authorization_details":D}""")]
    [InlineData("""{"payment_id":"p","record_id":"R","executed_at":"yesterday","authorization_details":D}""")]
    [InlineData("""{"payment_id":"p","record_id":"R","executed_at":"2026-01-01T00:00:00","authorization_details":D}""")]
    [InlineData("""{"payment_id":"p","record_id":"R","executed_at":"T","authorization_details":[]}""")]
    [InlineData("""{"payment_id":"p","record_id":"R","executed_at":"T","authorization_details":"D"}""")]
    [InlineData("""{"payment_id":"p","record_id":"R","executed_at":"T","authorization_details":[{"type":"account_information","actions":["list_accounts"]}]}""")]
    [InlineData("""{"payment_id":"p","record_id":"R","executed_at":"T","authorization_details":[{"type":"payment_initiation"}]}""")]
    public async Task Malformed_report_is_refused(string body)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var filled = body.Replace("\"R\"", $"\"{Guid.NewGuid()}\"", StringComparison.Ordinal).Replace("{R}", $"{{{Guid.NewGuid()}}}", StringComparison.Ordinal)
            .Replace("\"T\"", "\"2026-01-01T00:00:00Z\"", StringComparison.Ordinal).Replace(":D", ":" + Order.ToDetails(), StringComparison.Ordinal);

        var refused = await bank.ReportAsync(bank.Payments, await bank.ReporterTokenAsync(), Executed, filled);

        Assert.Equal((400, "invalid_request"), (refused.Status, refused.Error));
        Assert.Null(await bank.FindPaymentAsync("p"));
    }

    [Fact(DisplayName = "A record that there is not, and a time that cannot be, are refused")]
    public async Task Unknown_record_and_impossible_time_are_refused()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        using var payer = await Payer.EnrolAsync(bank.Server);
        var report = bank.Executed(await PaymentBank.AgreeAsync(payer, await bank.RegisterAsync(), Order), Order);

        foreach (var time in new[] { "2020-01-01T00:00:00Z", "2100-01-01T00:00:00+01:00" })
        {
            var untimely = report.DeepClone();
            untimely["executed_at"] = time;
            Assert.Equal((400, "invalid_request"), await StatusAsync(untimely));
        }
        var unknown = report.DeepClone();
        unknown["record_id"] = Guid.NewGuid().ToString();
        Assert.Equal((404, "invalid_request"), await StatusAsync(unknown));
        Assert.Equal(0, await bank.CountPaymentsAsync(payer));

        async Task<(int, string?)> StatusAsync(JsonNode body) => await bank.ReportAsync(Executed, body) is var answer ? (answer.Status, answer.Error) : default;
    }

    [Theory(DisplayName = "Fraud is marked once, and only on a payment that was reported")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Fraud_is_marked_once(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        using var payer = await Payer.EnrolAsync(bank.Server);
        var report = bank.Executed(await PaymentBank.AgreeAsync(payer, await bank.RegisterAsync(), Order), Order);
        var fraud = new JsonObject { ["payment_id"] = (string?)report["payment_id"] };

        Assert.Equal(404, (await bank.ReportAsync(Fraud, fraud)).Status);
        await bank.ReportAsync(Executed, report);
        Assert.Equal(200, (await bank.ReportAsync(Fraud, fraud)).Status);
        var at = (await bank.FindPaymentAsync((string)report["payment_id"]!))!.FraudAt;
        Assert.NotNull(at);
        Assert.Equal(200, (await bank.ReportAsync(Fraud, fraud)).Status);

        Assert.Equal(at, (await bank.FindPaymentAsync((string)report["payment_id"]!))!.FraudAt);
        Assert.Single(await bank.AuditAsync(line => line.Event == SecurityEvent.FraudReported && line.Subject == payer.Customer.Subject));
        Assert.Equal(400, (await bank.ReportAsync(Fraud, new JsonObject { ["payment_id"] = "p", ["more"] = 1 })).Status);
    }

    [Clause("RFC6750-3.1")]
    [Theory(DisplayName = "Nobody but the bank reports, and not without the key of its token")]
    [InlineData("no token", 401, null, "token_missing")]
    [InlineData("no JWT", 401, "invalid_token", "token_invalid")]
    [InlineData("token in the URL", 400, "invalid_request", "token_in_query")]
    [InlineData("wrong scheme", 401, "invalid_token", "token_scheme_mismatch")]
    [InlineData("no proof", 401, "invalid_dpop_proof", "token_proof_invalid")]
    [InlineData("another key", 401, "invalid_dpop_proof", "token_proof_invalid")]
    [InlineData("another address", 401, "invalid_dpop_proof", "proof_for_other_request")]
    [InlineData("another issuer's token", 401, "invalid_token", "token_invalid")]
    [InlineData("a fintech's token", 403, "insufficient_scope", "report_scope_insufficient")]
    [InlineData("another API's token", 401, "invalid_token", "report_token_unfit")]
    [InlineData("a customer's token", 401, "invalid_token", "report_token_unfit")]
    public async Task Others_are_refused(string who, int status, string? error, string reason)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var tokens = await PaymentBank.AgreeAsync(payer, client, Order);
        var body = bank.Executed(tokens, Order).ToJsonString();
        var token = await bank.ReporterTokenAsync();
        var (caller, presented) = who switch
        {
            "a fintech's token" => (client, (await client.ClientCredentialsAsync("accounts")).AccessToken),
            "a customer's token" => (client, tokens.AccessToken),
            "another API's token" => await OfBothAsync(bank),
            "another issuer's token" => (bank.Payments, (await (await bank.Server.ConnectAsync("fapi2-ms-rs-1")).ClientCredentialsAsync("payments.report")).AccessToken),
            _ => (bank.Payments, token),
        };

        var refused = await bank.ReportAsync(caller, presented, Executed, body, call =>
        {
            var other = TestKit.Keys.SigningKey.NewEs256();
            switch (who)
            {
                case "no token": call.AccessToken = null; break;
                case "no JWT": call.AccessToken = "abc"; call.Proof = FintechClient.NewProof(caller.DPoPKey!, HttpMethod.Post, call.Address, "abc"); break;
                case "token in the URL": call.Address = new Uri(call.Address + "?access_token=" + presented); break;
                case "wrong scheme": call.AccessTokenScheme = "Bearer"; break;
                case "no proof": call.Proof = null; break;
                case "another key": call.Proof = FintechClient.NewProof(other, HttpMethod.Post, call.Address, presented); break;
                case "another address": call.Proof = FintechClient.NewProof(caller.DPoPKey!, HttpMethod.Post, new Uri(call.Address, "fraud"), presented); break;
            }
        });

        Assert.Equal((status, error), (refused.Status, refused.Error));
        Assert.Equal(status == 400 ? 0 : 2, refused.Headers["WWW-Authenticate"].Count());
        Assert.Equal(0, await bank.CountPaymentsAsync(payer));
        Assert.NotEmpty(await bank.AuditAsync(line => line.Event == SecurityEvent.RequestRefused && line.Endpoint == Executed && line.Reason == reason));
    }

    // Good for the accounts as well as for reports, which makes it the accounts' token.
    private static async Task<(FintechClient, string)> OfBothAsync(PaymentBank bank)
    {
        var client = await bank.RegisterAsync(scope: "accounts payments.report");
        return (client, (await client.ClientCredentialsAsync("accounts payments.report")).AccessToken);
    }

    [Clause("DPOP-11.1")]
    [Fact(DisplayName = "A proof that was used reports nothing again")]
    public async Task Proof_is_used_once()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var token = await bank.ReporterTokenAsync();
        TestKit.Keys.JwtDraft? proof = null;
        await bank.ReportAsync(bank.Payments, token, Fraud, """{"payment_id":"none"}""", call => proof = call.Proof);

        var refused = await bank.ReportAsync(bank.Payments, token, Fraud, """{"payment_id":"none"}""", call => call.Proof = proof);

        Assert.Equal((401, "invalid_dpop_proof"), (refused.Status, refused.Error));
    }

    [Fact(DisplayName = "The bank's scope is in no metadata, is given to no fintech, and no customer is asked for it; without it there is no such place")]
    public async Task Scope_is_the_banks_own()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        Assert.DoesNotContain("payments.report", bank.Payments.Metadata.Document["scopes_supported"]!.AsArray().Select(scope => (string?)scope));

        var own = await client.ClientCredentialsAsync("payments.report");
        Assert.Equal((400, "invalid_scope"), (own.Status, own.Error));
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri) { Scope = "openid payments.report", Nonce = AuthorizationRequest.NewSecret() });
        Assert.Equal((400, "invalid_scope"), (pushed.Status, pushed.Error));

        var elsewhere = await bank.RegisterAsync("fapi1-pkjwt-mtls-1");
        Assert.Equal(404, (await bank.ReportAsync(elsewhere, "token", Executed, "{}")).Status);
    }
}
