using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>FAPI 2.0 section 5.2.3: the endpoints that browsers use.</summary>
public sealed class BrowserFacingTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.2.3")]
    [Theory(DisplayName = "authorization endpoint: no CORS, whatever the method")]
    [EachVariant("pkjwt-dpop", Cases = ["GET", "OPTIONS", "POST"])]
    public async Task Authorization_endpoint_has_no_cors(Variant variant, string method)
    {
        var scene = await banks.SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        using var request = new HttpRequestMessage(new HttpMethod(method), scene.First.AuthorizeUrl(pushed.RequestUri));
        request.Headers.Add("Origin", "https://attacker.example.test");
        request.Headers.Add("Access-Control-Request-Method", "GET");

        using var answer = await scene.First.Wire.Client(null).SendAsync(request, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Clause("FAPI2-SP-FINAL-5.2.3")]
    [Theory(DisplayName = "customer's pages: HSTS, no frames, no referrer, nothing cached")]
    [EachVariant("pkjwt-dpop")]
    public async Task Pages_have_the_headers_that_protect_customers(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        using var browser = scene.Bank.Server.OpenBrowser();

        await browser.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));

        Assert.True(browser.Page.IsSignIn);
        Assert.All(browser.Trail, CheckHeaders);
        Assert.DoesNotContain(pushed.RequestUri, browser.Page.Address.OriginalString, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "customer's pages: cookies are secure, out of reach of scripts, and of this host alone")]
    [EachVariant("pkjwt-dpop")]
    public async Task Cookies_are_of_this_host_alone(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First));
        using var browser = scene.Bank.Server.OpenBrowser();
        var cookies = new List<string>();
        await browser.OpenAsync(scene.First.AuthorizeUrl(pushed.RequestUri));
        cookies.AddRange(browser.Trail.SelectMany(response => response.Headers["Set-Cookie"]));
        var customer = scene.Bank.Server.Kit.NextCustomer();
        await browser.SignInAsync(customer);
        await browser.VerifyAsync(customer);
        cookies.AddRange(browser.Trail.SelectMany(response => response.Headers["Set-Cookie"]));

        Assert.NotEmpty(cookies);
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.All(
                ["; secure", "; httponly", "; path=/", "; samesite="],
                attribute => Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase));
        });
    }

    private static void CheckHeaders(ServerResponse response)
    {
        Assert.Contains("max-age=", Assert.Single(response.Headers["Strict-Transport-Security"]), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers["Content-Security-Policy"]), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(response.Headers["Referrer-Policy"]));
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Empty(response.Headers["Server"]);
    }
}
