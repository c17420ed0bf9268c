using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Password;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Tests.Factors.Password;

public sealed class PasswordFactorTests
{
    [Fact]
    [Clause("SCA-104")]
    public async Task Hash_with_fewer_rounds_is_renewed_by_the_right_password_only()
    {
        await using var bank = await TestBank.OpenAsync(options => options.PasswordIterations = 110_000);
        var alice = await bank.EnrolAsync();
        var old = Hash(iterations: 1_000, alice.Password);
        await bank.DatabaseAsync(db => db.Set<Customer>().ExecuteUpdateAsync(row => row.SetProperty(c => c.PasswordHash, old)));

        Assert.False((await bank.BeginAsync(alice.Username, TestCustomer.WrongPassword)).KnowledgeAccepted);
        Assert.Equal(old, (await bank.RowAsync(alice)).PasswordHash);

        Assert.True((await bank.BeginAsync(alice.Username, alice.Password)).KnowledgeAccepted);
        var renewed = (await bank.RowAsync(alice)).PasswordHash!;
        Assert.NotEqual(old, renewed);
        Assert.False(PasswordHashFormat.IsWeakerThan(renewed, 110_000));
        Assert.True((await bank.BeginAsync(alice.Username, alice.Password)).KnowledgeAccepted);
    }

    [Fact]
    public void Cost_of_a_hash_is_read_from_its_header()
    {
        Assert.True(PasswordHashFormat.IsWeakerThan(Hash(99_999, "x"), 100_000));
        Assert.False(PasswordHashFormat.IsWeakerThan(Hash(100_000, "x"), 100_000));
        Assert.True(PasswordHashFormat.IsWeakerThan(Hash(100_000, "x", PasswordHasherCompatibilityMode.IdentityV2), 100_000));
        Assert.False(PasswordHashFormat.IsWeakerThan("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", 100_000));
        Assert.False(PasswordHashFormat.IsWeakerThan("", 100_000));
    }

    [Fact]
    public async Task Passwords_out_of_bounds_are_wrong_and_do_no_harm()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();

        foreach (var password in new[] { "", new string('x', 1025), new string('x', 5_000_000), "\0", "\uD800" })
            Assert.False((await bank.BeginAsync(alice.Username, password)).KnowledgeAccepted);
    }

    private static string Hash(
        int iterations, string password, PasswordHasherCompatibilityMode mode = PasswordHasherCompatibilityMode.IdentityV3)
    {
        var options = new PasswordHasherOptions { CompatibilityMode = mode, IterationCount = iterations };
        return new PasswordHasher<Customer>(Options.Create(options)).HashPassword(new Customer("a", "a", "a"), password);
    }
}
