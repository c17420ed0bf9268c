using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using SignInResult = FapiAuthServer.Sca.Customers.SignInResult;

namespace FapiAuthServer.Sca.Tests.Customers;

public sealed class PermanentBlockTests
{
    private static readonly Restoration Restored = new("clerk 7", "clerk 8", "visit 2026-0601");

    [Fact]
    [Clause("SCA-027")]
    [Clause("SCA-025")]
    public async Task Customer_is_warned_before_the_block_for_good()
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();

        await FailRoundAsync(bank, alice);
        Assert.Equal(0, bank.Notices.Count(NoticeKind.PermanentBlockIsNext));
        bank.Notices.OnSending = async _ => Assert.False((await bank.RowAsync(alice)).IsBlockedForGood);
        await FailRoundAsync(bank, alice);
        Assert.Equal(1, bank.Notices.Count(NoticeKind.PermanentBlockIsNext));

        Assert.Equal(new SignInResult.Blocked(null), await bank.FailAsync(alice, times: 5));

        Assert.Equal(CustomerState.Blocked, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));
        bank.Clock.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(new SignInResult.Blocked(null), await bank.SignInRightAsync(alice));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.PermanentBlockIsNext));
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.BlockedForGood)));
    }

    [Fact]
    [Clause("SCA-027")]
    public async Task Without_the_warning_there_is_no_block_for_good()
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();
        bank.Notices.IsOutOfOrder = true;

        await FailRoundAsync(bank, alice);
        for (var round = 0; round < 3; round++)
        {
            Assert.NotNull(Assert.IsType<SignInResult.Blocked>(await bank.FailAsync(alice, times: 5)).Until);
            Assert.False((await bank.RowAsync(alice)).IsBlockedForGood);
            Assert.Equal(CustomerState.Blocked, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));
            bank.Clock.Advance(TimeSpan.FromDays(2));
        }

        Assert.Equal(3, bank.Logs.Count(6006));
        bank.Notices.IsOutOfOrder = false;
        await FailRoundAsync(bank, alice);
        Assert.Equal(new SignInResult.Blocked(null), await bank.FailAsync(alice, times: 5));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Last_attempt_of_the_last_round_still_succeeds_with_both_elements_right()
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();
        await FailRoundAsync(bank, alice);
        await FailRoundAsync(bank, alice);
        await bank.FailAsync(alice, times: 4);

        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice));
        Assert.Equal(default, (await bank.RowAsync(alice)).BlockState);
    }

    [Theory]
    [Clause("SCA-025")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Parallel_guesses_in_the_last_round_get_five_verdicts(DatabaseKind database)
    {
        await using var bank = await OpenAsync(database);
        var alice = await bank.EnrolAsync();
        await FailRoundAsync(bank, alice);
        await FailRoundAsync(bank, alice);
        var attempt = new SignInAttempt(alice.Identity.Id, KnowledgeAccepted: true, bank.Clock.Now);
        var opened = bank.Protector.Opened;

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Task.Run(() => bank.CompleteAsync(attempt, alice.WrongCodeAt(bank.Clock.Now)))));

        Assert.Equal(opened + 5, bank.Protector.Opened);
        Assert.Equal(4, results.Count(result => result is SignInResult.Refused));
        Assert.All(results.Where(result => result is not SignInResult.Refused), result => Assert.Equal(new SignInResult.Blocked(null), result));
        Assert.True((await bank.RowAsync(alice)).IsBlockedForGood);
    }

    [Fact]
    [Clause("SCA-028")]
    [Clause("SCA-214")]
    public async Task Restoring_takes_two_operators_and_a_proof_and_ends_every_second_factor()
    {
        await using var bank = await OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        using var phone = await bank.EnrolPhoneAsync(alice);
        await BlockForGoodAsync(bank, alice);

        Assert.False(await bank.DirectoryAsync(d => d.UnblockAsync(alice.Identity.Id)));
        Assert.Throws<ArgumentException>(() => new Restoration("clerk 7", "Clerk 7 ", "visit"));
        Assert.Throws<ArgumentException>(() => new Restoration("clerk 7", "clerk 8", " "));
        Assert.True(await bank.DirectoryAsync(d => d.RestoreAsync(alice.Identity.Id, Restored)));
        Assert.False(await bank.DirectoryAsync(d => d.RestoreAsync(alice.Identity.Id, Restored)));

        Assert.Equal(CustomerState.Active, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));
        Assert.IsType<SignInResult.Refused>(await bank.SignInRightAsync(alice)); // its old seed is gone
        foreach (var factors in new[] { FactorKinds.AppApproval, FactorKinds.Password | FactorKinds.Sms })
            Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), factors));
        var renewed = alice with { Secret = await bank.DirectoryAsync(d => d.EnrolTotpAsync(alice.Identity.Id)) };
        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(renewed));
        Assert.Equal("clerk 7, clerk 8: visit 2026-0601", (await bank.DatabaseAsync(db => db.Set<ScaEvent>().SingleAsync(e => e.Kind == ScaEventKind.Restored))).Detail);
    }

    [Fact]
    [Clause("SCA-026")]
    public async Task Bank_may_do_without_blocks_for_good()
    {
        await using var bank = await TestBank.OpenAsync(options =>
        {
            options.MaxTemporaryBlocks = 0;
            options.FirstBlock = options.LongestBlock = TimeSpan.FromMinutes(1);
        });
        var alice = await bank.EnrolAsync();

        for (var round = 0; round < 10; round++)
        {
            Assert.Equal(new SignInResult.Blocked(bank.Clock.Now.AddMinutes(1)), await bank.FailAsync(alice, times: 5));
            bank.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice));
    }

    [Fact]
    [Clause("SCA-109")]
    public async Task Closed_customer_loses_every_factor()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        using var phone = await bank.EnrolPhoneAsync(alice);
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Password | FactorKinds.Sms);

        Assert.True(await bank.DirectoryAsync(d => d.CloseAsync(alice.Identity.Id)));

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotServed), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.Passkey));
        Assert.Empty((await bank.DatabaseAsync(db => db.Set<Sca.Factors.App.AppDevice>().SingleAsync())).ProtectedCodeKey);
        Assert.Empty((await bank.DatabaseAsync(db => db.Set<Sca.Factors.Sms.SmsNumber>().SingleAsync())).ProtectedNumber);
        Assert.NotNull((await bank.DatabaseAsync(db => db.Set<Sca.Factors.Passkeys.Passkey>().SingleAsync())).RevokedAt);
    }

    private static Task<TestBank> OpenAsync(DatabaseKind database = DatabaseKind.Sqlite) => TestBank.OpenAsync(database, options => options.MaxTemporaryBlocks = 2);

    private static async Task FailRoundAsync(TestBank bank, TestCustomer customer)
    {
        var blocked = Assert.IsType<SignInResult.Blocked>(await bank.FailAsync(customer, times: 5));
        bank.Clock.MoveTo(blocked.Until!.Value);
    }

    private static async Task BlockForGoodAsync(TestBank bank, TestCustomer customer)
    {
        await FailRoundAsync(bank, customer);
        await FailRoundAsync(bank, customer);
        Assert.Equal(new SignInResult.Blocked(null), await bank.FailAsync(customer, times: 5));
    }
}
