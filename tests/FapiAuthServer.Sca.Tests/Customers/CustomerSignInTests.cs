using System.Diagnostics;
using System.Text.Json;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Password;

namespace FapiAuthServer.Sca.Tests.Customers;

public sealed class CustomerSignInTests
{
    [Fact]
    [Clause("SCA-008")]
    public async Task Password_and_code_together_sign_the_customer_in()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        var result = await bank.SignInAsync(" ALICE.example ", alice.Password, alice.CodeAt(bank.Clock.Now));

        var success = Assert.IsType<SignInResult.Success>(result);
        Assert.Equal(alice.Identity, success.Customer);
        Assert.Equal(bank.Clock.Now, success.AuthenticatedAt);
        Assert.Equal(["pwd", "otp", "mfa"], success.Methods);
    }

    [Fact]
    [Clause("SCA-008")]
    [Clause("SCA-024")]
    public async Task Whatever_was_wrong_the_answer_is_the_same_and_comes_after_the_second_step()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var right = alice.CodeAt(bank.Clock.Now);
        var wrong = alice.WrongCodeAt(bank.Clock.Now);

        SignInResult[] results =
        [
            await bank.SignInAsync(alice.Username, TestCustomer.WrongPassword, right),
            await bank.SignInAsync(alice.Username, alice.Password, wrong),
            await bank.SignInAsync(alice.Username, TestCustomer.WrongPassword, wrong),
            await bank.SignInAsync("nobody", alice.Password, right),
            await bank.SignInAsync("nobody", TestCustomer.WrongPassword, wrong),
        ];

        Assert.All(results, result => Assert.Equal(new SignInResult.Refused(), result));
        Assert.Equal(0, (await bank.RowAsync(alice)).LastTotpStep);
    }

    [Fact]
    [Clause("SCA-024")]
    public async Task No_refusal_is_answered_before_the_time_that_all_of_them_take()
    {
        var pace = TimeSpan.FromMilliseconds(300);
        await using var bank = await TestBank.OpenAsync(options => options.MinimumRefusalTime = pace);
        var alice = await bank.EnrolAsync();
        var unknown = await bank.BeginAsync("nobody", alice.Password);
        var wrong = await bank.BeginAsync(alice.Username, TestCustomer.WrongPassword);
        var stale = wrong with { StartedAt = bank.Clock.Now.AddDays(-1) };

        foreach (var attempt in new[] { unknown, wrong, wrong, wrong, wrong, wrong, wrong, stale })
        {
            var begun = Stopwatch.GetTimestamp();
            Assert.IsNotType<SignInResult.Success>(await bank.CompleteAsync(attempt, "123456"));
            Assert.True(Stopwatch.GetElapsedTime(begun) >= pace - TimeSpan.FromMilliseconds(5));
        }
    }

    [Fact]
    [Clause("SCA-024")]
    public async Task Every_first_step_costs_one_verification_of_the_same_strength_whoever_is_named()
    {
        await using var bank = await TestBank.OpenAsync(options => options.PasswordIterations = 110_000);
        var alice = await bank.EnrolAsync();
        (string Username, string Password)[] entries =
        [
            (alice.Username, alice.Password),
            (alice.Username, TestCustomer.WrongPassword),
            (alice.Username, new string('x', 100_000)),
            ("nobody", alice.Password),
            (new string('x', 100_000), alice.Password),
            ("\0", ""),
        ];

        foreach (var (username, password) in entries)
            await bank.BeginAsync(username, password);

        Assert.Equal(entries.Length, bank.VerifiedHashes.Count);
        Assert.All(bank.VerifiedHashes, hash =>
        {
            Assert.False(PasswordHashFormat.IsWeakerThan(hash, 110_000));
            Assert.True(PasswordHashFormat.IsWeakerThan(hash, 110_001));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\0")]
    [InlineData("alice.example\0")]
    [InlineData("\uD800")]
    [InlineData("\uFFFF")]
    [InlineData("alice.example' OR 1=1 --")]
    public async Task Hostile_usernames_are_merely_unknown(string username)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        var attempt = await bank.BeginAsync(username, alice.Password);

        Assert.Equal(new SignInAttempt(null, false, bank.Clock.Now), attempt);
        Assert.IsType<SignInResult.Refused>(await bank.CompleteAsync(attempt, alice.CodeAt(bank.Clock.Now)));
    }

    [Fact]
    public async Task Username_of_more_than_256_characters_is_unknown()
    {
        await using var bank = await TestBank.OpenAsync();
        Assert.Null((await bank.BeginAsync(new string('a', 257), "password")).CustomerId);
    }

    [Fact]
    public async Task Attempt_survives_serialisation_and_holds_no_secret()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);

        var json = JsonSerializer.Serialize(attempt);

        Assert.Equal(attempt, JsonSerializer.Deserialize<SignInAttempt>(json));
        Assert.DoesNotContain(alice.Password, json, StringComparison.Ordinal);
        Assert.DoesNotContain(alice.Username, json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempt_that_took_too_long_is_refused_and_not_counted()
    {
        await using var bank = await TestBank.OpenAsync(options => options.AttemptLifetime = TimeSpan.FromMinutes(10));
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);

        bank.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(1));
        Assert.IsType<SignInResult.Refused>(await bank.CompleteAsync(attempt, alice.CodeAt(bank.Clock.Now)));
        Assert.Equal(0, (await bank.RowAsync(alice)).FailedAttempts);

        bank.Clock.Advance(-TimeSpan.FromMilliseconds(1));
        Assert.IsType<SignInResult.Success>(await bank.CompleteAsync(attempt, alice.CodeAt(bank.Clock.Now)));
    }

    [Fact]
    [Clause("SCA-008")]
    public async Task Customer_without_a_second_factor_cannot_sign_in()
    {
        await using var bank = await TestBank.OpenAsync();
        var identity = await bank.DirectoryAsync(d => d.EnrolAsync(new NewCustomer("carol", "Carol", "long enough")));

        foreach (var otp in new[] { "", "000000" })
            Assert.IsType<SignInResult.Refused>(await bank.SignInAsync("carol", "long enough", otp));

        var secret = await bank.DirectoryAsync(d => d.EnrolTotpAsync(identity.Id));
        var carol = new TestCustomer(identity, "long enough", secret);
        Assert.IsType<SignInResult.Success>(await bank.SignInAsync("carol", carol.Password, carol.CodeAt(bank.Clock.Now)));
    }

    [Fact]
    public async Task Attempt_for_a_customer_that_does_not_exist_is_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var forged = new SignInAttempt(Guid.NewGuid(), KnowledgeAccepted: true, bank.Clock.Now);

        Assert.IsType<SignInResult.Refused>(await bank.CompleteAsync(forged, "123456"));
    }

    [Fact]
    public async Task Sign_in_inside_a_transaction_that_could_undo_the_count_is_a_bug()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);

        await Assert.ThrowsAsync<InvalidOperationException>(() => bank.UseAsync<IServiceProvider, SignInResult>(async services =>
        {
            var context = (TestDbContext)services.GetService(typeof(TestDbContext))!;
            await using var transaction = await context.Database.BeginTransactionAsync();
            var signIn = (CustomerSignIn)services.GetService(typeof(CustomerSignIn))!;
            return await signIn.CompleteAsync(attempt, alice.CodeAt(bank.Clock.Now), CancellationToken.None);
        }));
    }
}
