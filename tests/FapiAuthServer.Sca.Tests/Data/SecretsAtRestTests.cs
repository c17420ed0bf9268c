using System.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.RecoveryCodes;
using FapiAuthServer.Sca.Factors.Totp;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using SignInResult = FapiAuthServer.Sca.Customers.SignInResult;

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
    [Clause("SCA-005")]
    [Clause("SCA-170")]
    public async Task Database_dump_shows_no_code_number_key_or_activation()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Password | FactorKinds.Sms);
        var text = bank.Texts.LastCode;
        var success = Assert.IsType<VerificationResult.Success>(await bank.VerifyAsync(begun.ChallengeId, alice.Password(), bank.Sms()));
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Password | FactorKinds.Sms);
        var activation = await bank.UseAsync<AppDeviceEnrolment, ActivationCode>(app => app.BeginAsync(alice.Identity.Id, TestActions.InBranch));
        using var phone = new SoftPhone();
        var enrolled = await bank.UseAsync<AppDeviceEnrolment, AppEnrolled?>(app => app.EnrolAsync(phone.Enrolment(activation.Text)));
        var recovery = await bank.UseAsync<RecoveryCodeEnrolment, IReadOnlyList<string>>(room => room.CreateAsync(alice.Identity.Id, TestActions.InBranch));
        var seed = await bank.UseAsync<TotpEnrolment, TotpSeed>(room => room.BeginAsync(alice.Identity.Id, "Bank", TestActions.InBranch));
        Assert.True(TotpCodes.TryDecodeSecret(seed.Secret, out var seedBytes));
        byte[][] secrets =
        [
            [.. "+491701234567"u8], enrolled!.CodeKey, seedBytes,
            .. new[] { success.Code[22..], activation.Text[22..], seed.Secret, bank.Texts.LastCode, text }.Select(Encoding.ASCII.GetBytes),
            .. recovery.SelectMany(code => new[] { code, code.Replace("-", "", StringComparison.Ordinal) }).Select(Encoding.ASCII.GetBytes),
        ];

        // Whole values for the six digits, which may be anywhere by chance.
        var dump = (await bank.DumpAsync()).Select(AsBytes).ToList();

        Assert.Contains(dump, value => Holds(value, Encoding.UTF8.GetBytes(TestActions.Client)));
        Assert.All(secrets, secret => Assert.DoesNotContain(dump, value => secret.Length > 6 ? Holds(value, secret) : value.AsSpan().SequenceEqual(secret)));
    }

    [Fact]
    [Clause("SCA-104")]
    public async Task Logs_of_step_ups_hold_no_code_number_payee_or_account()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var success = await bank.AuthenticateAsync(alice, TestActions.Pay());
        var text = bank.Texts.LastCode;
        await bank.ConsumeAsync(success.Code, alice.For(TestActions.Pay(9)));
        using var phone = await bank.EnrolPhoneAsync(alice);
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
        await bank.ScaAsync(sca => sca.EvaluateAsync(new ScaRequest(alice.For(TestActions.Pay()))));

        string[] secrets = [success.Code, success.Code[22..], $" {text}", $"'{text}'", "+491701234567", "Green Energy", TestActions.Iban, alice.Password];
        Assert.Contains(bank.Logs.Texts, line => line.Contains("ScaChallenges", StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(bank.Logs.Texts, line => line.Contains(secret, StringComparison.Ordinal)));
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
