using FapiAuthServer.Sca.Customers;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Sca.Tests.Customers;

public sealed class BlockingTests
{
    [Fact]
    [Clause("SCA-025")]
    public async Task Sixth_attempt_is_refused_even_with_both_elements_right()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.IsType<SignInResult.Refused>(await bank.FailAsync(alice, times: 4));
        var until = bank.Clock.Now.AddMinutes(5);
        Assert.Equal(new SignInResult.Blocked(until), await bank.FailAsync(alice, times: 1));

        Assert.Equal(new SignInResult.Blocked(until), await bank.SignInRightAsync(alice));
        Assert.Equal(5, bank.Protector.Opened);
        Assert.Equal(0, (await bank.RowAsync(alice)).LastTotpStep);
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Fifth_attempt_still_succeeds_with_both_elements_right()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.FailAsync(alice, times: 4);

        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice));
        Assert.Equal(new BlockState(0, 0, null), (await bank.RowAsync(alice)).BlockState);
    }

    [Theory]
    [Clause("SCA-025")]
    [InlineData(DatabaseKind.Sqlite, false)]
    [InlineData(DatabaseKind.PostgreSql, false)]
    [InlineData(DatabaseKind.Sqlite, true)]
    [InlineData(DatabaseKind.PostgreSql, true)]
    public async Task Fifty_parallel_guesses_on_two_nodes_get_five_verdicts(DatabaseKind database, bool knowsPassword)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var alice = await bank.EnrolAsync();
        var attempt = new SignInAttempt(alice.Identity.Id, knowsPassword, bank.Clock.Now);
        var wrong = alice.WrongCodeAt(bank.Clock.Now);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => bank.CompleteAsync(attempt, wrong))));

        Assert.Equal(5, bank.Protector.Opened);
        Assert.Equal(4, results.Count(result => result is SignInResult.Refused));
        Assert.Equal(46, results.Count(result => result is SignInResult.Blocked));
        Assert.Equal(1, bank.Logs.Count(6002));
        Assert.Equal(5, (await bank.RowAsync(alice)).FailedAttempts);
        Assert.IsType<SignInResult.Blocked>(await bank.SignInRightAsync(alice));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Wrong_passwords_and_wrong_codes_share_one_counter()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.FailAsync(alice, times: 3);

        Assert.IsType<SignInResult.Refused>(
            await bank.SignInAsync(alice.Username, TestCustomer.WrongPassword, alice.CodeAt(bank.Clock.Now)));
        Assert.IsType<SignInResult.Blocked>(
            await bank.SignInAsync(alice.Username, TestCustomer.WrongPassword, alice.CodeAt(bank.Clock.Now)));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task New_attempts_and_passing_time_do_not_reset_the_counter()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.FailAsync(alice, times: 4);

        bank.Clock.Advance(TimeSpan.FromDays(30));
        await bank.BeginAsync(alice.Username, alice.Password);

        Assert.IsType<SignInResult.Blocked>(await bank.FailAsync(alice, times: 1));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Attempt_begun_before_the_block_is_refused_during_it()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);
        await bank.FailAsync(alice, times: 5);

        Assert.IsType<SignInResult.Blocked>(await bank.CompleteAsync(attempt, alice.CodeAt(bank.Clock.Now)));
    }

    [Fact]
    [Clause("SCA-025")]
    public async Task Failures_of_one_customer_do_not_touch_another()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var bob = await bank.EnrolAsync("bob.example");
        await bank.FailAsync(alice, times: 5);

        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(bob));
    }

    [Fact]
    [Clause("SCA-026")]
    public async Task Blocks_double_up_to_the_longest_and_end_on_the_millisecond()
    {
        await using var bank = await TestBank.OpenAsync(options =>
        {
            options.FirstBlock = TimeSpan.FromMinutes(1);
            options.LongestBlock = TimeSpan.FromMinutes(5);
        });
        var alice = await bank.EnrolAsync();

        foreach (var minutes in new[] { 1, 2, 4, 5, 5 })
        {
            var until = bank.Clock.Now.AddMinutes(minutes);
            Assert.Equal(new SignInResult.Blocked(until), await bank.FailAsync(alice, times: 5));

            bank.Clock.MoveTo(until.AddMilliseconds(-1));
            Assert.Equal(new SignInResult.Blocked(until), await bank.FailAsync(alice, times: 1));
            Assert.Equal(CustomerState.Blocked, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));

            bank.Clock.MoveTo(until);
            Assert.Equal(CustomerState.Active, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));
        }

        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice));
        Assert.Equal(new SignInResult.Blocked(bank.Clock.Now.AddMinutes(1)), await bank.FailAsync(alice, times: 5));
    }

    [Fact]
    [Clause("SCA-028")]
    public async Task Operator_blocks_and_unblocks_whatever_the_customer_shows()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.True(await bank.DirectoryAsync(d => d.BlockAsync(alice.Identity.Id)));
        Assert.Equal(new SignInResult.Blocked(null), await bank.SignInRightAsync(alice));
        Assert.Equal(CustomerState.Blocked, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));
        bank.Clock.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(new SignInResult.Blocked(null), await bank.SignInRightAsync(alice));

        Assert.True(await bank.DirectoryAsync(d => d.UnblockAsync(alice.Identity.Id)));
        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice));
    }

    [Fact]
    public async Task Operator_ends_a_temporary_block()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.FailAsync(alice, times: 5);

        Assert.True(await bank.DirectoryAsync(d => d.UnblockAsync(alice.Identity.Id)));

        Assert.IsType<SignInResult.Success>(await bank.SignInRightAsync(alice));
    }
}
