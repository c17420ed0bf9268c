using System.Security.Cryptography;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>FAPI 2.0 as plain OAuth: the client's TLS certificate says who it is and binds its tokens.</summary>
public sealed class MutualTlsWithMutualTls(CookbookServers servers)
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
            client = await bank.ConnectAsync("fapi2-mtls-mtls-1");

            Assert.Equal(bank.Kit.Issuer("fapi2").Issuer, client.Metadata.Issuer);
            Assert.Contains("tls_client_auth", client.Metadata.Values("token_endpoint_auth_methods_supported"));
            Assert.NotEqual(client.Metadata.Endpoint("token_endpoint"), client.Metadata.Endpoint("token_endpoint", withCertificate: true));
            Assert.True(client.Metadata.Document["tls_client_certificate_bound_access_tokens"]!.GetValue<bool>());
            Assert.Contains("S256", client.Metadata.Values("code_challenge_methods_supported"));
        }

        // Push the authorization request: certificate and PKCE challenge, all on the back channel.
        AuthorizationRequest request;
        PushResponse pushed;
        {
            request = new AuthorizationRequest(client.RedirectUri) { Scope = "accounts offline_access" };

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
        }

        // Redeem the code at the endpoint that asks for a certificate: the handshake proves possession.
        TokenResponse tokens;
        {
            tokens = await client.RedeemCodeAsync(answer.Code, request);

            tokens.Expect(200);
            Assert.Equal("Bearer", tokens.TokenType);
            Assert.NotNull(tokens.RefreshToken);
            Assert.Null(tokens.IdToken);
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
