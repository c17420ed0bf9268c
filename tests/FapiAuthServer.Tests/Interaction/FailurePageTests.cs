using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Tests.Interaction;

/// <summary>What callers get once the database is gone: customers a page, programs JSON, and nobody a reason.</summary>
public sealed class FailurePageTests
{
    [Fact]
    public async Task Without_a_database_customers_get_a_page_and_programs_json()
    {
        await using var database = await TestPostgres.StartAsync();
        await using var server = await InProcessServer.StartAsync(new ServerSetup
        {
            Database = DatabaseKind.PostgreSql,
            ConnectionString = await database.CreateDatabaseAsync(),
        });
        var client = await server.ConnectAsync("fapi2-pkjwt-dpop-2");
        var authorize = client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri);
        using var browser = server.OpenBrowser();
        using var german = new CustomerBrowser(server.Wire, server.Kit.PublicAddress, "de");
        await browser.OpenAsync(authorize);
        var signIn = browser.Page.Address;

        await database.DisposeAsync();

        await browser.PressAsync("sign-in", ("username", "ada"), ("password", "secret"));
        AssertIsOurFault(browser, "en", "Something went wrong at our end");
        await browser.OpenAsync(authorize);
        AssertIsOurFault(browser, "en", "Something went wrong at our end");
        await german.OpenAsync(signIn);
        // Without cookies nothing is asked of the database, so there is nothing to fail.
        Assert.Equal(400, german.Page.Response.Status);
        await german.OpenAsync(authorize);
        AssertIsOurFault(german, "de", "Bei uns ist etwas schiefgegangen");

        AssertIsJson(await SendAsync(server, authorize, "application/json"));
        AssertIsJson(await SendAsync(server, authorize, "text/html;q=0, */*"));
        AssertIsJson(await SendAsync(server, authorize, null));
        AssertIsJson(await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => push.Headers.Add(new("Accept", "text/html"))));
    }

    private static void AssertIsOurFault(CustomerBrowser browser, string language, string title)
    {
        var page = browser.Page;
        Assert.Equal(500, page.Response.Status);
        Assert.Equal("text/html; charset=utf-8", page.Response.Header("Content-Type"));
        Assert.Equal("server_error", page.ErrorCode);
        Assert.Equal("The server could not complete the request; try again.", page.ErrorDescription);
        Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        Assert.StartsWith(title, page.Document.Title, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", page.Response.Header("Content-Security-Policy"), StringComparison.Ordinal);
        AssertTellsNothing(page.Response);
    }

    private static void AssertIsJson(ServerResponse answer)
    {
        Assert.Equal(500, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal("server_error", answer.Error);
        AssertTellsNothing(answer);
    }

    private static void AssertTellsNothing(ServerResponse answer)
    {
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.All(["Npgsql", "Exception", "   at ", "127.0.0.1", "refused"], detail => Assert.DoesNotContain(detail, answer.Body, StringComparison.Ordinal));
    }

    private static async Task<ServerResponse> SendAsync(InProcessServer server, Uri address, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }
        using var answer = await server.Wire.Client(null).SendAsync(request);
        return await ServerResponse.ReadAsync(answer);
    }
}
