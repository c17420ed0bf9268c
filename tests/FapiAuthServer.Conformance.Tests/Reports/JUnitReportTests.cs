using System.Xml.Linq;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Reports;

public sealed class JUnitReportTests
{
    [Fact]
    public void A_suite_for_each_variant_and_a_case_for_each_module()
    {
        var root = Write(SampleRun.Of());

        Assert.Equal([$"{SampleRun.DPoP}", $"{SampleRun.MutualTls}"], root.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value));
        Assert.Equal("8 2 2", $"{root.Attribute("tests")!.Value} {root.Attribute("failures")!.Value} {root.Attribute("skipped")!.Value}");
        Assert.Equal(8, root.Descendants("testcase").Count());
        Assert.Equal(2, root.Descendants("failure").Count());
    }

    [Fact]
    public void A_failure_says_first_what_failed_first()
    {
        var failure = Case(Write(SampleRun.Of(detail: "\"https://evil.example\"")), "happy-flow").Element("failure")!;

        Assert.Equal("FAPI2-SP-FINAL-5.3.2.2-2: `iss` is exactly the issuer", failure.Attribute("message")!.Value);
        Assert.Contains("Found: \"https://evil.example\"", failure.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Skips_have_their_reason_and_warnings_stand_in_the_output()
    {
        var root = Write(SampleRun.Of());

        Assert.Equal("The server issues no refresh token.", Case(root, "refresh-token").Element("skipped")!.Attribute("message")!.Value);
        Assert.Contains("WARNING RFC7636-4.4.1: The error is invalid_request", Case(root, "par-ensure-pkce-required").Element("system-out")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_expected_is_skipped_and_what_is_stale_fails()
    {
        var root = Write(SampleRun.Of(), Expectations.Only(
            new Expectation(SampleRun.Prefix + "happy-flow", SampleRun.DPoP, null, ModuleVerdict.Failed, "Known since spring."),
            new Expectation(SampleRun.Prefix + "happy-flow", SampleRun.DPoP, null, ModuleVerdict.Warning, "The same."),
            new Expectation(SampleRun.Prefix + "refresh-token", SampleRun.DPoP, null, ModuleVerdict.Failed, "It used to.")));

        Assert.Contains("Known since spring.", Case(root, "happy-flow").Element("skipped")!.Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Contains("It used to.", root.Elements("testsuite").Last().Element("testcase")!.Element("failure")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0000\u0001\u0008\u000b\u001b")]
    [InlineData("\uffff\ufffe")]
    [InlineData("]]> <![CDATA[ <!-- -- > &amp; \"'")]
    public void Whatever_a_server_answers_the_file_is_well_formed(string hostile)
    {
        var root = Write(SampleRun.Of(hostile, hostile));

        Assert.Equal(2, root.Descendants("failure").Count());
    }

    [Fact]
    public void Half_a_surrogate_pair_breaks_nothing() => Assert.Equal(2, Write(SampleRun.Of("\ud800 and \udc00", "\ud800 and \udc00")).Descendants("failure").Count());

    private static XElement Write(RunResult run, Expectations? expectations = null) =>
        XDocument.Parse(JUnitReport.Write(run, (expectations ?? Expectations.Unsaid).Apply(run))).Root!;

    private static XElement Case(XElement root, string name) => root.Descendants("testcase").First(each => each.Attribute("name")!.Value == SampleRun.Prefix + name);
}
