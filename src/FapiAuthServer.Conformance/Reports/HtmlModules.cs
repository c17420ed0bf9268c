using System.Globalization;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>The modules of each variant: verdict, checks and evidence. What did not pass is open.</summary>
internal sealed class HtmlModules(HtmlWriter html, RunResult result, Assessment assessment)
{
    private readonly HtmlTimeline timeline = new(html, result);

    public void Write(VariantResult variant, string name)
    {
        var anchor = ReportNames.Anchor(variant.Variant);
        html.Write($"<section class=\"variant\" id=\"{anchor}\"><h2>{name}</h2>\n<p class=\"dim\">{variant.Variant.ToString()} – clients {string.Join(" and ", variant.Clients)}</p>\n");
        foreach (var module in variant.Modules)
        {
            Write(variant, module);
        }
        if (variant.NotRun.Count > 0)
        {
            html.Write($"<p class=\"notrun\">Not run, because the run was ended before: {string.Join(", ", variant.NotRun.Select(ModuleNames.WithoutPrefix))}</p>\n");
        }
        html.Write("</section>\n");
    }

    private void Write(VariantResult variant, ModuleResult module)
    {
        var anchor = ReportNames.Anchor(variant.Variant, module.Name);
        var word = VerdictSigns.Word(module.Verdict);
        var (reason, isOfVerdict) = Reason(module);
        var expected = assessment.ExpectedOf(variant.Variant, module);
        html.Write($"<details class=\"module {word}\" id=\"{anchor}\" data-verdict=\"{word}\"");
        html.Write(module.Verdict == ModuleVerdict.Failed && expected.Count == 0 ? " open>" : ">");
        html.Write($"<summary><span class=\"sign {word}\"><i aria-hidden=\"true\">{VerdictSigns.Of(module.Verdict)}</i> {word}</span> <span class=\"name\">{ModuleNames.WithoutPrefix(module.Name)}</span>");
        if (expected.Count > 0)
        {
            html.Write(" <span class=\"tag\">expected</span>");
        }
        html.Write($" <span class=\"reason{(isOfVerdict ? "" : " dim")}\">");
        html.WriteProse(reason);
        html.Write($"</span> <span class=\"size dim\">{Durations.Of(module.Duration)}</span></summary>\n<div class=\"inside\">\n");
        if (isOfVerdict)
        {
            html.Write($"<p>{module.Summary}</p>\n");
        }
        html.Write($"<p class=\"dim\"><a href=\"#{anchor}\">{module.Name}</a>, started {module.StartedAt.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} UTC</p>\n");
        foreach (var expectation in expected)
        {
            html.Write($"<p class=\"known\">Expected: {expectation.Reason}</p>\n");
        }
        if (module.Reason is not null)
        {
            html.Write($"<p class=\"cause {word}\">{module.Reason}</p>\n");
        }
        var first = timeline.Reserve(module);
        WriteChecks(module, first);
        timeline.Write(module, first);
        html.Write("</div></details>\n");
    }

    private static (string Text, bool IsOfVerdict) Reason(ModuleResult module)
    {
        var worst = module.Verdict switch
        {
            ModuleVerdict.Failed => Severity.Failure,
            ModuleVerdict.Warning => Severity.Warning,
            ModuleVerdict.Review => Severity.Review,
            _ => Severity.Skipped,
        };
        if (module.Verdict == ModuleVerdict.Passed)
        {
            return (module.Summary, false);
        }
        var check = module.Checks.FirstOrDefault(check => check.Severity == worst);
        return (module.Reason ?? (check is null ? "Nothing was found to hold." : check.Text), true);
    }

    private void WriteChecks(ModuleResult module, int first)
    {
        var (held, others) = (module.Checks.Where(check => check.Severity == Severity.Success).ToList(), module.Checks.Where(check => check.Severity != Severity.Success).ToList());
        html.Write("<h3>Checks</h3>\n");
        if (others.Count > 0)
        {
            WriteChecks(others, first);
        }
        if (held.Count > 0)
        {
            html.Write($"<details class=\"held\"><summary>{held.Count} {(held.Count == 1 ? "check holds" : "checks hold")}</summary>\n");
            WriteChecks(held, first);
            html.Write("</details>\n");
        }
    }

    private void WriteChecks(List<Check> checks, int first)
    {
        html.Write("<ul class=\"checks\">\n");
        foreach (var check in checks)
        {
            var word = VerdictSigns.Word(check.Severity);
            html.Write($"<li data-severity=\"{word}\">");
            if (check.Severity != Severity.Success)
            {
                html.Write($"<span class=\"sign {VerdictSigns.Colour(check.Severity)}\"><i aria-hidden=\"true\">{VerdictSigns.Of(check.Severity)}</i> {word}</span> ");
            }
            html.Write("<div>");
            html.WriteProse(check.Text);
            html.Write(" ");
            if (check.Reference is { } address)
            {
                html.Write($"<a class=\"tag\" href=\"{address}\">{check.Requirement}</a>");
            }
            else
            {
                html.Write($"<span class=\"tag\">{check.Requirement}</span>");
            }
            if (check.Exchange is { } exchange)
            {
                html.Write($" <a class=\"at\" href=\"#e{first + exchange}\">exchange {exchange + 1}</a>");
            }
            if (check.Detail is { Length: > 0 })
            {
                html.Write($"<p class=\"found\">{check.Detail}</p>");
            }
            html.Write("</div></li>\n");
        }
        html.Write("</ul>\n");
    }
}
