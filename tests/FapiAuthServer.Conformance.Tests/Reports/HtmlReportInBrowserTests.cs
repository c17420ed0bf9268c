using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;
using Microsoft.Playwright;

namespace FapiAuthServer.Conformance.Tests.Reports;

/// <summary>The report as Chromium shows it: its policy, its script, and its page without script.</summary>
public sealed class HtmlReportInBrowserTests : IAsyncLifetime
{
    private const string Shown = "details.module:not([hidden])";

    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.html");
    private readonly List<string> complaints = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium",
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        File.Delete(file);
    }

    [Fact]
    public async Task Modules_are_filtered_by_verdict_severity_variant_and_text()
    {
        var page = await OpenAsync(SampleRun.Of());
        var total = await page.Locator(Shown).CountAsync();

        await page.Locator("input[value=passed]").UncheckAsync();
        var withoutPasses = await page.Locator(Shown).CountAsync();
        await page.Locator("select[name=variant]").SelectOptionAsync("private_key_jwt+mtls");
        var ofVariant = await page.Locator(Shown).CountAsync();
        await page.Locator("input[type=search]").FillAsync("rfc6749 REJECTS");
        var found = await page.Locator(Shown + " .name").AllTextContentsAsync();

        Assert.Equal((7, 5, 2), (total, withoutPasses, ofVariant));
        Assert.Equal(["user-rejects-authentication"], found);
        Assert.Equal("1 of 7 modules", await page.Locator("output").TextContentAsync());
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_severity_shows_its_checks_and_no_others()
    {
        var page = await OpenAsync(SampleRun.Of());

        await page.Locator("select[name=severity]").SelectOptionAsync("warning");

        Assert.Equal(["happy-flow", "par-ensure-pkce-required"], await page.Locator(Shown + " .name").AllTextContentsAsync());
        Assert.Equal(["warning", "warning"], await page.Locator($"{Shown} .checks > li:not([hidden])").EvaluateAllAsync<string[]>("items => items.map(item => item.dataset.severity)"));
    }

    [Fact]
    public async Task A_link_opens_what_it_leads_to_though_it_was_filtered_away()
    {
        var page = await OpenAsync(SampleRun.Of());
        await page.Locator("input[value=passed]").UncheckAsync();

        await page.Locator(".matrix a[title=passed]").First.ClickAsync();

        var target = page.Locator("[id='private_key_jwt+dpop/fapi2-security-profile-final-discovery-end-point-verification']");
        await Assertions.Expect(target).ToHaveAttributeAsync("open", "");
        await Assertions.Expect(target).ToBeInViewportAsync();
    }

    [Fact]
    public async Task An_address_with_a_module_opens_it()
    {
        var page = await OpenAsync(SampleRun.Of(), "#private_key_jwt+dpop/fapi2-security-profile-final-refresh-token");

        await Assertions.Expect(page.Locator("details.module:target")).ToHaveAttributeAsync("open", "");
    }

    [Fact]
    public async Task What_was_shown_before_is_shown_again_where_it_is_looked_for()
    {
        var page = await OpenAsync(SampleRun.Of(new string('x', 400)), "#private_key_jwt+mtls/fapi2-security-profile-final-user-rejects-authentication");
        var module = page.Locator("details.module:target");

        await module.Locator(".timeline summary").First.ClickAsync();

        await Assertions.Expect(module.Locator(".exchange > pre").Filter(new() { HasText = new string('x', 400) })).ToBeVisibleAsync();
        await Assertions.Expect(module.Locator(".exchange > a.same")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1400)]
    public async Task Nothing_is_cut_off_at_any_width(int width)
    {
        var page = await OpenAsync(SampleRun.Of(new string('x', 5000), new string('y', 500)));
        await page.SetViewportSizeAsync(width, 900);

        await page.Locator("button[name=open]").ClickAsync();
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(each => each.open = true)");

        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Without_script_everything_is_there_and_nothing_that_needs_one()
    {
        var page = await OpenAsync(SampleRun.Of(), withScript: false);

        await Assertions.Expect(page.Locator(".filters")).ToBeHiddenAsync();
        await page.Locator("summary .name").First.ClickAsync();
        await Assertions.Expect(page.Locator(".timeline").First).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync(RunResult run, string fragment = "", bool withScript = true)
    {
        await File.WriteAllTextAsync(file, HtmlReport.Write(run, Expectations.Unsaid.Apply(run)), TestContext.Current.CancellationToken);
        var page = await browser!.NewPageAsync(new() { JavaScriptEnabled = withScript });
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal))
            {
                complaints.Add(request.Url);
            }
        };
        await page.GotoAsync(new Uri(file).AbsoluteUri + fragment);
        return page;
    }
}
