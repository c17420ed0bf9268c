using System.Security.Cryptography;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>FAPI 2.0 with OpenID Connect: the client signs an assertion to say who it is, and binds its tokens to a TLS certificate.</summary>
public sealed class PrivateKeyJwtWithMutualTlsAndOpenId(CookbookServers servers)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Customer_connects_an_account(DatabaseKind database)
    {
        var bank = await servers.OnAsync(database);
        var customer = bank.Kit.NextCustomer();

        // Discover: the issuer's metadata says where everything is and what it takes.
        FintechClient client;
        {
            client = await bank.ConnectAsync("fapi2-pkjwt-mtls-2");

            Assert.Equal(bank.Kit.Issuer("fapi2").Issuer, client.Metadata.Issuer);
            Assert.Contains("private_key_jwt", client.Metadata.Values("token_endpoint_auth_methods_supported"));
            Assert.Contains("ES256", client.Metadata.Values("token_endpoint_auth_signing_alg_values_supported"));
            Assert.True(client.Metadata.Document["tls_client_certificate_bound_access_tokens"]!.GetValue<bool>());
            Assert.Contains("S256", client.Metadata.Values("code_challenge_methods_supported"));
        }

        // Push the authorization request: assertion and PKCE challenge; the certificate is needed only where tokens are issued.
        AuthorizationRequest request;
        PushResponse pushed;
        {
            request = new AuthorizationRequest(client.RedirectUri)
            {
                Scope = "openid accounts offline_access",
                Nonce = AuthorizationRequest.NewSecret(),
            };

            pushed = await client.PushAsync(request);

            pushed.Expect(201);
            Assert.InRange(pushed.ExpiresIn!.Value, 5, 599);
        }

        // Send the customer: the browser carries nothing but the client's name and the request's.
        AuthorizationAnswer answer;
        {
            using var browser = bank.OpenBrowser();
            await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);

            answer = await browser.ApproveAsync();

            Assert.Equal(request.State, answer.State);
            Assert.Equal(client.Metadata.Issuer, answer.Issuer);
            Assert.Equal("lorem", answer.Parameters["dummy1"]); // This client's redirect URI has a query of its own.
        }

        // Redeem the code at the endpoint that asks for a certificate: the handshake proves possession.
        TokenResponse tokens;
        {
            tokens = await client.RedeemCodeAsync(answer.Code, request);

            tokens.Expect(200);
            Assert.Equal("Bearer", tokens.TokenType);
            Assert.NotNull(tokens.RefreshToken);
        }

        // Check who signed in: the ID token is the bank's, for this client, in answer to this request.
        {
            var identity = SignedJwt.Parse(tokens.IdToken!);

            Assert.True(identity.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal(client.Metadata.Issuer, identity["iss"]);
            Assert.Equal(client.ClientId, identity["aud"]);
            Assert.Equal(request.Nonce, identity["nonce"]);
            Assert.Equal(customer.Subject, identity["sub"]);
            Assert.True(identity.Time("exp") > DateTimeOffset.UtcNow);
        }

        // Ask about the customer, with the same proof of possession as any other API.
        {
            var userInfo = await client.UserInfoAsync(tokens.AccessToken);

            userInfo.Expect(200);
            Assert.Equal(customer.Subject, userInfo.Text("sub"));
        }

        // Look at the token as the bank's API does: it belongs to the certificate the code was redeemed with.
        FintechClient api;
        var thumbprint = Base64Url.Encode(client.Certificate!.GetCertHash(HashAlgorithmName.SHA256));
        {
            api = await bank.ConnectAsync("fapi2-rs-1");

            var introspection = await api.IntrospectAsync(tokens.AccessToken);

            Assert.True(introspection.Json["active"]!.GetValue<bool>());
            Assert.Equal(client.ClientId, introspection.Text("client_id"));
            Assert.Equal(thumbprint, introspection.Json["cnf"]!["x5t#S256"]!.GetValue<string>());
        }

        // Refresh: the new access token is bound to the certificate again, and the refresh token stays the same.
        TokenResponse refreshed;
        {
            refreshed = await client.RefreshAsync(tokens.RefreshToken!);

            refreshed.Expect(200);
            Assert.Contains(refreshed.RefreshToken, new[] { null, tokens.RefreshToken });
            var introspection = await api.IntrospectAsync(refreshed.AccessToken);
            Assert.Equal(thumbprint, introspection.Json["cnf"]!["x5t#S256"]!.GetValue<string>());
        }

        // Revoke: without its refresh token the grant is over, and so is every token under it.
        {
            var revocation = await client.RevokeAsync(tokens.RefreshToken!);

            revocation.Expect(200);
            Assert.False((await api.IntrospectAsync(refreshed.AccessToken)).Json["active"]!.GetValue<bool>());
            Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken!)).Error);
        }
    }
}
