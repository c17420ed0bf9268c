using System.Security.Cryptography;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Factors.App;

public sealed class AppDeviceEnrolmentTests
{
    [Fact]
    [Clause("SCA-107")]
    public async Task Activation_code_makes_one_device()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var activation = await BeginAsync(bank, alice);
        using var first = new SoftPhone();
        using var second = new SoftPhone();

        Assert.NotNull(await EnrolAsync(bank, first.Enrolment(activation.Text)));
        Assert.Null(await EnrolAsync(bank, second.Enrolment(activation.Text)));

        var device = Assert.Single(await bank.UseAsync<AppDeviceEnrolment, IReadOnlyList<AppDeviceSummary>>(app => app.ListAsync(alice.Identity.Id)));
        Assert.Equal(("My phone", KeyStorage.TrustedEnvironment, true), (device.Label, device.KeyStorage, device.IsIntact));
        Assert.Equal(1, bank.Notices.Count(NoticeKind.FactorAdded));
    }

    [Theory]
    [Clause("SCA-020")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_parallel_uses_of_one_activation_code_exactly_one_wins(DatabaseKind database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var alice = await bank.EnrolAsync();
        var activation = await BeginAsync(bank, alice);
        var phones = Enumerable.Range(0, 6).Select(_ => new SoftPhone()).ToList();
        var enrolments = phones.Select(phone => phone.Enrolment(activation.Text)).ToList();

        var results = await Task.WhenAll(enrolments.Select(enrolment => Task.Run(() => EnrolAsync(bank, enrolment))));

        Assert.Single(results, result => result is not null);
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<AppDevice>().CountAsync()));
        phones.ForEach(phone => phone.Dispose());
    }

    [Fact]
    [Clause("SCA-107")]
    public async Task Code_that_is_late_replaced_or_wrong_makes_no_device()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var replaced = await BeginAsync(bank, alice);
        var activation = await BeginAsync(bank, alice);
        using var phone = new SoftPhone();

        Assert.Null(await EnrolAsync(bank, phone.Enrolment(replaced.Text)));
        Assert.Null(await EnrolAsync(bank, phone.Enrolment("")));
        Assert.Null(await EnrolAsync(bank, phone.Enrolment(activation.Text[..^1] + (activation.Text[^1] == 'A' ? 'E' : 'A'))));
        bank.Clock.MoveTo(activation.ExpiresAt);
        Assert.Null(await EnrolAsync(bank, phone.Enrolment(activation.Text)));
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<AppDevice>().CountAsync()));
        bank.Clock.Advance(-TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await EnrolAsync(bank, phone.Enrolment(activation.Text)));
    }

    [Fact]
    [Clause("SCA-061")]
    public async Task Key_that_the_phone_does_not_hold_or_of_another_kind_is_refused_and_the_code_stays()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        var activation = await BeginAsync(bank, alice);
        using var phone = new SoftPhone();
        using var other = new SoftPhone();
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var right = phone.Enrolment(activation.Text);

        AppEnrolment[] unfit =
        [
            right with { Signature = other.Enrolment(activation.Text).Signature },
            right with { Signature = [] },
            right with { PublicKey = [] },
            right with { PublicKey = [.. right.PublicKey, 0] },
            right with { PublicKey = rsa.ExportSubjectPublicKeyInfo() },
            right with
            {
                PublicKey = curve.ExportSubjectPublicKeyInfo(),
                Signature = curve.SignData(System.Text.Encoding.ASCII.GetBytes(activation.Text), HashAlgorithmName.SHA256),
            },
            right with { Label = "two\nlines" },
            right with { Label = "" },
        ];
        foreach (var enrolment in unfit)
            Assert.Null(await EnrolAsync(bank, enrolment));
        Assert.Equal(unfit.Length, bank.Logs.Count(6043));
        Assert.NotNull(await EnrolAsync(bank, right));
    }

    [Fact]
    public async Task Customer_has_no_more_devices_than_allowed()
    {
        await using var bank = await TestBank.OpenAsync(options => options.App.DevicesPerCustomer = 1);
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);

        Assert.Equal(["TooManyDevices"], (await Assert.ThrowsAsync<EnrolmentRefusedException>(() => BeginAsync(bank, alice))).Reasons);

        Assert.True(await bank.UseAsync<AppDeviceEnrolment, bool>(app => app.RevokeAsync(alice.Identity.Id, phone.DeviceId, TestActions.InBranch)));
        Assert.False(await bank.UseAsync<AppDeviceEnrolment, bool>(app => app.RevokeAsync(alice.Identity.Id, phone.DeviceId, TestActions.InBranch)));
        await BeginAsync(bank, alice);
    }

    [Fact]
    public async Task One_customer_does_not_end_the_device_of_another()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);
        var bob = await bank.EnrolAsync("bob.example");

        Assert.False(await bank.UseAsync<AppDeviceEnrolment, bool>(app => app.ReportLostAsync(bob.Identity.Id, phone.DeviceId)));
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
    }

    [Fact]
    public async Task Secrets_are_not_printed()
    {
        await using var bank = await TestBank.OpenAsync();
        var activation = await BeginAsync(bank, await bank.EnrolAsync());
        using var phone = new SoftPhone();

        Assert.Equal("ActivationCode", activation.ToString());
        Assert.Equal("AppEnrolment", phone.Enrolment(activation.Text).ToString());
        Assert.Equal("Proof Sms", new Proof(FactorKinds.Sms, "123456").ToString());
    }

    private static Task<ActivationCode> BeginAsync(TestBank bank, TestCustomer customer) =>
        bank.UseAsync<AppDeviceEnrolment, ActivationCode>(app => app.BeginAsync(customer.Identity.Id, TestActions.InBranch));

    private static Task<AppEnrolled?> EnrolAsync(TestBank bank, AppEnrolment enrolment) =>
        bank.UseAsync<AppDeviceEnrolment, AppEnrolled?>(app => app.EnrolAsync(enrolment));
}
