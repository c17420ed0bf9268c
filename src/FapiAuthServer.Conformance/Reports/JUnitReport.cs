using System.Globalization;
using System.Text;
using System.Xml;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>
/// The result for pipelines: a suite for each variant, a case for each module. What fails the run is a failure; what was expected,
/// did not run or is not offered is skipped; warnings and reviews stand in the case's output.
/// </summary>
public static class JUnitReport
{
    public static string Write(RunResult result, Assessment assessment)
    {
        var text = new StringBuilder();

        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            var cases = result.Variants.Select(variant => Cases(variant, assessment)).ToList();
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", result.Plan);
            Counts(xml, cases.SelectMany(each => each), assessment.Stale.Count, result.Duration);
            foreach (var (variant, its) in result.Variants.Zip(cases))
            {
                WriteVariant(xml, result, variant, its);
            }
            WriteStale(xml, result, assessment.Stale);
            xml.WriteEndElement();
        }
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static void WriteVariant(XmlWriter xml, RunResult result, VariantResult variant, IReadOnlyList<JUnitCase> cases)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", $"{variant.Variant}");
        Attribute(xml, "timestamp", result.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Counts(xml, cases, 0, TimeSpan.FromTicks(cases.Sum(each => each.Duration.Ticks)));
        xml.WriteStartElement("properties");
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [("issuer", result.Issuer), ("discovery", result.Discovery), ("clients", string.Join(' ', variant.Clients)), ("runner", result.RunnerVersion)])
        {
            xml.WriteStartElement("property");
            Attribute(xml, "name", name);
            Attribute(xml, "value", value);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        foreach (var each in cases)
        {
            WriteCase(xml, $"{result.Plan}.{variant.Variant}", each);
        }
        xml.WriteEndElement();
    }

    private static void WriteStale(XmlWriter xml, RunResult result, IReadOnlyList<Expectation> stale)
    {
        if (stale.Count == 0)
        {
            return;
        }
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", "expectations");
        Counts(xml, [], stale.Count, TimeSpan.Zero);
        foreach (var expectation in stale)
        {
            var message = $"Expected, but it did not happen: {expectation}. Take it out of the file of expectations.";
            WriteCase(xml, $"{result.Plan}.expectations", new JUnitCase($"{expectation}", TimeSpan.Zero, JUnitOutcome.Failed, message, expectation.Reason, null));
        }
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string @class, JUnitCase each)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", @class);
        Attribute(xml, "name", each.Name);
        Attribute(xml, "time", Durations.Seconds(each.Duration));
        if (each.Outcome != JUnitOutcome.Passed)
        {
            xml.WriteStartElement(each.Outcome == JUnitOutcome.Failed ? "failure" : "skipped");
            Attribute(xml, "message", each.Message ?? "");
            xml.WriteString(Printable.Text(each.Details ?? ""));
            xml.WriteEndElement();
        }
        if (each.Output is not null)
        {
            xml.WriteElementString("system-out", Printable.Text(each.Output));
        }
        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IEnumerable<JUnitCase> cases, int more, TimeSpan duration)
    {
        var outcomes = cases.Select(each => each.Outcome).ToList();
        Attribute(xml, "tests", Number(outcomes.Count + more));
        Attribute(xml, "failures", Number(outcomes.Count(outcome => outcome == JUnitOutcome.Failed) + more));
        Attribute(xml, "errors", "0");
        Attribute(xml, "skipped", Number(outcomes.Count(outcome => outcome == JUnitOutcome.Skipped)));
        Attribute(xml, "time", Durations.Seconds(duration));
    }

    private static IReadOnlyList<JUnitCase> Cases(VariantResult variant, Assessment assessment) =>
    [
        .. variant.Modules.Select(module => Case(variant.Variant, module, assessment)),
        .. variant.NotRun.Select(name => new JUnitCase(
            name, TimeSpan.Zero, JUnitOutcome.Skipped, "Not run: the run was ended before.", null, null)),
    ];

    private static JUnitCase Case(Variant variant, ModuleResult module, Assessment assessment)
    {
        var unexpected = assessment.UnexpectedOf(variant, module);
        var expected = assessment.ExpectedOf(variant, module);
        var notes = module.Checks.Where(check => check.Severity is Severity.Warning or Severity.Review).Select(Show).ToList();
        var output = notes.Count == 0 ? null : string.Join('\n', notes);
        var passed = new JUnitCase(module.Name, module.Duration, JUnitOutcome.Passed, null, null, output);
        return unexpected switch
        {
            [var first, ..] => passed with
            {
                Outcome = JUnitOutcome.Failed,
                Message = first.Requirement is null ? first.Text : $"{first.Requirement}: {first.Text}",
                Details = string.Join('\n', unexpected.Select(Show)),
            },
            _ when expected.Count > 0 => passed with
            {
                Outcome = JUnitOutcome.Skipped,
                Message = $"Expected: {string.Join(' ', expected.Select(each => each.Reason))}",
                Details = string.Join('\n', Finding.Of(variant, module).Select(Show)),
            },
            _ when module.Verdict == ModuleVerdict.Skipped => passed with { Outcome = JUnitOutcome.Skipped, Message = module.Reason },
            _ => passed,
        };
    }

    private static string Show(Check check) =>
        $"{check.Severity.ToString().ToUpperInvariant()} {check.Requirement}: {check.Text}{(check.Detail is null ? "" : $" Found: {check.Detail}")}";

    private static string Show(Finding finding) =>
        $"{finding.Verdict.ToString().ToUpperInvariant()} {finding.Requirement ?? "no verdict"}: {finding.Text}{(finding.Detail is null ? "" : $" Found: {finding.Detail}")}";

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Printable.Line(value));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
