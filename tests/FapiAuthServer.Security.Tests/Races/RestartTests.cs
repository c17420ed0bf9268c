using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Races;

/// <summary>What was used or ended before a restart is used or ended after it.</summary>
public sealed class RestartTests
{
    [Fact(DisplayName = "Advisory 33, CVE-2026-9802: nothing that was revoked or used is revived by a restart")]
    public async Task Restart_revives_nothing()
    {
        await using var bank = await Bank.StartAsync();
        var client = await bank.ConnectAsync();
        var revoked = await bank.ObtainTokensAsync(client);
        (await client.RevokeAsync(revoked.RefreshToken)).Expect(200);
        var returned = await bank.ObtainTokensAsync(client);
        (await client.RevokeAsync(returned.AccessToken)).Expect(200);
        var standing = await bank.ObtainTokensAsync(client);
        var assertion = client.NewAssertion(client.AssertionKey!).Sign();
        var proof = FintechClient.NewProof(client.DPoPKey!, HttpMethod.Post, client.Metadata.Endpoint("token_endpoint")).Sign();
        (await client.ClientCredentialsAsync("accounts", request =>
        {
            request.SendAssertion(assertion);
            request.SendProof(proof);
        })).Expect(200);
        var guessed = bank.NextExpendableCustomer();
        using (var guesser = bank.Server.OpenBrowser())
        {
            await guesser.OpenAsync(client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri));
            for (var guess = 0; guess < 5; guess++)
            {
                await guesser.SignInAsync(guessed.Username, "wrong-password");
                await guesser.VerifyAsync("000000");
            }
        }

        await bank.Server.StopAsync();
        await bank.Server.StartAgainAsync();

        Refused.Grant(await client.RefreshAsync(revoked.RefreshToken));
        Assert.False(await bank.IsActiveAsync(revoked.AccessToken));
        Assert.False(await bank.IsActiveAsync(returned.AccessToken));
        Refused.Client(await client.ClientCredentialsAsync("accounts", request => request.SendAssertion(assertion)));
        Refused.With(await client.ClientCredentialsAsync("accounts", request => request.SendProof(proof)), 400, "invalid_dpop_proof");
        using (var browser = bank.Server.OpenBrowser())
        {
            await browser.OpenAsync(client.AuthorizeUrl(standing.Flow.RequestUri));
            Assert.Equal("invalid_request_uri", browser.Page.ErrorCode);
            await browser.ReachConsentAsync(client.AuthorizeUrl((await client.PushAsync(new AuthorizationRequest(client.RedirectUri))).RequestUri), guessed);
            Assert.True(browser.Page.IsSignIn, browser.Page.Describe());
        }

        // What stood before stands after, until its code is replayed.
        (await client.RefreshAsync(standing.RefreshToken)).Expect(200);
        Assert.True(await bank.IsActiveAsync(standing.AccessToken));
        Refused.Grant(await standing.Flow.RedeemAsync());
        Refused.Grant(await client.RefreshAsync(standing.RefreshToken));
        Assert.False(await bank.IsActiveAsync(standing.AccessToken));
    }
}
