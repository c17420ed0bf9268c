using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Browser.Tests;

/// <summary>Answers that travel in a form: the page sends them on by itself, under the policy it is served with, or by hand.</summary>
public sealed class FormPostTests(RunningSandbox sandbox, Chromium chromium)
{
    [Theory]
    [InlineData(Screen.Phone, 3)]
    [InlineData(Screen.WithoutScript, 4)]
    public async Task Answer_reaches_the_client_by_a_form(Screen screen, int customer)
    {
        var client = await sandbox.ConnectAsync("fapi1-baseline-pkjwt-bearer-2");
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts", Nonce = AuthorizationRequest.NewSecret(), ResponseMode = "form_post" };
        await using var journey = await Journey.BeginAsync(chromium, sandbox.Kit, screen);

        var posted = await journey.AnswerByFormAsync(client.DirectUrl(request), client.RedirectUri, sandbox.Kit.Customers[customer]);

        Assert.Equal(request.State, posted["state"]);
        Assert.Equal(client.Metadata.Issuer, posted["iss"]);
        Assert.NotEmpty(posted["code"]!);
        Assert.Empty(journey.Violations);
        Assert.Empty(journey.Missing);
        Assert.All(journey.Visits, visit =>
        {
            Assert.True(visit.WidthOfContent <= visit.WidthOfScreen, visit.ToString());
            Assert.Empty(visit.FaintWords);
        });
    }
}
