using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>
/// OpenID Connect without FAPI: an ordinary website with a client secret signs the bank's customer in, recognises them without
/// a page later on, and signs them out.
/// </summary>
public sealed class OpenIdConnect(CookbookServers servers)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Customer_signs_in_and_out(DatabaseKind database)
    {
        var bank = await servers.OnAsync(database);
        var customer = bank.Kit.NextCustomer();
        using var browser = bank.OpenBrowser();

        // Discover: secrets, RS256, standard claims and logout, which no FAPI issuer has.
        FintechClient client;
        {
            client = await bank.ConnectAsync("oidc-basic-bearer-1");

            Assert.Contains("client_secret_basic", client.Metadata.Values("token_endpoint_auth_methods_supported"));
            Assert.Contains("RS256", client.Metadata.Values("id_token_signing_alg_values_supported"));
            Assert.Contains("email", client.Metadata.Values("scopes_supported"));
            Assert.EndsWith("/oidc/logout", client.Metadata.Endpoint("end_session_endpoint").AbsolutePath, StringComparison.Ordinal);
        }

        // Send the customer with the request itself: it need not be pushed.
        AuthorizationRequest request;
        AuthorizationAnswer answer;
        {
            request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid profile email", Nonce = AuthorizationRequest.NewSecret() };

            await browser.OpenAsync(client.DirectUrl(request));
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);
            answer = await browser.ApproveAsync();

            Assert.Equal(request.State, answer.State);
            Assert.Equal(client.Metadata.Issuer, answer.Issuer);
        }

        // Redeem the code: the secret in the Authorization header, both halves form-urlencoded.
        TokenResponse tokens;
        {
            tokens = await client.RedeemCodeAsync(answer.Code, request, redeem =>
                redeem.Basic = FintechClient.BasicHeader(client.ClientId, client.Registration.Secret!));

            tokens.Expect(200);
            Assert.Equal("Bearer", tokens.TokenType);
        }

        // Verify the ID token, and remember its sub and sid with the website's own session.
        SignedJwt idToken;
        {
            idToken = SignedJwt.Parse(tokens.IdToken!);

            Assert.Equal("RS256", (string?)idToken.Header["alg"]);
            Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal(client.Metadata.Issuer, idToken["iss"]);
            Assert.Equal(client.ClientId, idToken["aud"]);
            Assert.Equal(request.Nonce, idToken["nonce"]);
            Assert.True(idToken.Time("exp") > DateTimeOffset.UtcNow);
            Assert.NotNull(idToken["sid"]);
        }

        // Ask who it is: what the scopes open is here, and not in the ID token.
        {
            var userInfo = await client.UserInfoAsync(tokens.AccessToken);

            Assert.Equal(idToken["sub"], userInfo.Expect(200).Text("sub"));
            Assert.Equal(customer.Name, userInfo.Text("name"));
            Assert.NotNull(userInfo.Text("email"));
            Assert.Null(idToken["email"]);
        }

        // Later: is it still the same customer? No page is shown for what they have allowed in this session.
        {
            var again = new AuthorizationRequest(client.RedirectUri) { Scope = "openid email", Nonce = AuthorizationRequest.NewSecret() };

            await browser.OpenAsync(client.DirectUrl(again, change: query => (query["prompt"], query["id_token_hint"]) = ("none", tokens.IdToken)));

            var renewed = await client.RedeemCodeAsync(browser.Answer!.Code, again);
            Assert.Equal(idToken["sub"], SignedJwt.Parse(renewed.IdToken!)["sub"]);
            Assert.Equal(idToken.Time("auth_time"), SignedJwt.Parse(renewed.IdToken!).Time("auth_time"));
        }

        // Sign out: the ID token says who asks, the address is a registered one, the state comes back.
        {
            var logout = new FormParameters
            {
                ["id_token_hint"] = tokens.IdToken,
                ["post_logout_redirect_uri"] = (string)client.Registration.Registration["post_logout_redirect_uris"]![0]!,
                ["state"] = "signed-out",
            };

            await browser.OpenAsync(new UriBuilder(client.Metadata.Endpoint("end_session_endpoint")) { Query = logout.Encode() }.Uri);

            Assert.Equal("/signed-out", browser.Answer!.Address.AbsolutePath);
            Assert.Equal("signed-out", browser.Answer.State);
        }

        // And nobody is signed in.
        {
            await browser.OpenAsync(client.DirectUrl(request, change: query => query["prompt"] = "none"));

            Assert.Equal("login_required", browser.Answer!.Error);
            Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken)).Status);
        }
    }
}
