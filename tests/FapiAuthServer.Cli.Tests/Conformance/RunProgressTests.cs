using FapiAuthServer.Cli.Conformance;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using Microsoft.Extensions.Time.Testing;

namespace FapiAuthServer.Cli.Tests.Conformance;

public sealed class RunProgressTests
{
    private static readonly ConformancePlan Plan = KnownPlans.All[0];
    private static readonly Variant Variant = Plan.Variants[0];

    private readonly FakeTimeProvider time = new();
    private readonly RunProgress progress;
    private readonly List<string> modules;

    public RunProgressTests()
    {
        var selection = new RunSelection(Plan, [Variant]);
        progress = new RunProgress(selection, time);
        modules = [.. selection.ModulesFor(Variant).Select(module => module.Name)];
    }

    [Fact]
    public void What_runs_and_what_waits_is_told_apart()
    {
        progress.Take(new RunEvent.Started(Variant, modules[0]));
        progress.Take(new RunEvent.Started(Variant, modules[1]));
        progress.Take(new RunEvent.Waiting(Variant, modules[1], TimeSpan.FromSeconds(60), "for the code to expire"));
        time.Advance(TimeSpan.FromSeconds(20));

        var picture = progress.Look();

        Assert.Equal(modules[0], Assert.Single(picture.Running).Module);
        Assert.Equal(TimeSpan.FromSeconds(40), Assert.Single(picture.Waiting).Left);
    }

    [Fact]
    public void Nothing_is_guessed_before_there_is_a_pace() => Assert.Null(progress.Look().Left);

    [Fact]
    public void The_time_left_is_never_less_than_the_longest_wait()
    {
        progress.Take(new RunEvent.Started(Variant, modules[0]));
        progress.Take(new RunEvent.Waiting(Variant, modules[0], TimeSpan.FromHours(1), "for long"));
        foreach (var module in modules.Skip(1))
        {
            progress.Take(new RunEvent.Started(Variant, module));
            progress.Take(new RunEvent.Finished(Variant, Ended(module)));
        }
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromMinutes(59), progress.Look().Left);
        Assert.Equal(modules.Count - 1, progress.Look().Counts[ModuleVerdict.Passed]);
    }

    private static ModuleResult Ended(string module) => new(module, "", ModuleVerdict.Passed, null, DateTimeOffset.UnixEpoch, TimeSpan.Zero, [], [], []);
}
