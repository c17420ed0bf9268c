using Microsoft.Playwright;

namespace FapiAuthServer.Browser.Tests;

/// <summary>What is wrong with a page for people who see it on a narrow screen, in the dark, badly, or not at all.</summary>
internal static class PageLook
{
    public const string FindUnlabelled =
        """
        () => [...document.querySelectorAll('input, select, textarea')]
            .filter(input => input.type !== 'hidden')
            .filter(input => ![...(input.labels ?? [])].some(label => label.textContent.trim() !== ''))
            .filter(input => !input.getAttribute('aria-label') && !input.getAttribute('aria-labelledby'))
            .map(input => input.id || input.name || input.outerHTML)
        """;

    public const string FindFaint =
        """
        () => {
            const parse = colour => colour.match(/[\d.]+/g).map(Number);
            const luminance = ([r, g, b]) => [r, g, b].map(part => part / 255)
                .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
            const ground = element => {
                const colour = parse(getComputedStyle(element).backgroundColor);
                return colour[3] === 0 ? (element.parentElement ? ground(element.parentElement) : [255, 255, 255]) : colour;
            };
            return [...document.querySelectorAll('body *')]
                .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ''))
                .filter(element => element.checkVisibility() && element.getBoundingClientRect().width > 1)
                .map(element => {
                    const [a, b] = [parse(getComputedStyle(element).color), ground(element)].map(luminance).sort((x, y) => y - x);
                    return [(a + 0.05) / (b + 0.05), element];
                })
                .filter(([ratio]) => ratio < 4.5)
                .map(([ratio, element]) => `${ratio.toFixed(2)} ${element.tagName} ${element.textContent.trim().slice(0, 40)}`);
        }
        """;

    private const string ScrollsSideways = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth";

    private static readonly int[] Widths = [320, 390, 1280];

    /// <summary>Takes a picture at each width, and says what is wrong; the page has then its first width again.</summary>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(IPage page, string name)
    {
        var faults = new List<string>();
        var size = page.ViewportSize!;
        Directory.CreateDirectory(BuildPaths.Screenshots);
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, size.Height);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(BuildPaths.Screenshots, $"{name}-{width}.png"), FullPage = true });
            if (await page.EvaluateAsync<bool>(ScrollsSideways))
            {
                faults.Add($"{name} scrolls sideways at {width} pixels.");
            }
        }
        await page.SetViewportSizeAsync(size.Width, size.Height);

        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            faults.AddRange((await page.EvaluateAsync<string[]>(FindFaint)).Select(words => $"{name} has faint words ({scheme}): {words}"));
        }
        faults.AddRange((await page.EvaluateAsync<string[]>(FindUnlabelled)).Select(field => $"{name} has a field without a label: {field}"));
        if (await page.Locator("h1").CountAsync() != 1)
        {
            faults.Add($"{name} has not one main heading.");
        }
        return faults;
    }
}
