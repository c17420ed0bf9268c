using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.RecoveryCodes;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.Factors.Totp;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Factors;

public sealed class FactorAuthorityTests
{
    private static readonly ScaAction.Change Adding = new(ChangeKind.AddFactor, "another factor");

    /// <summary>Each room's way in.</summary>
    private static readonly Dictionary<string, Func<TestBank, Guid, FactorAuthority, Task>> Enrolments = new()
    {
        ["totp"] = (bank, id, by) => bank.UseAsync<TotpEnrolment, TotpSeed>(room => room.BeginAsync(id, "Bank", by)),
        ["sms"] = (bank, id, by) => bank.UseAsync<SmsEnrolment, bool>(room => room.BeginAsync(id, "+491701111111", by)),
        ["app"] = (bank, id, by) => bank.UseAsync<AppDeviceEnrolment, ActivationCode>(room => room.BeginAsync(id, by)),
        ["passkey"] = (bank, id, by) => bank.UseAsync<PasskeyEnrolment, PasskeyInvitation>(room => room.BeginAsync(id, by)),
        ["recovery"] = (bank, id, by) => bank.UseAsync<RecoveryCodeEnrolment, IReadOnlyList<string>>(room => room.CreateAsync(id, by)),
    };

    public static TheoryData<string> Rooms => [.. Enrolments.Keys];

    [Theory]
    [Clause("SCA-105")]
    [MemberData(nameof(Rooms))]
    public async Task Authentication_for_anything_else_adds_no_factor(string room)
    {
        var enrolAsync = Enrolments[room];
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var bob = await bank.EnrolAsync("bob.example");
        await bank.EnrolNumberAsync(bob, "+491709999999");
        var paid = await bank.AuthenticatedAsync(alice, TestActions.Pay());
        var removed = await bank.AuthenticatedAsync(alice, new ScaAction.Change(ChangeKind.RemoveFactor, "a factor"));
        var his = await bank.AuthenticatedAsync(bob, Adding);

        FactorAuthority[] unfit =
        [
            new FactorAuthority.ByCustomer(paid), new FactorAuthority.ByCustomer(removed), new FactorAuthority.ByCustomer(his),
            new FactorAuthority.ByBank("", "evidence"), new FactorAuthority.ByBank("clerk", " "),
        ];
        foreach (var authority in unfit)
            await AssertRefusedAsync(() => enrolAsync(bank, alice.Identity.Id, authority));
        await AssertRefusedAsync(() => enrolAsync(bank, Guid.NewGuid(), TestActions.InBranch), "UnknownCustomer");

        Assert.True(0 == await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.FactorAdded && e.Factors != FactorKinds.Sms)), room);
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<AppActivation>().CountAsync()));
        Assert.Equal(2, await bank.DatabaseAsync(db => db.Set<SmsNumber>().CountAsync()));
    }

    [Theory]
    [Clause("SCA-105")]
    [MemberData(nameof(Rooms))]
    public async Task Authentication_with_another_factor_adds_one_within_ten_minutes(string room)
    {
        var enrolAsync = Enrolments[room];
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var authority = new FactorAuthority.ByCustomer(await bank.AuthenticatedAsync(alice, Adding));

        // The number is the very factor that was shown.
        if (room == "sms")
            await AssertRefusedAsync(() => enrolAsync(bank, alice.Identity.Id, authority));
        else
            await enrolAsync(bank, alice.Identity.Id, authority);

        bank.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(1));
        await AssertRefusedAsync(() => enrolAsync(bank, alice.Identity.Id, authority));
    }

    [Fact]
    [Clause("SCA-211")]
    [Clause("SCA-108")]
    public async Task Factor_added_from_afar_pays_nothing_on_its_first_day()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var authority = new FactorAuthority.ByCustomer(await bank.AuthenticatedAsync(alice, Adding));
        using var phone = await bank.EnrolPhoneAsync(alice, authority: authority);
        using var passkey = await bank.EnrolPasskeyAsync(alice, authority: authority);

        foreach (var factor in new[] { FactorKinds.AppApproval, FactorKinds.Password | FactorKinds.AppCode, FactorKinds.Passkey })
        {
            Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), factor));
            await bank.BeginAsync(alice, new ScaAction.SignIn(), factor);
        }

        bank.Clock.Advance(TimeSpan.FromDays(1));
        foreach (var factor in new[] { FactorKinds.AppApproval, FactorKinds.Password | FactorKinds.AppCode, FactorKinds.Passkey })
            await bank.BeginAsync(alice, TestActions.Pay(), factor);
        Assert.Equal(3, bank.Notices.Count(NoticeKind.FactorAdded));
    }

    [Fact]
    [Clause("SCA-105")]
    public async Task Blocked_customer_adds_no_factor_but_the_bank_does()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        var authority = new FactorAuthority.ByCustomer(await bank.AuthenticatedAsync(alice, Adding));
        await bank.FailAsync(alice, times: 5);

        await AssertRefusedAsync(() => bank.UseAsync<AppDeviceEnrolment, ActivationCode>(app => app.BeginAsync(alice.Identity.Id, authority)));
        await bank.UseAsync<AppDeviceEnrolment, ActivationCode>(app => app.BeginAsync(alice.Identity.Id, TestActions.InBranch));
    }

    private static async Task AssertRefusedAsync(Func<Task> enrolAsync, string reason = "NotAuthorized") =>
        Assert.Equal([reason], (await Assert.ThrowsAsync<EnrolmentRefusedException>(enrolAsync)).Reasons);
}
