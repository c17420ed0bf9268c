using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Totp;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Sca.Tests.Factors.Totp;

public sealed class TotpReplayTests
{
    [Theory]
    [Clause("SCA-020")]
    [Clause("SCA-164")]
    [InlineData(DatabaseKind.Sqlite, 2)]
    [InlineData(DatabaseKind.PostgreSql, 2)]
    [InlineData(DatabaseKind.Sqlite, 4)]
    [InlineData(DatabaseKind.PostgreSql, 4)]
    [InlineData(DatabaseKind.Sqlite, 30)]
    [InlineData(DatabaseKind.PostgreSql, 30)]
    public async Task Of_parallel_submissions_of_one_code_exactly_one_wins(DatabaseKind database, int submissions)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);
        var code = alice.CodeAt(bank.Clock.Now);

        var results = await Task.WhenAll(
            Enumerable.Range(0, submissions).Select(_ => Task.Run(() => bank.CompleteAsync(attempt, code))));

        Assert.Single(results, result => result is SignInResult.Success);
        Assert.Equal(1, bank.Logs.Count(6000));
    }

    [Theory]
    [Clause("SCA-020")]
    [Clause("SCA-164")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_requests_that_all_found_the_code_unspent_exactly_one_wins(DatabaseKind database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        using var gate = new Barrier(4);
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);
        var code = alice.CodeAt(bank.Clock.Now);
        bank.Protector.Gate = gate;

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => bank.CompleteAsync(attempt, code))));

        Assert.Equal(1, gate.CurrentPhaseNumber);
        Assert.Single(results, result => result is SignInResult.Success);
        Assert.Equal(3, results.Count(result => result is SignInResult.Refused));
    }

    [Fact]
    [Clause("SCA-164")]
    public async Task Code_is_refused_the_second_time_in_the_same_step()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var code = alice.CodeAt(bank.Clock.Now);

        Assert.IsType<SignInResult.Success>(await bank.SignInAsync(alice.Username, alice.Password, code));
        Assert.IsType<SignInResult.Refused>(await bank.SignInAsync(alice.Username, alice.Password, code));

        bank.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<SignInResult.Refused>(await bank.SignInAsync(alice.Username, alice.Password, code));
        Assert.IsType<SignInResult.Success>(await bank.SignInAsync(alice.Username, alice.Password, alice.CodeAt(bank.Clock.Now)));
    }

    [Fact]
    [Clause("SCA-164")]
    public async Task After_a_code_of_a_fast_device_the_present_step_is_spent_too()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var ahead = alice.CodeAt(bank.Clock.Now.AddSeconds(30));

        Assert.IsType<SignInResult.Success>(await bank.SignInAsync(alice.Username, alice.Password, ahead));
        Assert.IsType<SignInResult.Refused>(
            await bank.SignInAsync(alice.Username, alice.Password, alice.CodeAt(bank.Clock.Now)));
    }

    [Theory]
    [Clause("SCA-165")]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task Device_whose_clock_drifts_is_followed_as_far_as_a_device_that_is_right_is_not_lost(int seconds)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        Assert.IsType<SignInResult.Refused>(await SignInAsync(bank, alice, seconds)); // two steps off, all at once
        Assert.IsType<SignInResult.Success>(await SignInAsync(bank, alice, seconds / 2));
        Assert.Equal(Math.Sign(seconds), (await bank.RowAsync(alice)).TotpDrift);

        Assert.IsType<SignInResult.Success>(await SignInAsync(bank, alice, seconds));
        Assert.IsType<SignInResult.Refused>(await SignInAsync(bank, alice, seconds * 3 / 2));
        Assert.IsType<SignInResult.Refused>(await SignInAsync(bank, alice, -seconds / 2));
        Assert.Equal(Math.Sign(seconds), (await bank.RowAsync(alice)).TotpDrift);

        Assert.IsType<SignInResult.Success>(await SignInAsync(bank, alice, 0)); // the device was set right
        Assert.Equal(0, (await bank.RowAsync(alice)).TotpDrift);
        Assert.IsType<SignInResult.Success>(await SignInAsync(bank, alice, -seconds / 2));
    }

    [Fact]
    [Clause("SCA-165")]
    public async Task Step_up_remembers_the_drift_too_and_a_new_seed_begins_with_its_own()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), FactorKinds.Password | FactorKinds.Totp);
        Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(
            begun.ChallengeId, alice.Password(), new Proof(FactorKinds.Totp, alice.CodeAt(bank.Clock.Now.AddSeconds(30)))));
        Assert.Equal(1, (await bank.RowAsync(alice)).TotpDrift);

        var seed = await bank.UseAsync<TotpEnrolment, TotpSeed>(room => room.BeginAsync(alice.Identity.Id, "Bank", TestActions.InBranch));
        var renewed = alice with { Secret = seed.Secret };
        Assert.True(await bank.UseAsync<TotpEnrolment, bool>(room => room.ConfirmAsync(alice.Identity.Id, renewed.CodeAt(bank.Clock.Now.AddSeconds(-30)))));

        var row = await bank.RowAsync(alice);
        Assert.Equal(-1, row.TotpDrift);
        Assert.Equal(TotpCodes.StepAt(bank.Clock.Now) - 1, row.LastTotpStep); // Of the new seed: what was spent of the old one is no matter.
    }

    [Fact]
    public async Task Code_beside_a_wrong_password_is_not_spent()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var code = alice.CodeAt(bank.Clock.Now);

        Assert.IsType<SignInResult.Refused>(await bank.SignInAsync(alice.Username, TestCustomer.WrongPassword, code));
        Assert.IsType<SignInResult.Success>(await bank.SignInAsync(alice.Username, alice.Password, code));
    }

    [Fact]
    public async Task Code_of_another_customer_is_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var bob = await bank.EnrolAsync("bob.example");

        Assert.IsType<SignInResult.Refused>(
            await bank.SignInAsync(alice.Username, alice.Password, bob.CodeAt(bank.Clock.Now)));
    }

    // Ten minutes later, so that no code is refused for having been spent.
    private static Task<SignInResult> SignInAsync(TestBank bank, TestCustomer customer, int ahead)
    {
        bank.Clock.Advance(TimeSpan.FromMinutes(10));
        return bank.SignInAsync(customer.Username, customer.Password, customer.CodeAt(bank.Clock.Now.AddSeconds(ahead)));
    }
}
