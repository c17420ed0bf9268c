using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Factors.App;

public sealed class BankingAppTests
{
    /// <summary>What a phone, or somebody between it and the bank, may send instead of the right answer.</summary>
    public static TheoryData<string, Action<JsonObject>> WrongAnswers => new()
    {
        { "another transaction", answer => answer["transaction_data_hashes"] = new JsonArray(TestActions.Pay(9999).Hash) },
        { "two transactions", answer => ((JsonArray)answer["transaction_data_hashes"]!).Add(TestActions.Pay(9999).Hash) },
        { "no transaction", answer => answer.Remove("transaction_data_hashes") },
        { "a transaction that is no text", answer => answer["transaction_data_hashes"] = new JsonArray(1) },
        { "another challenge", answer => answer["challenge_id"] = Guid.NewGuid().ToString() },
        { "another nonce", answer => answer["nonce"] = "AAAA" },
        { "another bank", answer => answer["aud"] = "other bank" },
        { "another device's name", answer => answer["iss"] = Guid.NewGuid().ToString() },
        { "no identifier", answer => answer.Remove("jti") },
        { "a short identifier", answer => answer["jti"] = "1" },
        { "an unknown decision", answer => answer["decision"] = "Approve" },
        { "no decision", answer => answer.Remove("decision") },
        { "no end", answer => answer.Remove("exp") },
        { "a long life", answer => answer["exp"] = (long)answer["iat"]! + 301 },
        { "an end that has passed", answer => { answer["iat"] = (long)answer["iat"]! - 120; answer["exp"] = (long)answer["iat"]! + 60; } },
        { "a time to come", answer => { answer["iat"] = (long)answer["iat"]! + 31; answer["exp"] = (long)answer["iat"]! + 60; } },
        { "a time as text", answer => answer["iat"] = "now" },
        { "a time beyond all calendars", answer => answer["exp"] = long.MaxValue },
    };

    public static TheoryData<string, Action<JsonObject>> WrongHeaders => new()
    {
        { "alg none", header => header["alg"] = "none" },
        { "alg HS256", header => header["alg"] = "HS256" },
        { "no alg", header => header.Remove("alg") },
        { "another type", header => header["typ"] = AppMessage.Fetch },
        { "no type", header => header.Remove("typ") },
        { "critical extensions", header => header["crit"] = new JsonArray("exp") },
        { "an unknown device", header => header["kid"] = Guid.NewGuid().ToString() },
        { "no device", header => header.Remove("kid") },
    };

    [Fact]
    [Clause("SCA-190")]
    [Clause("SCA-191")]
    [Clause("SCA-145")]
    [Clause("SCA-040")]
    public async Task Approval_on_the_phone_is_two_elements_in_one_tap()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, begun, prompt) = await PromptAsync(bank);
        using var _ = phone;

        Assert.Equal(TestActions.Pay().Canonical, prompt.Action);
        Assert.Equal(TestActions.ClientName, prompt.ClientName);
        Assert.Equal(new VerificationResult.Pending(), await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
        Assert.Equal(ChallengeProgress.Waiting, await ProgressAsync(bank, begun));
        Assert.Equal(AppAnswer.Accepted, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber)));
        Assert.Equal(ChallengeProgress.Approved, await ProgressAsync(bank, begun));

        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
        Assert.Equal(["hwk", "pin", "mfa", "mca"], success.Methods);
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(success.Code, alice.For(TestActions.Pay())));
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
    }

    [Theory]
    [Clause("SCA-190")]
    [Clause("SCA-043")]
    [MemberData(nameof(WrongAnswers), DisableDiscoveryEnumeration = true)]
    public async Task Answer_that_is_not_to_this_challenge_approves_nothing(string what, Action<JsonObject> change)
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, begun, prompt) = await PromptAsync(bank);
        using var _ = phone;

        var answer = phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber, change: change);

        Assert.True(AppAnswer.Refused == await bank.AnswerAsync(answer), what);
        Assert.Equal(ChallengeProgress.Waiting, await ProgressAsync(bank, begun));
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);
        Assert.IsType<VerificationResult.Pending>(await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
    }

    [Theory]
    [Clause("SCA-191")]
    [MemberData(nameof(WrongHeaders), DisableDiscoveryEnumeration = true)]
    public async Task Answer_under_another_header_is_nobodys(string what, Action<JsonObject> change)
    {
        await using var bank = await TestBank.OpenAsync();
        var (_, phone, begun, prompt) = await PromptAsync(bank);
        using var __ = phone;
        var right = phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber);
        var payload = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(right.Split('.')[1]))!.AsObject();

        Assert.True(AppAnswer.Refused == await bank.AnswerAsync(phone.Jws(AppMessage.Answer, payload, change)), what);
        Assert.Equal(ChallengeProgress.Waiting, await ProgressAsync(bank, begun));
    }

    [Theory]
    [Clause("SCA-191")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.e30")]
    [InlineData("bnVsbA.bnVsbA.bnVsbA")]
    [InlineData("W10.W10.W10")]
    [InlineData("e30.e30.e30.e30")]
    [InlineData("eyJhIjoxLCJhIjoyfQ.e30.AA")]
    public async Task What_is_no_message_is_refused_without_a_word(string message)
    {
        await using var bank = await TestBank.OpenAsync();

        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(message));
        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(message + new string('A', 10_000)));
        Assert.Null(await bank.UseAsync<BankingApp, AppPrompt?>(app => app.FetchAsync(message)));
    }

    [Fact]
    [Clause("SCA-191")]
    public async Task Answer_signed_by_another_phone_is_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, begun, prompt) = await PromptAsync(bank);
        using var _ = phone;
        var bob = await bank.EnrolAsync("bob.example");
        using var his = await bank.EnrolPhoneAsync(bob);
        using var hers = await bank.EnrolPhoneAsync(alice);
        var right = phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber);
        var other = hers.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber);
        var swapped = string.Join('.', right.Split('.')[..2].Append(other.Split('.')[2]));

        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(his.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber)));
        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(swapped));
        Assert.Equal(ChallengeProgress.Waiting, await ProgressAsync(bank, begun));
    }

    [Fact]
    [Clause("SCA-193")]
    public async Task Wrong_number_ends_the_challenge_and_counts()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, begun, prompt) = await PromptAsync(bank);
        using var _ = phone;
        var wrong = prompt.Choices.First(choice => choice != begun.MatchNumber);

        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: wrong)));

        Assert.Equal(1, (await bank.RowAsync(alice)).FailedAttempts);
        Assert.Equal(ChallengeProgress.Denied, await ProgressAsync(bank, begun));
        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber)));
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
    }

    [Fact]
    [Clause("SCA-193")]
    public async Task Three_numbers_of_two_digits_are_offered_the_same_whenever_asked()
    {
        await using var bank = await TestBank.OpenAsync();
        var (_, phone, begun, prompt) = await PromptAsync(bank);
        using var __ = phone;

        Assert.Equal(3, prompt.Choices.Distinct().Count());
        Assert.All(prompt.Choices, choice => Assert.InRange(choice, 10, 99));
        Assert.Contains(begun.MatchNumber!.Value, prompt.Choices);
        Assert.Equal(prompt.Choices, (await bank.FetchAsync(phone))!.Choices);
    }

    [Fact]
    [Clause("SCA-194")]
    public async Task Denied_challenge_is_over()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, begun, prompt) = await PromptAsync(bank);
        using var _ = phone;

        Assert.Equal(AppAnswer.Accepted, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, "deny")));

        Assert.Equal(ChallengeProgress.Denied, await ProgressAsync(bank, begun));
        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber)));
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.Denied)));
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
    }

    [Fact]
    [Clause("SCA-194")]
    public async Task Client_whose_prompt_was_disowned_prompts_no_more_for_a_day()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, _, prompt) = await PromptAsync(bank);
        using var __ = phone;

        Assert.Equal(AppAnswer.Accepted, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, "disown")));

        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.Disowned)));
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.Disowned), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval));
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval, client: "fintech-2");
        bank.Clock.Advance(TimeSpan.FromDays(1));
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
    }

    [Theory]
    [Clause("SCA-020")]
    [InlineData(DatabaseKind.Sqlite, 2)]
    [InlineData(DatabaseKind.PostgreSql, 2)]
    [InlineData(DatabaseKind.Sqlite, 6)]
    [InlineData(DatabaseKind.PostgreSql, 6)]
    public async Task Of_parallel_approvals_exactly_one_is_taken(DatabaseKind database, int answers)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var (_, phone, begun, prompt) = await PromptAsync(bank);
        using var __ = phone;
        var signed = Enumerable.Range(0, answers).Select(_ => phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber)).ToList();

        var results = await Task.WhenAll(signed.Select(answer => Task.Run(() => bank.AnswerAsync(answer))));

        Assert.Single(results, AppAnswer.Accepted);
        Assert.Equal(1, bank.Logs.Count(6040));
    }

    [Fact]
    [Clause("SCA-109")]
    [Clause("SCA-213")]
    public async Task Device_that_was_lost_or_revoked_approves_nothing_not_even_what_it_has_approved()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, begun, prompt) = await PromptAsync(bank);
        using var _ = phone;
        await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber));

        Assert.True(await bank.UseAsync<AppDeviceEnrolment, bool>(app => app.ReportLostAsync(alice.Identity.Id, phone.DeviceId)));

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
        Assert.Null(await bank.FetchAsync(phone));
        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, "deny")));
        Assert.Empty((await bank.DatabaseAsync(db => db.Set<AppDevice>().SingleAsync())).ProtectedCodeKey);
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.FactorRemoved));
    }

    [Fact]
    [Clause("SCA-067")]
    public async Task Device_that_was_tampered_with_counts_no_more_until_it_is_whole_again()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);

        Assert.True(await bank.UseAsync<AppDeviceEnrolment, bool>(app => app.RecordIntegrityAsync(phone.DeviceId, false)));
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval));

        Assert.True(await bank.UseAsync<AppDeviceEnrolment, bool>(app => app.RecordIntegrityAsync(phone.DeviceId, true)));
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
    }

    [Fact]
    [Clause("SCA-067")]
    public async Task Bank_may_refuse_keys_in_software_for_payments()
    {
        await using var bank = await TestBank.OpenAsync(options => options.App.AllowsSoftwareKeys = false);
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice, KeyStorage.Software);

        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval));
        await bank.BeginAsync(alice, new ScaAction.SignIn(), FactorKinds.AppApproval);
    }

    [Theory]
    [Clause("SCA-068")]
    [InlineData(AppUnlock.None, "pin")]
    [InlineData(AppUnlock.None, "face")]
    [InlineData(AppUnlock.Pin, "fpt")]
    [InlineData(AppUnlock.BoundBiometrics, "pin")]
    [InlineData(AppUnlock.Pin, "user")]
    public async Task Lock_of_the_phone_that_the_bank_has_not_bound_is_no_second_element(AppUnlock unlock, string method)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice, unlock: unlock);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
        var prompt = (await bank.FetchAsync(phone))!;
        await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber, change: answer => answer["amr"] = new JsonArray(method)));

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<AuthenticationCode>().CountAsync()));
    }

    [Theory]
    [Clause("SCA-065")]
    [InlineData("fpt")]
    [InlineData("face")]
    public async Task Biometrics_bound_to_the_key_are_inherence(string method)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice, KeyStorage.Software, AppUnlock.BoundBiometrics);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
        var prompt = (await bank.FetchAsync(phone))!;
        await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber, change: answer => answer["amr"] = new JsonArray(method)));

        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, StepUpSteps.Approval()));
        Assert.Equal(["swk", method, "mfa", "mca"], success.Methods);
        Assert.Contains(success.Elements, element => element.Category == FactorCategory.Inherence);
    }

    [Fact]
    [Clause("SCA-167")]
    [Clause("SCA-043")]
    public async Task Code_of_the_app_is_good_for_the_action_it_showed_and_once()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);
        const FactorKinds Factors = FactorKinds.Password | FactorKinds.AppCode;
        await bank.BeginAsync(alice, TestActions.Pay(), Factors);
        var old = phone.Code((await bank.FetchAsync(phone))!);
        await bank.BeginAsync(alice, TestActions.Pay(), Factors);
        var replayed = await bank.BeginAsync(alice, TestActions.Pay(), Factors);
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(replayed.ChallengeId, alice.Password(), new Proof(FactorKinds.AppCode, old)));

        var prompt = (await bank.FetchAsync(phone))!;
        Assert.Empty(prompt.Choices);
        var code = phone.Code(prompt);
        Assert.Matches("^[0-9]{8}$", code);
        var proof = new Proof(FactorKinds.AppCode, $"{code[..4]} {code[4..]}");
        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(replayed.ChallengeId, alice.Password(), proof));
        Assert.Equal(["pwd", "otp", "mfa", "mca"], success.Methods);
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(replayed.ChallengeId, alice.Password(), proof));
    }

    [Fact]
    public async Task Code_of_another_customers_phone_is_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);
        var bob = await bank.EnrolAsync("bob.example");
        using var his = await bank.EnrolPhoneAsync(bob);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Password | FactorKinds.AppCode);

        var code = his.Code((await bank.FetchAsync(phone))!);

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), new Proof(FactorKinds.AppCode, code)));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Blocked_customers_approval_is_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var (alice, phone, begun, prompt) = await PromptAsync(bank);
        using var _ = phone;
        await bank.FailAsync(alice, times: 5);

        Assert.Equal(AppAnswer.Refused, await bank.AnswerAsync(phone.Answer(prompt, bank.Clock.Now, number: begun.MatchNumber)));
    }

    [Fact]
    [Clause("SCA-194")]
    public async Task Prompt_fetched_by_another_customers_phone_or_an_old_request_is_empty()
    {
        await using var bank = await TestBank.OpenAsync();
        var (_, phone, _, _) = await PromptAsync(bank);
        using var __ = phone;
        var bob = await bank.EnrolAsync("bob.example");
        using var his = await bank.EnrolPhoneAsync(bob);

        Assert.Null(await bank.FetchAsync(his));
        Assert.Null(await bank.UseAsync<BankingApp, AppPrompt?>(app => app.FetchAsync(phone.Fetch(bank.Clock.Now.AddMinutes(-2)))));
        Assert.NotNull(await bank.FetchAsync(phone));
    }

    private static async Task<(TestCustomer Customer, SoftPhone Phone, ChallengeResult.Begun Begun, AppPrompt Prompt)> PromptAsync(TestBank bank)
    {
        var alice = await bank.EnrolAsync();
        var phone = await bank.EnrolPhoneAsync(alice);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
        return (alice, phone, begun, (await bank.FetchAsync(phone))!);
    }

    private static Task<ChallengeProgress> ProgressAsync(TestBank bank, ChallengeResult.Begun begun) =>
        bank.ScaAsync(sca => sca.GetProgressAsync(begun.ChallengeId));
}
