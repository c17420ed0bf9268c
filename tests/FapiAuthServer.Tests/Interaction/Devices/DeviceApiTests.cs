using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Interaction.Devices;

/// <summary>What a banking app, or whoever says to be one, can do at the server.</summary>
public sealed class DeviceApiTests(PhoneBanks banks) : IClassFixture<PhoneBanks>
{
    private const string Activation = "activation_refused";
    private const string Malformed = "app_message_malformed";
    private const string Answer = "app_answer_refused";

    /// <summary>What a phone that is not the customer's, or somebody between it and the bank, may send instead of the right answer.</summary>
    public static TheoryData<string, Action<JwtDraft>> WrongAnswers => new()
    {
        { "damaged signature", draft => draft.Afterwards = JwtDraft.DamageSignature },
        { "another key", draft => draft.Key = SigningKey.NewEs256() },
        { "alg none", draft => draft.Header["alg"] = "none" },
        { "alg HS256 with the public key", draft => draft.Header["alg"] = "HS256" },
        { "a fetch request's type", draft => draft.Header["typ"] = "sca-fetch+jwt" },
        { "an unknown device", Rename },
        { "another amount", draft => draft.Claims["transaction_data_hashes"] = new JsonArray(Base64Url.Encode(new byte[32])) },
        { "another challenge", draft => draft.Claims["challenge_id"] = Guid.NewGuid().ToString() },
        { "another nonce", draft => draft.Claims["nonce"] = Base64Url.Encode(new byte[16]) },
        { "another bank", draft => draft.Claims["aud"] = "https://other.example.test" },
        { "yesterday's", draft => { draft.Claims["iat"] = (long)draft.Claims["iat"]! - 86_400; draft.Claims["exp"] = (long)draft.Claims["exp"]! - 86_400; } },
        { "no JWS", draft => draft.Afterwards = _ => "approve" },
    };

    public static TheoryData<string, string> Bodies => new()
    {
        { "/app/devices", "" },
        { "/app/devices", "{" },
        { "/app/devices", "[]" },
        { "/app/devices", "\"text\"" },
        { "/app/devices", """{"activation_code":"x","public_key":"AA","signature":"AA"}""" },
        { "/app/devices", """{"activation_code":"x","public_key":"AA","signature":"AA","label":1}""" },
        { "/app/devices", """{"activation_code":"x","public_key":"A+A/","signature":"AA","label":"Phone"}""" },
        { "/app/devices", """{"activation_code":"x","public_key":"AA","signature":"AA","label":"Phone","key_storage":"SecureElement"}""" },
        { "/app/devices", """{"activation_code":"x","activation_code":"y","public_key":"AA","signature":"AA","label":"Phone"}""" },
        { "/app/devices", """{"activation_code":"\ud800","public_key":"AA","signature":"AA","label":"Phone"}""" },
        { "/app/prompt", "null" },
        { "/app/prompt", """{"request":null}""" },
        { "/app/prompt", """{"request":["a.b.c"]}""" },
        { "/app/prompt", """{"request":{"a":{"b":{}}}}""" },
        { "/app/answer", """{"request":"a.b.c"}""" },
        { "/app/answer", """{"answer":"a.b.c","Answer":"a.b.c"}""" },
        { "/app/answer", """{"answer":"a.b.c"} {}""" },
    };

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("RTS-5")]
    public async Task Payment_is_shown_and_approved_on_the_phone(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var asked = await bank.AskAsync(customer);

        var prompt = await phone.FetchAsync();

        Assert.NotNull(prompt);
        Assert.Equal(("123.5", "EUR"), ((string?)prompt.Shown["amount"], (string?)prompt.Shown["currency"]));
        Assert.Equal(("Green Energy", "DE89370400440532013000"), ((string?)prompt.Shown["payee"]!["name"], (string?)prompt.Shown["payee"]!["account"]));
        Assert.Contains("Test Fintech 1", prompt.ClientName, StringComparison.Ordinal);
        Assert.Equal(3, prompt.Choices.Count);
        Assert.Contains(asked.Number, prompt.Choices);

        (await phone.ApproveAsync(prompt, asked.Number)).Expect(204);

        Assert.Null(await phone.FetchAsync());
        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(asked, customer));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(asked, success.Code));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("RTS-5")]
    public async Task Code_of_the_app_is_good_for_what_it_shows_and_for_nothing_else(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var other = await bank.AskAsync(customer, FactorKinds.AppCode, 999m);
        var codeOfOther = phone.Code((await phone.FetchAsync())!);
        var asked = await bank.AskAsync(customer, FactorKinds.AppCode);
        var prompt = (await phone.FetchAsync())!;

        Assert.Empty(prompt.Choices);
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(asked, customer, FactorKinds.AppCode, codeOfOther));
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(other, customer, FactorKinds.AppCode, codeOfOther));

        var again = await bank.AskAsync(customer, FactorKinds.AppCode);
        var code = phone.Code((await phone.FetchAsync())!);
        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(again, customer, FactorKinds.AppCode, code));
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(again, success.Code));
    }

    [Fact]
    public async Task Phone_of_the_kit_approves_as_it_is()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var customer = bank.Server.Kit.Customers[0];
        var phone = bank.Server.OpenPhone(customer);
        var asked = await bank.AskAsync(customer);

        (await phone.ApproveAsync((await phone.FetchAsync())!, asked.Number)).Expect(204);

        Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(asked, customer));
        Assert.All(bank.Server.Kit.Customers.Take(11), enrolled => Assert.NotNull(enrolled.Phone?.DeviceId));
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    [Clause("RTS-5")]
    public async Task Answer_that_is_not_the_devices_own_to_this_very_prompt_is_refused(string what, Action<JwtDraft> change)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var asked = await bank.AskAsync(customer);
        var prompt = (await phone.FetchAsync())!;
        var since = bank.Now();

        var answer = await phone.ApproveAsync(prompt, asked.Number, change);

        await bank.IsRefusedAsync(answer, 403, "access_denied", Answer, "RTS-5", since);
        Assert.True(await bank.VerifyAsync(asked, customer) is VerificationResult.Pending, what);
        (await phone.ApproveAsync(prompt, asked.Number)).Expect(204);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("RTS-5")]
    public async Task Answer_counts_once_even_when_it_comes_many_times_at_once(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var asked = await bank.AskAsync(customer);
        var signed = phone.SignAnswer((await phone.FetchAsync())!, "approve", asked.Number);
        var since = bank.Now();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => phone.SendAsync(signed)));

        Assert.Equal([204, 403, 403, 403, 403, 403], answers.Select(answer => answer.Status).Order());
        await bank.IsRefusedAsync(await phone.SendAsync(signed), 403, "access_denied", Answer, "RTS-5", since, times: 6);
    }

    [Fact]
    public async Task Phone_answers_for_its_own_customer_only()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var (victim, thief) = (bank.NextCustomer(), bank.NextCustomer());
        var phone = await bank.EnrolPhoneAsync(victim);
        var foreign = await bank.EnrolPhoneAsync(thief);
        var asked = await bank.AskAsync(victim);
        var prompt = (await phone.FetchAsync())!;
        var since = bank.Now();

        Assert.Null(await foreign.FetchAsync());
        await bank.IsRefusedAsync(await foreign.ApproveAsync(prompt, asked.Number), 403, "access_denied", Answer, "RTS-5", since);
        Assert.Equal(403, (await foreign.DenyAsync(prompt)).Status);
        Assert.IsType<VerificationResult.Pending>(await bank.VerifyAsync(asked, victim));
    }

    [Fact]
    public async Task Wrong_number_ends_the_challenge()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var asked = await bank.AskAsync(customer);
        var prompt = (await phone.FetchAsync())!;
        var since = bank.Now();

        var answer = await phone.ApproveAsync(prompt, prompt.Choices.First(number => number != asked.Number));

        await bank.IsRefusedAsync(answer, 403, "access_denied", Answer, "RTS-5", since);
        Assert.Equal(403, (await phone.ApproveAsync(prompt, asked.Number)).Status);
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(asked, customer));
    }

    [Theory]
    [InlineData("deny")]
    [InlineData("disown")]
    public async Task Refusal_on_the_phone_ends_the_challenge(string decision)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var asked = await bank.AskAsync(customer);

        (await phone.AnswerAsync((await phone.FetchAsync())!, decision)).Expect(204);

        Assert.Null(await phone.FetchAsync());
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(asked, customer));
        if (decision == "disown")
        {
            Assert.Null((await bank.AskAsync(customer)).Challenge); // That client cannot prompt this customer again today.
        }
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Lost_phone_sees_and_approves_nothing(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var asked = await bank.AskAsync(customer);
        var prompt = (await phone.FetchAsync())!;
        Assert.True(await bank.ReportLostAsync(customer, phone));
        var since = bank.Now();

        Assert.Null(await phone.FetchAsync());
        await bank.IsRefusedAsync(await phone.ApproveAsync(prompt, asked.Number), 403, "access_denied", Answer, "RTS-5", since);
        Assert.IsNotType<VerificationResult.Success>(await bank.VerifyAsync(asked, customer));
    }

    [Fact]
    public async Task Stranger_does_not_learn_which_devices_there_are()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);
        var idle = await phone.TryFetchAsync();
        await bank.AskAsync(customer);

        Action<JwtDraft>[] strangers =
        [
            Rename,
            draft => draft.Key = SigningKey.NewEs256(),
            draft => draft.Claims["exp"] = (long)draft.Claims["iat"]! - 1,
            draft => draft.Afterwards = _ => "nonsense",
        ];
        foreach (var stranger in strangers)
        {
            var answer = await phone.TryFetchAsync(stranger);
            Assert.Equal((204, ""), (answer.Status, answer.Body));
            Assert.Equal(Names(idle.Headers), Names(answer.Headers));
        }
        Assert.NotNull(await phone.FetchAsync());
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("RTS-24")]
    public async Task Activation_code_makes_one_device(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var code = await bank.ActivateAsync(bank.NextCustomer());
        var devices = await bank.CountDevicesAsync();
        await SoftPhone.EnrolAsync(bank.Server.Wire, bank.Server.Kit.PublicAddress, code);
        var since = bank.Now();

        var again = await EnrolAsync(bank, SoftPhone.Enrolment(SigningKey.NewEs256(), code));

        await bank.IsRefusedAsync(again, 403, "access_denied", Activation, "RTS-24", since);
        Assert.Equal(devices + 1, await bank.CountDevicesAsync());
    }

    [Theory]
    [InlineData("unknown code")]
    [InlineData("late code")]
    [InlineData("key that the phone does not hold")]
    [InlineData("no key")]
    [InlineData("label over two lines")]
    [InlineData("endless label")]
    [Clause("RTS-24")]
    public async Task Phone_that_cannot_show_code_and_key_becomes_no_device(string fault)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var code = await bank.ActivateAsync(bank.NextCustomer());
        var request = SoftPhone.Enrolment(SigningKey.NewEs256(), fault == "unknown code" ? new string('A', code.Length) : code);
        if (fault is "key that the phone does not hold")
        {
            request["public_key"] = SoftPhone.Enrolment(SigningKey.NewEs256(), code)["public_key"]!.DeepClone();
        }
        request["public_key"] = fault == "no key" ? "" : request["public_key"]!.DeepClone();
        request["label"] = fault switch { "label over two lines" => "My\nphone", "endless label" => new string('x', 101), _ => "My phone" };
        var devices = await bank.CountDevicesAsync();
        using var later = fault == "late code" ? bank.Server.Clock.Forward(TimeSpan.FromMinutes(11)) : null;
        var since = bank.Now();

        var answer = await EnrolAsync(bank, request);

        await bank.IsRefusedAsync(answer, 403, "access_denied", Activation, "RTS-24", since);
        Assert.Equal(devices, await bank.CountDevicesAsync());
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_of_another_form_is_refused(string path, string body)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var since = bank.Now();

        var answer = await PostAsync(bank, path, body);

        await bank.IsRefusedAsync(answer, 400, "invalid_request", Malformed, "RFC9110-15.5.1", since);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json-seq")]
    public async Task Body_that_is_not_said_to_be_JSON_is_refused(string type)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var since = bank.Now();

        var answer = await PostAsync(bank, "/app/prompt", """{"request":"a.b.c"}""", type);

        await bank.IsRefusedAsync(answer, 400, "invalid_request", Malformed, "RFC9110-15.5.1", since);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_that_is_too_large_is_refused(bool inChunks)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var since = bank.Now();

        var answer = await PostAsync(bank, "/app/answer", $$"""{"answer":"{{new string('a', 17_000)}}"}""", inChunks: inChunks);

        await bank.IsRefusedAsync(answer, 400, "invalid_request", Malformed, "RFC9110-15.5.1", since);
    }

    [Fact]
    public async Task Customer_is_not_prompted_without_end()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var customer = bank.NextCustomer();
        var phone = await bank.EnrolPhoneAsync(customer);

        var asked = new List<AskedPayment>();
        for (var number = 0; number < 11; number++)
        {
            asked.Add(await bank.AskAsync(customer));
        }

        Assert.All(asked.Take(10), payment => Assert.NotNull(payment.Challenge));
        Assert.Null(asked[^1].Challenge);
        Assert.Equal(asked[9].Challenge!.ChallengeId.ToString(), (await phone.FetchAsync())!.ChallengeId);
    }

    [Theory]
    [InlineData("/app/prompt")]
    [InlineData("/app/answer")]
    [InlineData("/app/devices")]
    public async Task Endpoints_take_POST_only_and_keep_out_of_caches_and_other_origins(string path)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        using var get = await bank.Server.Wire.Client(null).GetAsync(new Uri(bank.Server.Kit.PublicAddress, path), TestContext.Current.CancellationToken);
        var posted = await PostAsync(bank, path, "{}");

        Assert.Equal(405, (int)get.StatusCode);
        Assert.Equal("no-store", posted.Header("Cache-Control"));
        Assert.Empty(posted.Headers["Access-Control-Allow-Origin"]);
        Assert.Empty(posted.Headers["Set-Cookie"]);
        Assert.Equal(404, (await PostAsync(bank, "/fapi2" + path, "{}")).Status);
    }

    private static void Rename(JwtDraft draft)
    {
        var device = Guid.NewGuid().ToString();
        draft.Header["kid"] = device;
        draft.Claims["iss"] = device;
    }

    private static Task<ServerResponse> EnrolAsync(PhoneBank bank, JsonObject request) =>
        SoftPhone.PostAsync(bank.Server.Wire, bank.Server.Kit.PublicAddress, "/app/devices", request);

    private static async Task<ServerResponse> PostAsync(PhoneBank bank, string path, string body, string type = "application/json", bool inChunks = false)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bank.Server.Kit.PublicAddress, path)) { Content = content };
        request.Headers.TransferEncodingChunked = inChunks;
        using var response = await bank.Server.Wire.Client(null).SendAsync(request);
        return await ServerResponse.ReadAsync(response);
    }

    private static IEnumerable<string> Names(ILookup<string, string> headers) => headers.Select(header => header.Key).Order(StringComparer.Ordinal);
}
