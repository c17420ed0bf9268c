using System.Text;
using FapiAuthServer.Interaction;
using FapiAuthServer.Sca.Evidence;
using Microsoft.Extensions.Localization;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>What strong authentication leaves for auditors, of the present quarter or of <c>?quarter=2026-Q4</c>: as a page and as CSV.</summary>
internal static class SandboxEvidence
{
    public const string Page = "/sandbox/evidence";
    private const string Csv = "/sandbox/evidence.csv";

    public static void MapSandboxEvidence(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Csv, async (string? quarter, QuarterlyReporting reporting, TimeProvider time, CancellationToken cancellation) =>
            TryFind(quarter, time, out var found)
                ? Results.Text((await reporting.CreateAsync(found, cancellation)).ToCsv(), "text/csv", Encoding.UTF8)
                : Unreadable()).ExcludeFromDescription();

        endpoints.MapGet(Page, async (
            string? quarter, QuarterlyReporting reporting, TimeProvider time, IStringLocalizer<Texts> text, HttpContext context, CancellationToken cancellation) =>
        {
            if (!TryFind(quarter, time, out var found))
                return Unreadable();

            context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {EvidenceStyle.Source}; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
            var report = await reporting.CreateAsync(found, cancellation);
            return Results.Content(EvidencePage.Render(report, text["Bank.Name"], time.GetUtcNow()), "text/html", Encoding.UTF8);
        }).ExcludeFromDescription();
    }

    private static bool TryFind(string? quarter, TimeProvider time, out Quarter found)
    {
        found = Quarter.Of(time.GetUtcNow());
        return quarter is null || Quarter.TryParse(quarter, out found);
    }

    private static IResult Unreadable() => Results.Text("A quarter is written like 2026-Q4.", "text/plain", Encoding.UTF8, StatusCodes.Status400BadRequest);
}
