using System.Globalization;
using System.Net;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Reports;

/// <summary>Every request and answer of a module in order, with the pauses between them.</summary>
internal sealed class HtmlTimeline(HtmlWriter html, RunResult result)
{
    private readonly HtmlContent content = new(html, result.Variants.SelectMany(variant => variant.Modules).SelectMany(module => module.Exchanges));
    private readonly string server = Uri.TryCreate(result.Issuer, UriKind.Absolute, out var issuer) ? issuer.GetLeftPart(UriPartial.Authority) : "";
    private int next = 1;

    /// <summary>Numbers for the module's exchanges, which are anchors of the whole report: the first is given back.</summary>
    public int Reserve(ModuleResult module)
    {
        var first = next;
        next += module.Exchanges.Count;
        return first;
    }

    public void Write(ModuleResult module, int first)
    {
        if (module.Exchanges.Count + module.Pauses.Count == 0)
        {
            return;
        }
        var worst = module.Checks.Where(check => check is { Exchange: not null, Severity: Severity.Failure or Severity.Warning })
            .GroupBy(check => check.Exchange!.Value).ToDictionary(group => group.Key, group => group.Max(check => check.Severity));
        var pauses = new Queue<Pause>(module.Pauses);
        html.Write($"<h3>Timeline <span class=\"dim\">{module.Exchanges.Count} {(module.Exchanges.Count == 1 ? "exchange" : "exchanges")}</span></h3>\n<ol class=\"timeline\">\n");
        foreach (var (at, exchange) in module.Exchanges.Index())
        {
            while (pauses.TryPeek(out var pause) && pause.At <= exchange.At)
            {
                Write(pauses.Dequeue());
            }
            Write(exchange, at + 1, first + at, worst.TryGetValue(at, out var severity) ? severity : null);
        }
        foreach (var pause in pauses)
        {
            Write(pause);
        }
        html.Write("</ol>\n");
    }

    private void Write(Pause pause) =>
        html.Write($"<li class=\"pause\"><span class=\"when\">{After(pause.At)}</span> Waited {Durations.Of(pause.Duration)} {pause.Reason}</li>\n");

    private void Write(Exchange exchange, int number, int anchor, Severity? worst)
    {
        html.Write($"<li id=\"e{anchor}\"><details");
        html.Write(worst == Severity.Failure ? " open>" : ">");
        html.Write($"<summary><span class=\"no\">{number}</span> <span class=\"when\">{After(exchange.At)}</span> <b class=\"method\">{exchange.Request.Method}</b> <span class=\"address\">{Shown(exchange.Request.Address)}</span> ");
        if (exchange.Response is { } answer)
        {
            html.Write($"<span class=\"status s{answer.Status / 100}\">{answer.Status}</span>");
        }
        else
        {
            html.Write("<span class=\"status s0\">no answer</span>");
        }
        if (worst is { } severity)
        {
            html.Write($" <span class=\"sign {VerdictSigns.Colour(severity)}\"><i aria-hidden=\"true\">{VerdictSigns.Of(severity)}</i> {VerdictSigns.Word(severity)}</span>");
        }
        html.Write($" <span class=\"dim label\">{exchange.Label}{(exchange.Client is null ? "" : $", {exchange.Client}")}, {Durations.Of(exchange.Duration)}</span></summary>\n<div class=\"exchange\">\n");
        WriteRequest(exchange.Request);
        WriteResponse(exchange);
        foreach (var token in exchange.Tokens)
        {
            content.WriteToken(token);
        }
        html.Write("</div></details></li>\n");
    }

    private void WriteRequest(RecordedRequest request)
    {
        html.Write($"<h4>Request</h4><p class=\"line\"><b>{request.Method}</b> {request.Address}</p>\n");
        if (request.Certificate is not null)
        {
            html.Write($"<p class=\"line\">With the certificate of <b>{request.Certificate}</b></p>\n");
        }
        content.WriteHeaders(request.Headers);
        if (request.Body is not null)
        {
            content.WriteForm(request.Body);
        }
    }

    private void WriteResponse(Exchange exchange)
    {
        html.Write("<h4>Answer</h4>");
        if (exchange.Response is not { } response)
        {
            html.Write($"<p class=\"line\">None: {exchange.Failure ?? "nobody said why"}.</p>\n");
            return;
        }
        html.Write($"<p class=\"line\"><b>{response.Status}</b> {Phrase(response.Status)}</p>\n");
        content.WriteHeaders(response.Headers);
        content.WriteBody(response.Body);
    }

    private static string Phrase(int status) => status is >= 100 and <= 599 ? new HttpResponseMessage((HttpStatusCode)status).ReasonPhrase ?? "" : "";

    private string Shown(string address)
    {
        var path = address.Split('?', '#')[0];
        return server.Length > 0 && path.StartsWith(server + "/", StringComparison.OrdinalIgnoreCase) ? path[server.Length..] : path;
    }

    private static string After(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"+{at.TotalSeconds:0.000} s");
}
