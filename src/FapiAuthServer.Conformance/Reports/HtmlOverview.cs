using System.Globalization;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>The top of the report: what was tested, what it came to, and every module of every variant at a glance.</summary>
internal sealed class HtmlOverview(HtmlWriter html, RunResult result, Assessment assessment, ReportNames names)
{
    private const int WidthOfCell = 30;
    private const int WidthOfCharacter = 7;

    public void Write(string verdict)
    {
        var colour = !assessment.IsSuccess ? "failed" : result.NotRun > 0 ? "warning" : "passed";
        html.Write($"""
            <header>
            <p class="plan">{result.Title}</p>
            <h1><span class="verdict {colour}">{verdict}</span> {result.Issuer}</h1>
            <dl class="facts">
            <div><dt>Discovery</dt><dd>{result.Discovery}</dd></div>
            <div><dt>Plan</dt><dd>{result.Plan}</dd></div>
            <div><dt>When</dt><dd><time datetime="{result.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}">{result.StartedAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time></dd></div>
            <div><dt>How long</dt><dd>{Durations.Of(result.Duration)}</dd></div>

            """);
        if (names.Differing.Count > 0 && names.Shared.Count > 0)
        {
            html.Write($"<div><dt>In all variants</dt><dd>{string.Join(", ", names.Shared.Select(value => $"{value.Key}={value.Value}"))}</dd></div>\n");
        }
        html.Write("</dl>\n");
        WriteCounts();
        WriteExpectations();
        html.Write("</header>\n");
        WriteVariants();
        WriteMatrix();
        WriteFilters();
    }

    private void WriteCounts()
    {
        html.Write("<ul class=\"counts\">");
        foreach (var verdict in VerdictSigns.All)
        {
            var empty = result.Count(verdict) == 0 ? " none" : "";
            html.Write($"<li class=\"{VerdictSigns.Word(verdict)}{empty}\"><i aria-hidden=\"true\">{VerdictSigns.Of(verdict)}</i> <b>{result.Count(verdict)}</b> {VerdictSigns.Word(verdict)}</li>");
        }
        if (result.NotRun > 0)
        {
            html.Write($"<li class=\"notrun\"><b>{result.NotRun}</b> not run: the run was ended before</li>");
        }
        html.Write("</ul>\n");
    }

    private void WriteExpectations()
    {
        if (assessment.Stale.Count > 0)
        {
            html.Write($"<section class=\"stale\"><h2>Expected, but it did not happen ({assessment.Stale.Count})</h2><p>These count as failures: take them out of the file of expectations.</p><ul>");
            foreach (var stale in assessment.Stale)
            {
                html.Write($"<li><code>{stale.ToString()}</code> – {stale.Reason}</li>");
            }
            html.Write("</ul></section>\n");
        }
        if (assessment.Expected.Count > 0)
        {
            html.Write($"<p class=\"known\">{assessment.Expected.Count} findings are expected; each module says why.</p>\n");
        }
    }

    private void WriteVariants()
    {
        html.Write("<section class=\"variants\"><h2>Variants</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"Variants\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">variant</th>");
        foreach (var verdict in VerdictSigns.All)
        {
            html.Write($"<th scope=\"col\"><i aria-hidden=\"true\">{VerdictSigns.Of(verdict)}</i> <span class=\"word\">{VerdictSigns.Word(verdict)}</span></th>");
        }
        html.Write("<th scope=\"col\"><i aria-hidden=\"true\">Σ</i> <span class=\"word\">modules</span></th></tr></thead>\n<tbody>\n");
        foreach (var variant in result.Variants)
        {
            html.Write($"<tr><th scope=\"row\"><a href=\"#{ReportNames.Anchor(variant.Variant)}\">{names.Of(variant.Variant)}</a></th>");
            foreach (var verdict in VerdictSigns.All)
            {
                var count = variant.Modules.Count(module => module.Verdict == verdict);
                html.Write($"<td class=\"{(count == 0 ? "none" : VerdictSigns.Word(verdict))}\">{count}</td>");
            }
            html.Write($"<td>{variant.Modules.Count}</td></tr>\n");
        }
        html.Write("</tbody></table></div></section>\n");
    }

    private void WriteMatrix()
    {
        html.Write("<section class=\"matrix\"><h2>Modules</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"Modules of each variant\" tabindex=\"0\"><table>\n<thead>\n");
        foreach (var parameter in names.Differing)
        {
            WriteHeading(parameter);
        }
        html.Write("</thead>\n<tbody>\n");
        var verdicts = result.Variants.Select(variant => variant.Modules.ToDictionary(module => module.Name)).ToList();
        foreach (var module in InOrder())
        {
            html.Write($"<tr><th scope=\"row\">{ModuleNames.WithoutPrefix(module)}</th>");
            foreach (var (variant, modules) in result.Variants.Zip(verdicts))
            {
                WriteCell(variant, module, modules.GetValueOrDefault(module));
            }
            html.Write("</tr>\n");
        }
        html.Write("</tbody></table></div></section>\n");
    }

    // Neighbours with the same value, and the same values above, share a heading.
    private void WriteHeading(string parameter)
    {
        html.Write($"<tr><th scope=\"row\">{parameter}</th>");
        var level = names.Differing.TakeWhile(name => name != parameter).Append(parameter).ToList();
        string Path(VariantResult variant) => string.Join(',', level.Select(name => variant.Variant[name]));
        for (var at = 0; at < result.Variants.Count;)
        {
            var span = result.Variants.Skip(at).TakeWhile(variant => Path(variant) == Path(result.Variants[at])).Count();
            var value = result.Variants[at].Variant[parameter] ?? "";
            var upright = value.Length * WidthOfCharacter > span * WidthOfCell ? " class=\"upright\"" : "";
            html.Write($"<th scope=\"{(span > 1 ? "colgroup" : "col")}\" colspan=\"{span}\"");
            html.Write(upright);
            html.Write($"><span>{value}</span></th>");
            at += span;
        }
        html.Write("</tr>\n");
    }

    private void WriteCell(VariantResult variant, string module, ModuleResult? outcome)
    {
        if (outcome is null)
        {
            var why = variant.NotRun.Contains(module) ? "not run" : "not in this variant";
            html.Write($"<td title=\"{why}\"><span class=\"sr\">{why}</span></td>");
            return;
        }
        var word = VerdictSigns.Word(outcome.Verdict);
        html.Write($"<td><a class=\"{word}\" href=\"#{ReportNames.Anchor(variant.Variant, module)}\" title=\"{word}\" aria-label=\"{word}\">{VerdictSigns.Of(outcome.Verdict)}</a></td>");
    }

    /// <summary>The modules of all variants in the plan's order: a variant's modules keep their order, and each lacks some.</summary>
    private List<string> InOrder()
    {
        var order = new List<string>();
        foreach (var variant in result.Variants.OrderByDescending(variant => variant.Modules.Count + variant.NotRun.Count))
        {
            var at = 0;
            foreach (var name in variant.Modules.Select(module => module.Name).Concat(variant.NotRun))
            {
                var known = order.IndexOf(name);
                if (known < 0)
                {
                    order.Insert(at, name);
                    known = at;
                }
                at = known + 1;
            }
        }
        return order;
    }

    // Hidden until there is a script that can do it.
    private void WriteFilters()
    {
        html.Write("<form class=\"filters\" role=\"search\" aria-label=\"Filter modules\" hidden>\n<fieldset><legend>Verdict</legend>");
        foreach (var verdict in VerdictSigns.All.Where(verdict => result.Count(verdict) > 0))
        {
            var word = VerdictSigns.Word(verdict);
            html.Write($"<label class=\"{word}\"><input type=\"checkbox\" name=\"verdict\" value=\"{word}\" checked><i aria-hidden=\"true\">{VerdictSigns.Of(verdict)}</i> {word}</label>");
        }
        html.Write("</fieldset>\n<label>Checks <select name=\"severity\"><option value=\"\">all</option>");
        foreach (var severity in Enum.GetValues<Checks.Severity>().Reverse())
        {
            html.Write($"<option>{VerdictSigns.Word(severity)}</option>");
        }
        html.Write("</select></label>\n<label>Variant <select name=\"variant\"><option value=\"\">all</option>");
        foreach (var variant in result.Variants)
        {
            html.Write($"<option value=\"{ReportNames.Anchor(variant.Variant)}\">{names.Of(variant.Variant)}</option>");
        }
        html.Write("""
            </select></label>
            <label class="text">Text <input type="search" name="text" placeholder="module, tag, what was found" autocomplete="off"></label>
            <span class="buttons"><button type="button" name="open">Open all</button> <button type="button" name="close">Close all</button></span>
            <output aria-live="polite"></output>
            </form>

            """);
    }
}
