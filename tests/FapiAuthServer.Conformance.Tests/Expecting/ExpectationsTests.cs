using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Tests.Reports;

namespace FapiAuthServer.Conformance.Tests.Expecting;

public sealed class ExpectationsTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.json");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Without_expectations_failures_alone_fail_a_run()
    {
        var assessment = Expectations.Unsaid.Apply(SampleRun.Of());

        Assert.Equal(
            ["happy-flow FAPI2-SP-FINAL-5.3.2.2-2", "happy-flow no verdict"],
            assessment.Unexpected.Select(finding => $"{ModuleNames.WithoutPrefix(finding.Module)} {finding.Requirement ?? "no verdict"}"));
        Assert.False(assessment.IsSuccess);
    }

    [Fact]
    public void With_expectations_nothing_goes_unsaid()
    {
        var assessment = Expectations.Only().Apply(SampleRun.Of());

        Assert.Equal(
            [ModuleVerdict.Failed, ModuleVerdict.Warning, ModuleVerdict.Skipped, ModuleVerdict.Warning, ModuleVerdict.Failed, ModuleVerdict.Review],
            assessment.Unexpected.Select(finding => finding.Verdict));
    }

    [Fact]
    public void A_run_of_what_is_known_succeeds()
    {
        var assessment = Expectations.Only(
            Of("happy-flow", ModuleVerdict.Failed), Of("happy-flow", ModuleVerdict.Warning), Of("refresh-token", ModuleVerdict.Skipped),
            Of("par-ensure-pkce-required", ModuleVerdict.Warning), Of("user-rejects-authentication", ModuleVerdict.Review)).Apply(SampleRun.Of());

        Assert.True(assessment.IsSuccess);
        Assert.Equal(6, assessment.Expected.Count);
    }

    [Fact]
    public void An_expectation_covers_no_other_variant_requirement_or_verdict()
    {
        var failure = Of("happy-flow", ModuleVerdict.Failed) with { Requirement = "FAPI2-SP-FINAL-5.3.2.2-2" };
        var elsewhere = failure with { Variant = Variant.Parse("sender_constrain=mtls") };
        var milder = failure with { Verdict = ModuleVerdict.Warning };

        Assert.Single(Expectations.Only(failure).Apply(SampleRun.Of()).Expected);
        Assert.Empty(Expectations.Only(elsewhere, milder).Apply(SampleRun.Of()).Expected);
    }

    [Fact]
    public void What_no_longer_happens_is_stale_if_the_module_ran()
    {
        var stale = Of("discovery-end-point-verification", ModuleVerdict.Warning);
        var notRun = Of("refresh-token", ModuleVerdict.Failed) with { Variant = SampleRun.MutualTls };
        var notInThePlan = Of("dpop-negative-tests", ModuleVerdict.Failed);

        Assert.Equal([stale], Expectations.Only(stale, notRun, notInThePlan).Apply(SampleRun.Of()).Stale);
    }

    [Fact]
    public void A_file_is_read()
    {
        File.WriteAllText(file, """
            [{ "module": "happy-flow", "variant": "sender_constrain=dpop", "requirement": "OIDCC-2", "verdict": "warning", "reason": "The next release." }]
            """);

        var known = Assert.Single(Expectations.Read(file).Apply(SampleRun.Of()).Expected);

        Assert.Equal("happy-flow (sender_constrain=dpop) warning OIDCC-2", $"{known.Expectation}");
    }

    [Theory]
    [InlineData("{", "is no JSON (line 1")]
    [InlineData("{}", "must be a list of objects")]
    [InlineData("[1]", "must be a list of objects")]
    [InlineData("""[{"module": "hapy-flow", "verdict": "warning", "reason": "x"}]""", "module hapy-flow is in no plan (did you mean happy-flow?)")]
    [InlineData("""[{"module": "happy-flow", "verdict": "passed", "reason": "x"}]""", "verdict must be failed or warning or review or skipped")]
    [InlineData("""[{"module": "happy-flow", "verdict": "warning"}]""", "[0].reason must be a text")]
    [InlineData("""[{"module": "happy-flow", "verdict": "warning", "reason": " "}]""", "must say why")]
    [InlineData("""[{"module": "happy-flow", "verdict": "warning", "reason": "x", "variant": "sender_constrain=bearer"}]""", "is none that the module runs in")]
    [InlineData("""[{"module": "happy-flow", "verdict": "warning", "reason": "x", "variant": "dpop"}]""", "write it as name=value")]
    [InlineData("""[{"module": "happy-flow", "verdict": "warning", "reason": "x", "requirement": "RFC"}]""", "is no tag")]
    [InlineData("""[{"module": "happy-flow", "verdict": "warning", "reason": "x", "modul": "y"}]""", "modul is not known")]
    public void A_malformed_file_is_explained_in_one_line(string content, string expected)
    {
        File.WriteAllText(file, content);

        var exception = Assert.Throws<ConformanceException>(() => Expectations.Read(file));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static Expectation Of(string module, ModuleVerdict verdict) => new(SampleRun.Prefix + module, Variant.Parse(""), null, verdict, "Known.");
}
