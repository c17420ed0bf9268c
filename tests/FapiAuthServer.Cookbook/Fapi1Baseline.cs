using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>
/// FAPI 1.0 Baseline, for access that only reads: plain parameters in the browser, PKCE, and a token that no key is bound to
/// and that lives for a few minutes only.
/// </summary>
public sealed class Fapi1Baseline(CookbookServers servers)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Customer_connects_an_account(DatabaseKind database)
    {
        var bank = await servers.OnAsync(database);
        var customer = bank.Kit.NextCustomer();

        // Discover: no request objects, no need to push; PKCE by S256.
        FintechClient client;
        {
            client = await bank.ConnectAsync("fapi1-baseline-pkjwt-bearer-1");

            Assert.False(client.Metadata.Flag("require_pushed_authorization_requests"));
            Assert.False(client.Metadata.Flag("request_parameter_supported"));
            Assert.Equal(["S256"], client.Metadata.Values("code_challenge_methods_supported"));
        }

        // Send the customer with the request itself: redirect_uri as registered, nonce with openid, state without, challenge always.
        AuthorizationRequest request;
        AuthorizationAnswer answer;
        {
            request = new AuthorizationRequest(client.RedirectUri)
            {
                Scope = "openid accounts offline_access",
                Nonce = AuthorizationRequest.NewSecret(),
            };
            using var browser = bank.OpenBrowser();
            await browser.OpenAsync(client.DirectUrl(request));
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);

            answer = await browser.ApproveAsync();

            Assert.Equal(request.State, answer.State);
            Assert.Equal(client.Metadata.Issuer, answer.Issuer);
        }

        // Redeem the code: an assertion says who asks, the verifier that it is who asked. The token lives for less than ten minutes.
        TokenResponse tokens;
        {
            tokens = await client.RedeemCodeAsync(answer.Code, request);

            tokens.Expect(200);
            Assert.Equal("Bearer", tokens.TokenType);
            Assert.InRange(tokens.ExpiresIn!.Value, 1, 599);
            var idToken = SignedJwt.Parse(tokens.IdToken!);
            Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal(request.Nonce, idToken["nonce"]);
        }

        // Use it: whoever has the token can, which is why it lives so shortly and why nothing is written with it.
        {
            var userInfo = await client.UserInfoAsync(tokens.AccessToken);

            userInfo.Expect(200);
            Assert.Equal(customer.Subject, userInfo.Text("sub"));
        }

        // Refresh when it has expired; the refresh token works for this client's assertion alone.
        {
            (await client.RefreshAsync(tokens.RefreshToken!)).Expect(200);
            Assert.Equal("invalid_client", (await client.RefreshAsync(tokens.RefreshToken!, call => call.Assertion = null)).Error);
        }
    }
}
