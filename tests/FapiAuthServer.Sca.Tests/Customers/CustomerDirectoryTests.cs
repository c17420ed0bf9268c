using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Totp;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Customers;

public sealed class CustomerDirectoryTests
{
    [Fact]
    public async Task Customer_is_found_by_id_subject_and_username_in_any_case()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.Equal(alice.Identity, await bank.DirectoryAsync(d => d.FindAsync(alice.Identity.Id)));
        Assert.Equal(alice.Identity, await bank.DirectoryAsync(d => d.FindBySubjectAsync(alice.Identity.Subject)));
        Assert.Equal(alice.Identity, await bank.DirectoryAsync(d => d.FindByUsernameAsync("Alice.EXAMPLE")));
        Assert.Null(await bank.DirectoryAsync(d => d.FindAsync(Guid.NewGuid())));
        Assert.Null(await bank.DirectoryAsync(d => d.FindBySubjectAsync(alice.Identity.Subject.ToUpperInvariant())));
        Assert.Null(await bank.DirectoryAsync(d => d.FindByUsernameAsync("\uD800")));
    }

    [Fact]
    public async Task Subject_is_random_and_neither_row_id_nor_username()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var bob = await bank.EnrolAsync("bob.example");

        Assert.Matches("^[0-9a-f]{32}$", alice.Identity.Subject);
        Assert.NotEqual(alice.Identity.Subject, bob.Identity.Subject);
        Assert.NotEqual(alice.Identity.Id.ToString("N"), alice.Identity.Subject);
    }

    [Fact]
    public async Task State_tells_active_from_unknown()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        Assert.Equal(CustomerState.Active, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));
        Assert.Equal(CustomerState.Unknown, await bank.DirectoryAsync(d => d.GetStateAsync("nobody")));
        Assert.False(await bank.DirectoryAsync(d => d.BlockAsync(Guid.NewGuid())));
        Assert.False(await bank.DirectoryAsync(d => d.UnblockAsync(Guid.NewGuid())));
    }

    [Fact]
    [Clause("SCA-109")]
    public async Task Closed_customer_cannot_sign_in_and_its_secrets_are_gone()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var attempt = await bank.BeginAsync(alice.Username, alice.Password);

        Assert.True(await bank.DirectoryAsync(d => d.CloseAsync(alice.Identity.Id)));

        Assert.IsType<SignInResult.Refused>(await bank.CompleteAsync(attempt, alice.CodeAt(bank.Clock.Now)));
        Assert.IsType<SignInResult.Refused>(await bank.SignInRightAsync(alice));
        Assert.Equal(CustomerState.Closed, await bank.DirectoryAsync(d => d.GetStateAsync(alice.Identity.Subject)));
        Assert.Null(await bank.DirectoryAsync(d => d.FindBySubjectAsync(alice.Identity.Subject)));
        Assert.False(await bank.DirectoryAsync(d => d.UnblockAsync(alice.Identity.Id)));
        var row = await bank.RowAsync(alice);
        Assert.Null(row.PasswordHash);
        Assert.Null(row.ProtectedTotpSecret);
        Assert.Equal(bank.Clock.Now.AddSeconds(-60), row.ClosedAt);
    }

    [Theory]
    [InlineData("", "Dora", "long enough", null, "InvalidUserName")]
    [InlineData("do\0ra", "Dora", "long enough", null, "InvalidUserName")]
    [InlineData("do ra", "Dora", "long enough", null, "InvalidUserName")]
    [InlineData("dora", "", "long enough", null, "InvalidDisplayName")]
    [InlineData("dora", "Dora", "too short", null, "PasswordTooShort")]
    [InlineData("dora", "Dora", "long enough", "JBSWY3DPEHPK3PXP", "InvalidTotpSecret")]
    [InlineData("Alice.Example", "Dora", "long enough", null, "DuplicateUserName")]
    public async Task Unfit_enrolment_is_refused_with_its_reason(
        string username, string displayName, string password, string? secret, string reason)
    {
        await using var bank = await TestBank.OpenAsync();
        await bank.EnrolAsync();

        var refusal = await Assert.ThrowsAsync<EnrolmentRefusedException>(() => bank.DirectoryAsync(d =>
            d.EnrolAsync(new NewCustomer(username, displayName, password, secret))));

        Assert.Equal([reason], refusal.Reasons);
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<Customer>().CountAsync()));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_parallel_enrolments_of_one_username_exactly_one_wins(DatabaseKind database)
    {
        await using var bank = await TestBank.OpenAsync(database);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            try
            {
                await bank.DirectoryAsync(d => d.EnrolAsync(new NewCustomer("dora", $"Dora {number}", "long enough")));
                return "enrolled";
            }
            catch (EnrolmentRefusedException refusal)
            {
                return Assert.Single(refusal.Reasons);
            }
        })));

        Assert.Single(results, "enrolled");
        Assert.Equal(7, results.Count(result => result == "DuplicateUserName"));
    }

    [Fact]
    [Clause("SCA-160")]
    public async Task Totp_secret_is_handed_out_once()
    {
        await using var bank = await TestBank.OpenAsync();
        var dora = await bank.DirectoryAsync(d => d.EnrolAsync(new NewCustomer("dora", "Dora", "long enough")));

        var secret = await bank.DirectoryAsync(d => d.EnrolTotpAsync(dora.Id));

        Assert.True(TotpCodes.TryDecodeSecret(secret, out var seed));
        Assert.Equal(20, seed.Length);
        await Assert.ThrowsAsync<EnrolmentRefusedException>(() => bank.DirectoryAsync(d => d.EnrolTotpAsync(dora.Id)));
        await Assert.ThrowsAsync<EnrolmentRefusedException>(() => bank.DirectoryAsync(d => d.EnrolTotpAsync(Guid.NewGuid())));
    }

    [Fact]
    public void New_customer_does_not_print_its_secrets() =>
        Assert.Equal("NewCustomer", new NewCustomer("dora", "Dora", "long enough", TotpCodes.NewSecret()).ToString());
}
