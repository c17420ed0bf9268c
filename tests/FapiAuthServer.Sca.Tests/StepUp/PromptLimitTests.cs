using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Sca.Tests.StepUp;

public sealed class PromptLimitTests
{
    public static TheoryData<string, Action<ScaOptions>> Limits => new()
    {
        { "customer", options => options.PromptsPerCustomerAndHour = 3 },
        { "client", options => options.PromptsPerClientAndHour = 3 },
        { "all", options => options.PromptsPerHour = 3 },
    };

    [Theory]
    [Clause("SCA-194")]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public async Task No_more_prompts_than_allowed_in_an_hour(string limit, Action<ScaOptions> configure)
    {
        await using var bank = await TestBank.OpenAsync(configure);
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);

        for (var prompt = 1; prompt <= 3; prompt++)
            await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
        Assert.True(
            new ChallengeResult.Refused(ChallengeRefusal.TooMany) == await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval), limit);

        bank.Clock.Advance(TimeSpan.FromHours(1));
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
    }

    [Fact]
    [Clause("SCA-194")]
    public async Task Limit_of_one_client_does_not_touch_another()
    {
        await using var bank = await TestBank.OpenAsync(options => options.PromptsPerClientAndHour = 1);
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);

        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);
        await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval, client: "fintech-2");
    }

    [Theory]
    [Clause("SCA-194")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Parallel_prompts_never_pass_the_limit_together(DatabaseKind database)
    {
        await using var bank = await TestBank.OpenAsync(database, options => options.PromptsPerCustomerAndHour = 3);
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Task.Run(() => bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval))));

        Assert.InRange(results.Count(result => result is ChallengeResult.Begun), 0, 3);
        Assert.All(results.Where(result => result is not ChallengeResult.Begun), result =>
            Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.TooMany), result));
    }

    [Fact]
    [Clause("SCA-194")]
    public async Task Prompt_that_is_over_the_limit_leaves_the_open_one_alone()
    {
        await using var bank = await TestBank.OpenAsync(options => options.PromptsPerCustomerAndHour = 1);
        var alice = await bank.EnrolAsync();
        using var phone = await bank.EnrolPhoneAsync(alice);
        var open = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.AppApproval);

        await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.AppApproval, client: "mallory");

        Assert.Equal(open.ChallengeId, (await bank.FetchAsync(phone))!.ChallengeId);
    }
}
