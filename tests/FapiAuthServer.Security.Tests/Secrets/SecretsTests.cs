using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text;
using FapiAuthServer.Data;
using FapiAuthServer.Security.Tests.BadInput;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Security.Tests.Secrets;

/// <summary>Whole flows, good and bad, and then a look into everything the server wrote.</summary>
public sealed class SecretsTests(SecurityBanks banks)
{
    private static readonly string[] EveryKindOfClient =
    [
        "fapi2-pkjwt-dpop-1", "fapi2-pkjwt-dpop-2", "fapi2-pkjwt-mtls-1", "fapi2-pkjwt-mtls-2", "fapi2-mtls-dpop-1", "fapi2-mtls-mtls-2",
    ];

    [Theory(DisplayName = "Advisory 48, Hydra 0.11.12 and Keycloak 26.6: no secret is in any log or readable in the database")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task No_secret_is_in_any_sink(DatabaseKind database)
    {
        await using var bank = await Bank.StartAsync(new ServerSetup { Database = database });
        var ledger = new SecretLedger();
        foreach (var clientId in EveryKindOfClient)
        {
            await RunFlowAsync(bank, clientId, ledger);
        }
        await RunBadRequestsAsync(bank, ledger);
        await RunBadSignInsAsync(bank, ledger);
        if (database == DatabaseKind.Sqlite)
        {
            await RunServerFailureAsync(bank, ledger);
        }
        await FormTests.SettleAsync(bank);
        Assert.True(ledger.Count > 150, $"{ledger.Count} secrets");

        Assert.Empty(ledger.FindIn(bank.Server.Output));
        Assert.DoesNotContain("client_assertion=", bank.Server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN ", bank.Server.Output, StringComparison.Ordinal);

        var stored = await bank.ReadAsync(DumpAsync);
        Assert.Empty(ledger.FindIn(stored));
        Assert.DoesNotContain("\"d\":", stored, StringComparison.Ordinal);
        if (database == DatabaseKind.Sqlite)
        {
            foreach (var file in Directory.EnumerateFiles(bank.Server.SandboxDirectory, "server.db*"))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var octets = new MemoryStream();
                await stream.CopyToAsync(octets);
                Assert.Empty(ledger.FindIn(octets.ToArray()));
            }
        }
    }

    [Fact(DisplayName = "Advisory 48, Hydra 0.11.12: an ID token that came as a hint is not kept")]
    public async Task Id_token_hint_is_not_kept()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var tokens = await bank.ObtainTokensAsync(client);

        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => push.Form["id_token_hint"] = tokens.Tokens.IdToken);
        using var browser = bank.Server.OpenBrowser();
        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        Assert.True(browser.Page.IsSignIn, browser.Page.Describe());

        Assert.DoesNotContain(tokens.Tokens.IdToken!, await bank.ReadAsync(DumpAsync), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_and_addresses_give_nothing_away()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var customer = bank.NextCustomer();
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts offline_access", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request);
        var otp = await customer.Device.NextAsync();
        using var browser = bank.Server.OpenBrowser();
        List<ServerResponse> trail = [];

        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        trail.AddRange(browser.Trail);
        await browser.SignInAsync(customer);
        trail.AddRange(browser.Trail);
        await browser.VerifyAsync(otp);
        trail.AddRange(browser.Trail);
        var answer = await browser.ApproveAsync();
        trail.AddRange(browser.Trail);

        var setCookies = trail.SelectMany(step => step.Headers["Set-Cookie"]).ToList();
        Assert.True(setCookies.Count >= 3);
        Assert.All(setCookies, line =>
        {
            var attributes = line.Split(';', StringSplitOptions.TrimEntries)[1..].Select(attribute => attribute.ToLowerInvariant()).ToList();
            Assert.StartsWith("__Host-", line, StringComparison.Ordinal);
            Assert.Contains("secure", attributes);
            Assert.Contains("httponly", attributes);
            Assert.Contains("path=/", attributes);
            Assert.Contains(attributes, attribute => attribute is "samesite=lax" or "samesite=strict");
            Assert.DoesNotContain(attributes, attribute => attribute.StartsWith("domain", StringComparison.Ordinal));
            Assert.DoesNotContain(attributes, attribute => attribute.StartsWith("max-age", StringComparison.Ordinal));
        });

        var ledger = new SecretLedger();
        ledger.Add(customer);
        ledger.Add("one-time code", otp);
        ledger.Add("code", answer.Code);
        ledger.Add("state", request.State);
        ledger.Add("nonce", request.Nonce);
        ledger.Add("challenge", request.CodeChallenge);
        ledger.Add("request_uri", pushed.RequestUri[^43..]);
        ledger.Add("subject", customer.Subject);
        AddCookies(ledger, browser.Cookies);
        var locations = trail.Select(step => step.Header("Location")).OfType<string>().ToList();
        Assert.All(locations.Where(location => location != answer.Address.OriginalString), location =>
        {
            Assert.StartsWith("/fapi2/", location, StringComparison.Ordinal);
            Assert.Empty(ledger.FindIn(location));
        });
        Assert.Equal(["code", "dummy1", "dummy2", "iss", "state"], answer.Parameters.Pairs.Select(pair => pair.Key).Order());
        Assert.Equal(["code: " + answer.Code, "state: " + request.State], ledger.FindIn(answer.Address.OriginalString).Order());
        Assert.All(trail, step => Assert.Empty(ledger.FindIn(step.Body, "subject")));
        Assert.All(trail, step => Assert.DoesNotContain(customer.Subject, step.Body, StringComparison.Ordinal));
    }

    private static async Task RunFlowAsync(Bank bank, string clientId, SecretLedger ledger)
    {
        var client = await bank.ConnectAsync(clientId);
        var customer = bank.NextCustomer();
        ledger.Add(customer);
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts offline_access", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request, ledger.Record);
        ledger.Add("request_uri", pushed.RequestUri[^43..]);

        using var browser = bank.Server.OpenBrowser();
        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        AddCookies(ledger, browser.Cookies);
        await browser.SignInAsync(customer);
        var otp = await customer.Device.NextAsync();
        await browser.VerifyAsync(otp);
        AddCookies(ledger, browser.Cookies);
        var answer = await browser.ApproveAsync();
        AddCookies(ledger, browser.Cookies);
        ledger.Add("code", answer.Code);

        var tokens = await client.RedeemCodeAsync(answer.Code, request, ledger.Record);
        ledger.Add(tokens);
        (await client.UserInfoAsync(tokens.AccessToken, ledger.Record)).Expect(200);
        ledger.Add(await client.RefreshAsync(tokens.RefreshToken!, ledger.Record));
        ledger.Add(await client.ClientCredentialsAsync("accounts", ledger.Record));
        (await (await bank.ConnectAsync("fapi2-rs-1")).IntrospectAsync(tokens.AccessToken, ledger.Record)).Expect(200);
        (await client.RevokeAsync(tokens.AccessToken, ledger.Record)).Expect(200);
        Assert.Equal(400, (await client.RedeemCodeAsync(answer.Code, request, ledger.Record)).Status);
        (await client.RevokeAsync(tokens.RefreshToken!, ledger.Record)).Expect(200);
    }

    private static async Task RunBadRequestsAsync(Bank bank, SecretLedger ledger)
    {
        var client = await bank.ConnectAsync();
        var request = new AuthorizationRequest(client.RedirectUri);
        Action<ProtocolRequest>[] faults =
        [
            change => change.Assertion!.Afterwards = JwtDraft.DamageSignature, change => change.Assertion!.Claims["aud"] = "x", change => change.Assertion!.Claims["exp"] = 1,
            change => change.Proof!.Afterwards = JwtDraft.DamageSignature, change => change.Proof!.Claims["htu"] = "x", change => change.Assertion!.Header["kid"] = "x",
            change => change.Form.AddAgain("custom", "x"), change => change.Form["custom"] = "a\0b", change => change.ContentType = "text/plain", change => change.Form["scope"] = "nonsense",
            change => change.Form["client_secret"] = "a-secret-that-must-not-be-logged", change => change.Header("Authorization", "Basic YS1zZWNyZXQtdGhhdC1tdXN0LW5vdC1iZS1sb2dnZWQ="),
        ];
        ledger.Add("client secret", "a-secret-that-must-not-be-logged");
        ledger.Add("client secret", "YS1zZWNyZXQtdGhhdC1tdXN0LW5vdC1iZS1sb2dnZWQ=");

        foreach (var fault in faults)
        {
            await client.ClientCredentialsAsync("accounts", change => Send(fault, change));
            await client.PushAsync(request, change => Send(fault, change));
        }
        foreach (var (name, value) in new[] { ("code", "a-code-that-must-not-be-logged"), ("refresh_token", "a-refresh-token-that-must-not-be-logged"), ("token", "a-token-that-must-not-be-logged") })
        {
            ledger.Add("made-up " + name, value);
            await client.RedeemCodeAsync(value, request, ledger.Record);
            await client.RefreshAsync(value, ledger.Record);
            await client.RevokeAsync(value, ledger.Record);
            await client.UserInfoAsync(value, ledger.Record);
            using var browser = bank.Server.OpenBrowser();
            await browser.OpenAsync(client.AuthorizeUrl("urn:ietf:params:oauth:request_uri:" + value));
            await browser.OpenAsync(new Uri($"{client.Metadata.Endpoint("authorization_endpoint")}?code={value}&access_token={value}&password={value}"));
            await browser.OpenAsync(new Uri($"{client.Metadata.Endpoint("userinfo_endpoint")}?access_token={value}"));
            await browser.OpenAsync(new Uri($"{client.Metadata.Endpoint("token_endpoint")}?client_assertion={value}"));
        }

        void Send(Action<ProtocolRequest> fault, ProtocolRequest change)
        {
            fault(change);
            ledger.Record(change);
        }
    }

    private static async Task RunBadSignInsAsync(Bank bank, SecretLedger ledger)
    {
        var client = await bank.ConnectAsync();
        using var browser = bank.Server.OpenBrowser();
        var customer = bank.NextExpendableCustomer();
        (string Username, string Password, string Code)[] attempts =
        [
            (customer.Username, "a-wrong-password-7Q", await customer.Device.NextAsync()), (customer.Username, customer.Password, "987654-wrong"),
            ("a-password-typed-as-user-name", "a-wrong-password-8Q", "123456789"),
        ];
        await browser.OpenAsync(client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri));
        foreach (var (username, password, code) in attempts)
        {
            ledger.Add("typed password", password);
            ledger.Add("typed code", code);
            await browser.SignInAsync(username, password);
            await browser.VerifyAsync(code);
        }
        ledger.Add("typed user name", "a-password-typed-as-user-name");
        AddCookies(ledger, browser.Cookies);
    }

    private static async Task RunServerFailureAsync(Bank bank, SecretLedger ledger)
    {
        var client = await bank.ConnectAsync();
        await bank.ReadAsync(db => db.Database.ExecuteSqlRawAsync(
            """CREATE TRIGGER full BEFORE INSERT ON "ReplayEntries" BEGIN SELECT RAISE(FAIL, 'disk full'); END"""));
        Assert.Equal(500, (await client.ClientCredentialsAsync("accounts", ledger.Record)).Status);
        Assert.Equal(500, (await client.PushAsync(new AuthorizationRequest(client.RedirectUri), ledger.Record)).Status);
        await bank.ReadAsync(db => db.Database.ExecuteSqlRawAsync("DROP TRIGGER full"));
        Assert.Contains("disk full", bank.Server.Output, StringComparison.Ordinal); // The operator is told why.
    }

    private static void AddCookies(SecretLedger ledger, CookieContainer cookies)
    {
        foreach (var cookie in cookies.GetAllCookies().Cast<Cookie>())
        {
            ledger.Add("cookie " + cookie.Name, cookie.Value);
        }
    }

    // Every value of every table as text, blobs as they are and in hexadecimal.
    private static async Task<string> DumpAsync(FapiDbContext db)
    {
        var dump = new StringBuilder();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using DbDataReader rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                for (var column = 0; column < rows.FieldCount; column++)
                {
                    dump.Append(table).Append('.').Append(rows.GetName(column)).Append('=').Append(rows.GetValue(column) switch
                    {
                        byte[] octets => Encoding.Latin1.GetString(octets) + Convert.ToHexString(octets),
                        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
                    }).Append('\n');
                }
            }
        }
        return dump.ToString();
    }
}
