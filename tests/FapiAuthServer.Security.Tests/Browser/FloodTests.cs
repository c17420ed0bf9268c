using FapiAuthServer.Security.Tests.BadInput;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Browser;

/// <summary>What strangers can make the server keep.</summary>
[Collection(Refusals.Collection)]
public sealed class FloodTests(SecurityBanks banks)
{
    [Fact(DisplayName = "Advisory 47, CVE-2023-6563: one request cannot be opened without end")]
    public async Task Visits_to_one_request_are_capped()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        var authorize = client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri);
        var before = (await bank.CountAsync()).Visits;

        for (var volley = 0; volley < 10; volley++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => new BareBrowser(bank.Server.Wire).GetAsync(authorize)));
            Assert.All(answers, answer => Assert.True(answer.Status is 303 or >= 400 and < 500, $"{answer.Status}"));
        }

        Assert.InRange((await bank.CountAsync()).Visits - before, 1, 200);
        await FormTests.SettleAsync(bank);
    }

    [Fact(DisplayName = "Advisory 47, CVE-2023-6563: strangers without a request make the server keep nothing")]
    public async Task Strangers_leave_nothing_behind()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        var before = await bank.CountAsync();
        var endpoint = client.Metadata.Endpoint("authorization_endpoint").AbsoluteUri;

        for (var number = 0; number < 50; number++)
        {
            var browser = new BareBrowser(bank.Server.Wire);
            Assert.Equal(400, (await browser.GetAsync(new Uri($"{endpoint}?client_id={client.ClientId}&request_uri=urn:ietf:params:oauth:request_uri:{number}"))).Status);
            Assert.Equal(400, (await browser.GetAsync(new Uri($"{endpoint}/resume?visit={number}"))).Status);
            Assert.Empty(browser.Cookies);
        }

        Assert.Equal(before, await bank.CountAsync());
        await FormTests.SettleAsync(bank);
    }
}
