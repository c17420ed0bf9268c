using System.Diagnostics;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using SignInResult = FapiAuthServer.Sca.Customers.SignInResult;

namespace FapiAuthServer.Sca.Tests.StepUp;

public sealed class VerificationTests
{
    private const FactorKinds PasswordAndSms = FactorKinds.Password | FactorKinds.Sms;

    [Fact]
    [Clause("SCA-020")]
    [Clause("SCA-145")]
    [Clause("SCA-111")]
    [Clause("SCA-148")]
    public async Task Password_and_text_together_give_a_code()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);

        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));

        Assert.Equal(["pwd", "sms", "mfa", "mca"], success.Methods);
        Assert.Equal(bank.Clock.Now, success.AuthenticatedAt);
        var entry = await bank.DatabaseAsync(db => db.Set<ScaEvent>().SingleAsync(e => e.Kind == ScaEventKind.Verified));
        Assert.Equal((TestActions.Client, TestActions.Consent, TestActions.Pay().Hash, begun.ChallengeId), (entry.ClientId, entry.ConsentId, entry.ActionHash, entry.ChallengeId));
        Assert.Equal("Password/Knowledge/fresh Sms/Possession/fresh", entry.Detail);
        Assert.DoesNotContain(success.Code, success.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Clause("SCA-024")]
    [Clause("SCA-066")]
    public async Task Whatever_was_wrong_the_answer_is_the_same_and_nothing_is_given_out()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var wrongPassword = new Proof(FactorKinds.Password, TestCustomer.WrongPassword);
        var wrongCode = new Proof(FactorKinds.Sms, "000000");

        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        VerificationResult[] results =
        [
            await bank.VerifyAsync(begun.ChallengeId, wrongPassword, bank.Sms()),
            await bank.VerifyAsync(begun.ChallengeId, alice.Password(), wrongCode),
            await bank.VerifyAsync(begun.ChallengeId, wrongPassword, wrongCode),
            await bank.VerifyAsync(Guid.NewGuid(), alice.Password(), bank.Sms()),
            await bank.VerifyAsync(begun.ChallengeId, alice.Password()),
            await bank.VerifyAsync(begun.ChallengeId, bank.Sms()),
            await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms(), bank.Sms()),
        ];

        Assert.All(results, result => Assert.Equal(new VerificationResult.Refused(), result));
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<AuthenticationCode>().CountAsync()));
        Assert.Equal(3, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.VerificationRefused)));
    }

    [Fact]
    [Clause("SCA-024")]
    public async Task After_a_wrong_password_the_code_is_judged_all_the_same()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), FactorKinds.Password | FactorKinds.Totp);
        var opened = bank.Protector.Opened;

        await bank.VerifyAsync(
            begun.ChallengeId, new Proof(FactorKinds.Password, TestCustomer.WrongPassword), new Proof(FactorKinds.Totp, alice.CodeAt(bank.Clock.Now)));

        Assert.Equal(opened + 1, bank.Protector.Opened);
    }

    [Fact]
    [Clause("SCA-024")]
    public async Task No_refusal_is_answered_before_the_time_that_all_of_them_take()
    {
        var pace = TimeSpan.FromMilliseconds(300);
        await using var bank = await TestBank.OpenAsync(options => options.MinimumRefusalTime = pace);
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);

        foreach (var challenge in new[] { Guid.NewGuid(), begun.ChallengeId })
        {
            var started = Stopwatch.GetTimestamp();
            Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(challenge, alice.Password(), new Proof(FactorKinds.Sms, "000000")));
            Assert.True(Stopwatch.GetElapsedTime(started) >= pace - TimeSpan.FromMilliseconds(5));
        }
    }

    [Theory]
    [Clause("SCA-020")]
    [InlineData(DatabaseKind.Sqlite, 2)]
    [InlineData(DatabaseKind.PostgreSql, 2)]
    [InlineData(DatabaseKind.Sqlite, 4)]
    [InlineData(DatabaseKind.PostgreSql, 4)]
    public async Task Of_parallel_right_answers_exactly_one_gets_a_code(DatabaseKind database, int answers)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        var code = bank.Sms();

        var results = await Task.WhenAll(
            Enumerable.Range(0, answers).Select(_ => Task.Run(() => bank.VerifyAsync(begun.ChallengeId, alice.Password(), code))));

        Assert.Single(results, result => result is VerificationResult.Success);
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<AuthenticationCode>().CountAsync()));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Sixth_answer_is_not_judged_even_if_right_and_a_new_challenge_does_not_help()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        var until = bank.Clock.Now.AddMinutes(5);

        for (var attempt = 1; attempt <= 4; attempt++)
            Assert.IsType<VerificationResult.Refused>(await WrongAsync(bank, alice, begun.ChallengeId));
        Assert.Equal(new VerificationResult.Blocked(until), await WrongAsync(bank, alice, begun.ChallengeId));

        Assert.Equal(new VerificationResult.Blocked(until), await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        Assert.Equal(
            new ChallengeResult.Refused(ChallengeRefusal.NotServed), await bank.ChallengeAsync(alice, TestActions.Pay(), PasswordAndSms));
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<AuthenticationCode>().CountAsync()));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Sign_in_text_and_app_code_share_one_counter_over_clients_and_challenges()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        using var phone = await bank.EnrolPhoneAsync(alice);

        await bank.FailAsync(alice, times: 2);
        var sms = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms, client: "fintech-2");
        await WrongAsync(bank, alice, sms.ChallengeId);
        var app = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Password | FactorKinds.AppCode);
        await bank.VerifyAsync(app.ChallengeId, alice.Password(), new Proof(FactorKinds.AppCode, "00000000"));

        Assert.Equal(4, (await bank.RowAsync(alice)).FailedAttempts);
        Assert.IsType<SignInResult.Blocked>(await bank.FailAsync(alice, times: 1));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Only_a_full_success_clears_the_counter()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        await WrongAsync(bank, alice, begun.ChallengeId);
        await bank.EnrolNumberAsync(alice, "+491700000000"); // a right code, but one element

        Assert.Equal(1, (await bank.RowAsync(alice)).FailedAttempts);
        begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);
    }

    [Fact]
    [Clause("SCA-171")]
    public async Task New_challenge_voids_the_old_one_and_tells_the_customer()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var old = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        var oldCode = bank.Sms();
        var current = await bank.BeginAsync(alice, TestActions.Pay(99), PasswordAndSms);

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(old.ChallengeId, alice.Password(), oldCode));
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(current.ChallengeId, alice.Password(), oldCode));
        Assert.Equal(ChallengeProgress.Over, await bank.ScaAsync(sca => sca.GetProgressAsync(old.ChallengeId)));
        Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(current.ChallengeId, alice.Password(), bank.Sms()));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.PromptReplaced));
    }

    [Fact]
    [Clause("SCA-171")]
    public async Task Codes_of_another_customers_challenge_are_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var bob = await bank.EnrolAsync("bob.example");
        await bank.EnrolNumberAsync(bob, "+491709999999");
        var hers = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);
        await bank.BeginAsync(bob, TestActions.Pay(), PasswordAndSms);

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(hers.ChallengeId, alice.Password(), bank.Sms()));
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(hers.ChallengeId, bob.Password(), bank.Sms()));
    }

    [Fact]
    public async Task Challenge_ends_on_the_millisecond_and_is_not_counted_then()
    {
        await using var bank = await TestBank.OpenAsync(options => options.ChallengeLifetime = TimeSpan.FromMinutes(2));
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);

        bank.Clock.MoveTo(begun.ExpiresAt);
        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);

        bank.Clock.Advance(-TimeSpan.FromMilliseconds(1));
        Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
    }

    [Fact]
    [Clause("SCA-031")]
    public async Task Password_of_the_session_counts_beside_a_fresh_element()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var session = Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice)).EventId;

        bank.Clock.Advance(TimeSpan.FromMinutes(20));
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Sms, session);
        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, bank.Sms()));

        Assert.Equal([false, true], success.Elements.Select(element => element.IsFresh));
        var entry = await bank.DatabaseAsync(db => db.Set<ScaEvent>().SingleAsync(e => e.Id == success.EventId));
        Assert.Equal("Password/Knowledge/session Sms/Possession/fresh", entry.Detail);
    }

    [Fact]
    [Clause("SCA-031")]
    public async Task Password_of_another_customers_or_an_old_session_does_not_count()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var bob = await bank.EnrolAsync("bob.example");
        var hers = Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice)).EventId;
        var his = Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(bob)).EventId;
        await bank.FailAsync(alice, 1);
        var failed = (await bank.DatabaseAsync(db => db.Set<ScaEvent>().SingleAsync(e => e.Kind == ScaEventKind.SignInRefused))).Id;

        foreach (var session in new[] { his, failed, Guid.NewGuid() })
            Assert.Equal(
                new ChallengeResult.Refused(ChallengeRefusal.PolicyForbids),
                await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.Sms, session));

        bank.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(
            new ChallengeResult.Refused(ChallengeRefusal.PolicyForbids), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.Sms, hers));
        Assert.Empty(bank.Texts.All.Skip(1));
    }

    [Fact]
    public async Task Verification_inside_a_transaction_that_could_undo_the_count_is_a_bug()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await EnrolAsync(bank);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), PasswordAndSms);

        await Assert.ThrowsAsync<InvalidOperationException>(() => bank.UseAsync<IServiceProvider, VerificationResult>(async services =>
        {
            var context = (TestDbContext)services.GetService(typeof(TestDbContext))!;
            await using var transaction = await context.Database.BeginTransactionAsync();
            var sca = (StrongAuthentication)services.GetService(typeof(StrongAuthentication))!;
            return await sca.VerifyAsync(begun.ChallengeId, [alice.Password(), bank.Sms()]);
        }));
    }

    private static async Task<TestCustomer> EnrolAsync(TestBank bank)
    {
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        return alice;
    }

    private static Task<VerificationResult> WrongAsync(TestBank bank, TestCustomer customer, Guid challenge) =>
        bank.VerifyAsync(challenge, customer.Password(), new Proof(FactorKinds.Sms, "000000"));
}
