using System.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Totp;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Data;

public sealed class SecretsAtRestTests
{
    [Fact]
    [Clause("SCA-104")]
    public async Task Database_dump_shows_neither_password_nor_totp_seed()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        Assert.True(TotpCodes.TryDecodeSecret(alice.Secret, out var seed));
        byte[][] secrets =
        [
            seed,
            Encoding.UTF8.GetBytes(Convert.ToBase64String(seed)),
            Encoding.UTF8.GetBytes(alice.Secret),
            Encoding.UTF8.GetBytes(alice.Password),
        ];

        var dump = (await bank.DumpAsync()).Select(AsBytes).ToList();

        Assert.Contains(dump, value => Holds(value, Encoding.UTF8.GetBytes(alice.Username)));
        Assert.All(secrets, secret => Assert.DoesNotContain(dump, value => Holds(value, secret)));
    }

    [Fact]
    [Clause("SCA-104")]
    public async Task Seed_copied_into_another_customers_row_does_not_open_there()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var mallory = await bank.EnrolAsync("mallory");
        var seed = (await bank.RowAsync(mallory)).ProtectedTotpSecret;
        await bank.DatabaseAsync(db => db.Set<Customer>()
            .Where(c => c.Id == alice.Identity.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(c => c.ProtectedTotpSecret, seed)));

        var result = await bank.SignInAsync(alice.Username, alice.Password, mallory.CodeAt(bank.Clock.Now));

        Assert.IsType<SignInResult.Refused>(result);
        Assert.Equal(1, bank.Logs.Count(6004));
    }

    [Fact]
    [Clause("SCA-104")]
    public async Task Logs_hold_no_username_password_code_or_seed()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var code = alice.CodeAt(bank.Clock.Now);
        await bank.SignInAsync(alice.Username, alice.Password, code);
        await bank.SignInAsync("nobody.special", TestCustomer.WrongPassword, code);
        await bank.FailAsync(alice, times: 6);
        await bank.DirectoryAsync(d => d.BlockAsync(alice.Identity.Id));
        await bank.DirectoryAsync(d => d.UnblockAsync(alice.Identity.Id));
        await Assert.ThrowsAsync<EnrolmentRefusedException>(() => bank.EnrolAsync());

        string[] secrets =
        [
            alice.Username, alice.Identity.DisplayName, alice.Identity.Subject, "nobody.special",
            alice.Password, TestCustomer.WrongPassword, alice.Secret, $" {code}", $"'{code}'",
        ];
        Assert.Contains(bank.Logs.Texts, text => text.Contains("UPDATE", StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(
            bank.Logs.Texts, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    private static byte[] AsBytes(object value) =>
        value as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(value, null) ?? "");

    private static bool Holds(byte[] value, byte[] secret) => value.AsSpan().IndexOf(secret) >= 0;
}
