using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>The style of the report's page; nothing is loaded from anywhere.</summary>
public static class EvidenceStyle
{
    internal const string Css = """
        :root{color-scheme:light dark;--ink:#1b2430;--soft:#53606f;--ground:#f5f7f9;--card:#fff;--line:#d5dce3;--track:#e8edf2;--calm:#1f6f8b;--good:#2c7a4b;--warn:#a86400;--bad:#b3261e}
        @media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#a7b4c2;--ground:#12181f;--card:#1b232c;--line:#35414d;--track:#2a343f;--calm:#63b3cf;--good:#6cc08b;--warn:#e0a040;--bad:#f2837a}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
        header,main,footer{max-width:72rem;margin:0 auto;padding:1rem}
        h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}
        h2{font-size:1.15rem;margin:0 0 .75rem}
        h3{font-size:.95rem;margin:0 0 .5rem}
        p{margin:.25rem 0 .75rem}
        .soft{color:var(--soft)}
        section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:0 0 1rem}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:0}
        .figures dt{color:var(--soft);font-size:.85rem}
        .figures dd{margin:0;font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums}
        .beside{display:grid;gap:1.25rem}
        @media (min-width:60rem){.beside{grid-template-columns:minmax(20rem,2fr) 3fr;align-items:start}}
        .charts{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));margin:0 0 1.25rem}
        .chart{display:block;width:100%;max-width:32rem;height:auto}
        .chart text{font:11px system-ui,sans-serif;fill:var(--ink)}
        .chart .value{text-anchor:end;font-variant-numeric:tabular-nums;fill:var(--soft)}
        .chart .track{fill:var(--track)}
        .chart .calm{fill:var(--calm)}.chart .good{fill:var(--good)}.chart .warn{fill:var(--warn)}.chart .bad{fill:var(--bad)}
        .chart .mark{stroke:var(--ink);stroke-width:2}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        th,td{text-align:left;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
        .number{text-align:right;font-variant-numeric:tabular-nums}
        .state{font-weight:600}.state.good{color:var(--good)}.state.warn{color:var(--warn)}.state.bad{color:var(--bad)}
        @media print{body{background:#fff}section{break-inside:avoid}}
        """;

    /// <summary>What a Content-Security-Policy names it by.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'";
}
