using FapiAuthServer.Sca.Customers;

namespace FapiAuthServer.Sca.Tests.Factors.Totp;

public sealed class TotpReplayTests
{
    [Theory]
    [Clause("SCA-020")]
    [Clause("SCA-164")]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(30)]
    public async Task Of_parallel_submissions_of_one_code_exactly_one_wins(int submissions)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);
        var code = alice.CodeAt(bank.Clock.Now);

        var results = await Task.WhenAll(
            Enumerable.Range(0, submissions).Select(_ => Task.Run(() => bank.CompleteAsync(attempt, code))));

        Assert.Single(results, result => result is SignInResult.Success);
        Assert.Equal(1, bank.Logs.Count(6000));
    }

    [Fact]
    [Clause("SCA-020")]
    [Clause("SCA-164")]
    public async Task Of_requests_that_all_found_the_code_unspent_exactly_one_wins()
    {
        await using var bank = await TestBank.OpenAsync();
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
}
