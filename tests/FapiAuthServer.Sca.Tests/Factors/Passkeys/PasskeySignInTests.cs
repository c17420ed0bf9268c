using System.Buffers.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Passkeys;
using Microsoft.EntityFrameworkCore;
using SignInResult = FapiAuthServer.Sca.Customers.SignInResult;

namespace FapiAuthServer.Sca.Tests.Factors.Passkeys;

/// <summary>What the module does with an assertion that somebody else has verified; the verifier itself is tested with the server.</summary>
public sealed class PasskeySignInTests
{
    private const byte Synced = 0x0D;

    [Fact]
    [Clause("SCA-182")]
    [Clause("SCA-145")]
    public async Task Passkey_that_cannot_leave_its_device_signs_in_alone()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        await bank.FailAsync(alice, 2);

        var success = Assert.IsType<SignInResult.Success>(await SignInAsync(bank, alice, passkey, signCount: 7));

        Assert.Equal((alice.Identity, AuthenticationTraits.PhishingResistant), (success.Customer, success.Traits));
        Assert.Equal(["hwk", "user", "mfa"], success.Methods);
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);
        Assert.Equal(7, (await RowAsync(bank)).SignCount);
        var entry = await bank.DatabaseAsync(db => db.Set<ScaEvent>().SingleAsync(e => e.Kind == ScaEventKind.SignedIn));
        Assert.Equal((success.EventId, FactorKinds.Passkey), (entry.Id, entry.Factors));
    }

    [Theory]
    [Clause("SCA-070")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Copied_passkey_signs_in_only_where_the_bank_says_so(bool counts)
    {
        await using var bank = await TestBank.OpenAsync(options => options.Passkeys.SyncedKeysCount = counts);
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice, Synced);

        var result = await SignInAsync(bank, alice, passkey, isBackupEligible: true);

        if (counts)
            Assert.Equal(["swk", "user", "mfa"], Assert.IsType<SignInResult.Success>(result).Methods);
        else
            Assert.IsType<SignInResult.Refused>(result);
        Assert.Equal(counts ? 0 : 1, (await bank.RowAsync(alice)).FailedAttempts);
    }

    [Fact]
    [Clause("SCA-061")]
    [Clause("SCA-181")]
    public async Task Counter_that_does_not_rise_stops_the_passkey_and_tells_the_customer()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        Assert.IsType<SignInResult.Success>(await SignInAsync(bank, alice, passkey, signCount: 9));

        Assert.IsType<SignInResult.Refused>(await SignInAsync(bank, alice, passkey, signCount: 9));

        Assert.NotNull((await RowAsync(bank)).RevokedAt);
        Assert.Equal(1, bank.Notices.Count(NoticeKind.PasskeyStopped));
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.CloneSuspected)));
        Assert.IsType<SignInResult.Refused>(await SignInAsync(bank, alice, passkey, signCount: 10));
    }

    [Fact]
    [Clause("SCA-181")]
    public async Task Key_that_changes_its_nature_is_refused()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Passkeys.SyncedKeysCount = true);
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);

        Assert.IsType<SignInResult.Refused>(await SignInAsync(bank, alice, passkey, isBackupEligible: true));
        Assert.Equal(0, (await RowAsync(bank)).SignCount);
    }

    [Fact]
    [Clause("SCA-020")]
    public async Task Of_parallel_answers_to_one_question_exactly_one_is_judged()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var answer = Answer(bank, passkey);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CompleteAsync(bank, answer, Verified(alice, passkey, 1)))));

        Assert.Single(results, result => result is SignInResult.Success);
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);
    }

    [Fact]
    [Clause("SCA-020")]
    public async Task Of_parallel_uses_of_one_counter_exactly_one_wins()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);

        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => SignInAsync(bank, alice, passkey, signCount: 5))));

        Assert.Single(results, result => result is SignInResult.Success);
        Assert.Equal(5, (await RowAsync(bank)).SignCount);
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Failures_with_password_and_passkey_share_one_counter_and_the_block_holds_for_both()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        await bank.FailAsync(alice, 4);

        Assert.IsType<SignInResult.Blocked>(await CompleteAsync(bank, Answer(bank, passkey), verified: null));

        Assert.IsType<SignInResult.Blocked>(await SignInAsync(bank, alice, passkey, signCount: 3));
        Assert.IsType<SignInResult.Blocked>(await bank.SignInRightAsync(alice));
        Assert.Equal(0, (await RowAsync(bank)).SignCount);
    }

    [Theory]
    [Clause("SCA-181")]
    [InlineData("another customer's")]
    [InlineData("another credential")]
    public async Task Verdict_over_something_else_is_none(string what)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var bob = await bank.EnrolAsync("bob.example");
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        using var other = new SoftPasskey();

        var verified = what == "another credential" ? Verified(alice, other, 1) : Verified(bob, passkey, 1);
        Assert.IsType<SignInResult.Refused>(await CompleteAsync(bank, Answer(bank, passkey), verified));

        Assert.Equal((1, 0), ((await bank.RowAsync(alice)).FailedAttempts, (await bank.RowAsync(bob)).FailedAttempts));
    }

    [Theory]
    [Clause("SCA-181")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":"a+b/"}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":"AAAA"}""")]
    public async Task Answer_of_no_known_passkey_is_refused_and_judged_by_nobody(string response)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var isJudged = false;

        var result = await bank.UseAsync<PasskeySignIn, SignInResult>(signIn => signIn.CompleteAsync(
            new PasskeyAnswer(Guid.NewGuid(), bank.Clock.Now, response),
            _ => { isJudged = true; return Task.FromResult<VerifiedPasskey?>(Verified(alice, passkey, 1)); },
            CancellationToken.None));

        Assert.IsType<SignInResult.Refused>(result);
        Assert.False(isJudged);
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);
    }

    [Fact]
    [Clause("SCA-181")]
    public async Task Late_answer_is_refused_and_what_is_spent_is_removed_later()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var (late, right) = (Answer(bank, passkey), Answer(bank, passkey));
        Assert.IsType<SignInResult.Success>(await CompleteAsync(bank, right, Verified(alice, passkey, 1)));

        bank.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.IsType<SignInResult.Refused>(await CompleteAsync(bank, late, Verified(alice, passkey, 2)));

        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<SpentPasskeyQuestion>().CountAsync()));
        bank.Clock.Advance(TimeSpan.FromDays(3));
        await bank.UseAsync<Sca.Data.ScaPruning, int>(pruning => pruning.RemoveEndedAsync());
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<SpentPasskeyQuestion>().CountAsync()));
    }

    [Fact]
    [Clause("SCA-109")]
    public async Task Lost_passkey_signs_in_nobody()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var bob = await bank.EnrolAsync("bob.example");
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var id = (await RowAsync(bank)).Id;

        Assert.False(await bank.UseAsync<PasskeyEnrolment, bool>(keys => keys.ReportLostAsync(bob.Identity.Id, id)));
        Assert.True(await bank.UseAsync<PasskeyEnrolment, bool>(keys => keys.ReportLostAsync(alice.Identity.Id, id)));

        Assert.IsType<SignInResult.Refused>(await SignInAsync(bank, alice, passkey, signCount: 1));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.FactorRemoved));
    }

    private static Task<SignInResult> SignInAsync(TestBank bank, TestCustomer customer, SoftPasskey passkey, uint signCount = 1, bool isBackupEligible = false) =>
        CompleteAsync(bank, Answer(bank, passkey), Verified(customer, passkey, signCount) with { IsBackupEligible = isBackupEligible });

    private static PasskeyAnswer Answer(TestBank bank, SoftPasskey passkey) =>
        new(Guid.NewGuid(), bank.Clock.Now, $$"""{"id":"{{passkey.CredentialId}}"}""");

    private static VerifiedPasskey Verified(TestCustomer customer, SoftPasskey passkey, uint signCount) =>
        new(customer.Identity.Id, Base64Url.DecodeFromChars(passkey.CredentialId), signCount, IsBackupEligible: false, IsBackedUp: false);

    private static Task<SignInResult> CompleteAsync(TestBank bank, PasskeyAnswer answer, VerifiedPasskey? verified) =>
        bank.UseAsync<PasskeySignIn, SignInResult>(signIn => signIn.CompleteAsync(answer, _ => Task.FromResult(verified), CancellationToken.None));

    private static Task<Passkey> RowAsync(TestBank bank) => bank.DatabaseAsync(db => db.Set<Passkey>().AsNoTracking().SingleAsync());
}
