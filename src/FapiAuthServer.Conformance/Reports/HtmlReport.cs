using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>
/// The result for people: one file that asks nothing of anybody. Its policy lets no style, script or request into it but its own,
/// so that what a hostile server answered stays text even if it were not written as text.
/// </summary>
public static class HtmlReport
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    public static string Write(RunResult result, Assessment assessment)
    {
        var html = new HtmlWriter();
        var names = new ReportNames(result);
        html.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>{Verdict(result, assessment)} – {result.Title} – {result.Issuer}</title>
            <style>
            """);
        html.Write(Style);
        html.Write("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#modules\">To the modules</a>\n");
        new HtmlOverview(html, result, assessment, names).Write(Verdict(result, assessment));
        var modules = new HtmlModules(html, result, assessment);
        html.Write("<main id=\"modules\" tabindex=\"-1\">\n");
        foreach (var variant in result.Variants)
        {
            modules.Write(variant, names.Of(variant.Variant));
        }
        html.Write("</main>\n");
        html.Write($"""
            <footer><p>Written by fapi conformance {result.RunnerVersion}. Secrets are masked: what is left of one are its first six characters.</p></footer>
            <script>
            """);
        html.Write(Script);
        html.Write("</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static string Verdict(RunResult result, Assessment assessment)
    {
        var failed = result.Count(ModuleVerdict.Failed);
        var modules = result.Variants.Sum(variant => variant.Modules.Count);
        return (failed, assessment) switch
        {
            (0, { IsSuccess: true }) when result.NotRun > 0 => "Not finished",
            (0, { IsSuccess: true }) => "Passed" + Notes(result),
            (_, { IsSuccess: true }) => string.Create(CultureInfo.InvariantCulture, $"{failed} of {modules} failed, as expected"),
            (0, _) => "Not as expected",
            _ => string.Create(CultureInfo.InvariantCulture, $"{failed} of {modules} failed"),
        };
    }

    // A pass that somebody has to look at says so.
    private static string Notes(RunResult result)
    {
        var (warnings, reviews) = (result.Count(ModuleVerdict.Warning), result.Count(ModuleVerdict.Review));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(warnings == 0 ? "" : $", {warnings} with warnings")}{(reviews == 0 ? "" : $", {reviews} to review")}");
    }

    // What a policy hashes is the text between the tags, with the line ends that an HTML parser makes of it.
    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"{typeof(HtmlReport).Namespace}.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
