using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Data;

public sealed class ScaPruningTests
{
    [Fact]
    public async Task What_has_ended_is_removed_and_what_counts_or_is_evidence_stays()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        await bank.EnrolNumberAsync(alice);
        await bank.AuthenticateAsync(alice, TestActions.Pay());
        await bank.UseAsync<AppDeviceEnrolment, ActivationCode>(app => app.BeginAsync(alice.Identity.Id, TestActions.InBranch));
        Assert.Equal(0, await PruneAsync(bank));

        bank.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(5, await PruneAsync(bank)); // challenge, code, two texts, activation

        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<Challenge>().CountAsync()));
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<AuthenticationCode>().CountAsync()));
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<SmsNumber>().CountAsync()));
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.Verified)));
    }

    [Fact]
    [Clause("SCA-194")]
    public async Task Client_that_was_disowned_is_remembered_as_long_as_it_is_stopped()
    {
        await using var bank = await TestBank.OpenAsync(options => options.DisownedPause = TimeSpan.FromDays(30));
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
        await bank.AnswerAsync(phone.Answer((await bank.FetchAsync(phone))!, bank.Clock.Now, "disown"));

        bank.Clock.Advance(TimeSpan.FromDays(29));
        await PruneAsync(bank);

        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.Disowned), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval));
    }

    private static Task<int> PruneAsync(TestBank bank) => bank.UseAsync<ScaPruning, int>(pruning => pruning.RemoveEndedAsync());
}
