using System.Security.Cryptography;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Hostile = "</pre></details><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick=\"alert(1)' <!-- ]]> \u001b[31m\u0000\u202e\ud800";

    [Fact]
    public async Task What_a_hostile_server_answers_stays_text()
    {
        var harmless = await ReadAsync(SampleRun.Of());
        var hostile = await ReadAsync(SampleRun.Of(Hostile, Hostile));

        Assert.Single(hostile.Scripts);
        Assert.Empty(hostile.QuerySelectorAll("img, iframe, object, embed, link, base, svg"));
        Assert.DoesNotContain(hostile.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(harmless.QuerySelectorAll("details.module").Length, hostile.QuerySelectorAll("main > section > details.module").Length);
        Assert.Contains("<script>alert(1)</script>", hostile.QuerySelector(".found")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(hostile.DocumentElement.OuterHtml, character => character is '\u001b' or '\0' or '\u202e' || char.IsSurrogate(character));
    }

    [Fact]
    public async Task Names_from_a_result_that_was_tampered_with_stay_text_too()
    {
        var run = SampleRun.Of() with { Issuer = Hostile, Discovery = Hostile, Title = Hostile, Plan = Hostile, RunnerVersion = Hostile };
        var module = run.Variants[0].Modules[0] with { Name = Hostile, Summary = Hostile, Reason = Hostile };

        var page = await ReadAsync(run with { Variants = [run.Variants[0] with { Clients = [Hostile], Modules = [module], NotRun = [Hostile] }] });

        Assert.Single(page.Scripts);
        Assert.Empty(page.QuerySelectorAll("img"));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("{\"a\":")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task A_body_that_is_no_good_JSON_is_shown_as_it_is(string body)
    {
        var page = await ReadAsync(SampleRun.Of(body));

        Assert.Contains(page.QuerySelectorAll(".exchange > pre"), text => text.TextContent.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal).Replace(": ", ":", StringComparison.Ordinal) == body);
    }

    [Fact]
    public async Task The_file_asks_nothing_of_anybody_and_runs_no_script_but_its_own()
    {
        var page = await ReadAsync(SampleRun.Of());
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;

        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(page.QuerySelector("style")!)}'", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(page.QuerySelector("script")!)}'", policy, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[src], [style], link"));
        Assert.DoesNotMatch(@"url\(|@import", page.QuerySelector("style")!.TextContent);
        Assert.All(page.QuerySelectorAll("a"), link => Assert.Matches("^(#|https://)", link.GetAttribute("href")!));
    }

    [Fact]
    public async Task Every_link_within_the_page_leads_somewhere_and_every_place_has_one_name()
    {
        var page = await ReadAsync(SampleRun.Of(new string('x', 2000)));
        var places = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();

        Assert.Equal(places.Distinct(), places);
        Assert.All(page.QuerySelectorAll("a[href^='#']"), link => Assert.Contains(link.GetAttribute("href")![1..], places));
        Assert.Contains("private_key_jwt+dpop/fapi2-security-profile-final-happy-flow", places);
    }

    [Fact]
    public async Task The_matrix_shows_every_verdict_by_a_sign_and_a_word()
    {
        var page = await ReadAsync(SampleRun.Of());
        var rows = page.QuerySelectorAll(".matrix tbody tr").Select(row => $"{row.QuerySelector("th")!.TextContent}: {string.Join(' ', row.QuerySelectorAll("td").Select(Cell))}");

        Assert.Equal(
            [
                "discovery-end-point-verification: ✓passed ✓passed", "happy-flow: ✗failed ✗failed", "user-rejects-authentication: not in this variant ?review",
                "refresh-token: –skipped not run", "par-ensure-pkce-required: !warning not in this variant",
            ],
            rows);
        static string Cell(IElement cell) => cell.QuerySelector("a") is { } link ? link.TextContent + link.GetAttribute("aria-label") : cell.TextContent;
    }

    [Fact]
    public async Task Failures_are_open_and_say_why_in_one_line()
    {
        var page = await ReadAsync(SampleRun.Of());
        var modules = page.QuerySelectorAll("details.module").ToList();

        Assert.Equal(["happy-flow", "happy-flow"], modules.Where(module => module.HasAttribute("open")).Select(module => module.QuerySelector(".name")!.TextContent));
        Assert.Equal(
            ["iss is exactly the issuer", "The server issues no refresh token.", "The error is invalid_request", "No verdict, because the server closed the connection.", "The page says what is wrong"],
            modules.Select(module => module.QuerySelector("summary .reason:not(.dim)")?.TextContent).OfType<string>());
    }

    [Fact]
    public async Task A_check_names_its_clause_and_links_it_and_leads_to_its_exchange()
    {
        var page = await ReadAsync(SampleRun.Of());
        var check = page.QuerySelectorAll("li[data-severity=failure]").Single();

        Assert.Equal("https://openid.net/specs/fapi-security-profile-2_0-final.html#section-5.3.2.2", check.QuerySelector("a.tag")!.GetAttribute("href"));
        Assert.Equal("HTTP 200, application/json", check.QuerySelector(".found")!.TextContent);
        Assert.Equal("Pushed authorization request, one, 20 ms", page.QuerySelector($"{check.QuerySelector("a.at")!.GetAttribute("href")} .label")!.TextContent);
    }

    [Fact]
    public async Task The_timeline_has_requests_answers_and_pauses_in_order()
    {
        var page = await ReadAsync(SampleRun.Of());
        var items = page.QuerySelector(".timeline")!.Children.ToList();

        Assert.Collection(
            items,
            push =>
            {
                Assert.Equal("client_idonescopeopenid accounts", string.Concat(push.QuerySelectorAll(".form th, .form td").Select(cell => cell.TextContent)));
                Assert.Contains("CN=one", push.TextContent, StringComparison.Ordinal);
                Assert.Contains("201 Created", push.TextContent, StringComparison.Ordinal);
                Assert.Contains("{\n  \"issuer\": \"https://bank.example\"\n}", push.QuerySelectorAll("pre").Select(text => text.TextContent));
                Assert.Contains("{\n  \"htm\": \"POST\"\n}", push.QuerySelectorAll(".token pre").Select(text => text.TextContent));
            },
            pause => Assert.Equal("+1.000 s Waited 30 s until the code has expired", pause.TextContent),
            token => Assert.Contains("no answer", token.QuerySelector("summary")!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_repeats_is_shown_once_and_then_led_to()
    {
        var page = await ReadAsync(SampleRun.Of(new string('x', 2000)));

        Assert.Single(page.QuerySelectorAll("pre"), text => text.TextContent == new string('x', 2000));
        Assert.Equal(6, page.QuerySelectorAll("a.same").Count(link => page.GetElementById(link.GetAttribute("href")![1..])!.TextContent == new string('x', 2000)));
    }

    [Fact]
    public async Task Known_findings_are_marked_closed_and_explained_and_stale_ones_stand_at_the_top()
    {
        var expectations = Expectations.Only(
            new Expectation(SampleRun.Prefix + "happy-flow", SampleRun.DPoP, null, ModuleVerdict.Failed, "Known since spring."),
            new Expectation(SampleRun.Prefix + "refresh-token", SampleRun.DPoP, null, ModuleVerdict.Failed, "It used to."));

        var page = await ReadAsync(SampleRun.Of(), expectations);

        var known = page.GetElementById("private_key_jwt+dpop/fapi2-security-profile-final-happy-flow")!;
        Assert.False(known.HasAttribute("open"));
        Assert.Contains("Expected: Known since spring.", known.TextContent, StringComparison.Ordinal);
        Assert.Contains("It used to.", page.QuerySelector(".stale")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_result_gives_the_same_file() => Assert.Equal(Write(SampleRun.Of()), Write(SampleRun.Of()));

    private static string Write(RunResult run, Expectations? expectations = null) => HtmlReport.Write(run, (expectations ?? Expectations.Unsaid).Apply(run));

    private static Task<IDocument> ReadAsync(RunResult run, Expectations? expectations = null) =>
        BrowsingContext.New().OpenAsync(content => content.Content(Write(run, expectations)));

    private static string Hash(IElement element) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.TextContent)))}";
}
