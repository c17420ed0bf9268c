using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Running;

public sealed class ModuleResultTests
{
    [Fact]
    public void Module_without_a_check_is_a_failure() => Assert.Equal(ModuleVerdict.Failed, ModuleResult.Judge([], isSkipped: false));

    [Theory]
    [InlineData(ModuleVerdict.Passed, Severity.Success, Severity.Info)]
    [InlineData(ModuleVerdict.Failed, Severity.Info)]
    [InlineData(ModuleVerdict.Review, Severity.Success, Severity.Review)]
    [InlineData(ModuleVerdict.Warning, Severity.Review, Severity.Warning)]
    [InlineData(ModuleVerdict.Failed, Severity.Warning, Severity.Failure, Severity.Success)]
    public void The_worst_check_counts(ModuleVerdict verdict, params Severity[] severities) =>
        Assert.Equal(verdict, ModuleResult.Judge([.. severities.Select(Check)], isSkipped: false));

    [Fact]
    public void A_skipped_module_that_failed_or_warned_before_has_done_so()
    {
        Assert.Equal(ModuleVerdict.Skipped, ModuleResult.Judge([Check(Severity.Success), Check(Severity.Skipped)], isSkipped: true));
        Assert.Equal(ModuleVerdict.Failed, ModuleResult.Judge([Check(Severity.Failure), Check(Severity.Skipped)], isSkipped: true));
        Assert.Equal(ModuleVerdict.Warning, ModuleResult.Judge([Check(Severity.Warning), Check(Severity.Skipped)], isSkipped: true));
    }

    private static Check Check(Severity severity) => new(TimeSpan.Zero, "RFC6749-5.1", "Something holds", severity, null, null);
}
