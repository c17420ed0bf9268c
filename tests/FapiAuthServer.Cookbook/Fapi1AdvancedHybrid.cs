using System.Security.Cryptography;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>
/// FAPI 1.0 Advanced, hybrid: the browser carries the signed request to the bank and brings a code back, with an ID token that
/// signs code and state. The client's certificate binds its tokens.
/// </summary>
public sealed class Fapi1AdvancedHybrid(CookbookServers servers)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Customer_connects_an_account(DatabaseKind database)
    {
        var bank = await servers.OnAsync(database);
        var customer = bank.Kit.NextCustomer();

        // Discover: requests are signed and may come by value; what they ask for is a code and an ID token.
        FintechClient client;
        {
            client = await bank.ConnectAsync("fapi1-pkjwt-mtls-1");

            Assert.True(client.Metadata.Flag("request_parameter_supported"));
            Assert.False(client.Metadata.Flag("require_pushed_authorization_requests"));
            Assert.Contains("code id_token", client.Metadata.Values("response_types_supported"));
            Assert.Contains("ECDH-ES", client.Metadata.Values("request_object_encryption_alg_values_supported"));
        }

        // Sign the authorization request, and encrypt it to the issuer: the browser carries what nobody on the way can read or change.
        AuthorizationRequest request;
        Uri address;
        {
            request = new AuthorizationRequest(client.RedirectUri)
            {
                ResponseType = "code id_token",
                Scope = "openid accounts offline_access",
                Nonce = AuthorizationRequest.NewSecret(),
                CodeVerifier = null, // the ID token signs the code; a challenge may be sent as well, and must be when the request is pushed
            };
            var jwks = await client.FetchJwksAsync();

            address = client.DirectUrl(request, signed => signed.Afterwards = token => JwtEncryption.Encrypt(token, jwks, "ECDH-ES"));

            Assert.DoesNotContain(request.Nonce, address.Query, StringComparison.Ordinal);
        }

        // Send the customer: they come back with the answer in the fragment, which servers do not log.
        AuthorizationAnswer answer;
        {
            using var browser = bank.OpenBrowser();
            await browser.OpenAsync(address);
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);

            answer = await browser.ApproveAsync();

            Assert.NotEmpty(answer.Address.Fragment);
            Assert.Equal(request.State, answer.State);
            Assert.Equal(client.Metadata.Issuer, answer.Issuer);
        }

        // Check the ID token before anything else is believed: it is the bank's signature over this answer.
        SignedJwt idToken;
        {
            idToken = SignedJwt.Parse(answer.IdToken!);

            Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal((client.Metadata.Issuer, client.ClientId, request.Nonce), (idToken["iss"], idToken["aud"], idToken["nonce"]));
            Assert.True(idToken.Time("exp") > DateTimeOffset.UtcNow);
            Assert.Equal(JwtHashes.LeftHalf(answer.Code), idToken["c_hash"]);
            Assert.Equal(JwtHashes.LeftHalf(request.State!), idToken["s_hash"]);
        }

        // Redeem the code over a connection with the certificate; the ID token that comes now is about the same customer.
        TokenResponse tokens;
        {
            tokens = await client.RedeemCodeAsync(answer.Code, request);

            tokens.Expect(200);
            Assert.Equal("Bearer", tokens.TokenType);
            Assert.Equal(idToken["sub"], SignedJwt.Parse(tokens.IdToken!)["sub"]);
        }

        // Look at the token as the bank's API does: it belongs to the certificate the code was redeemed with.
        {
            var api = await bank.ConnectAsync("fapi1-rs-1");

            var introspection = await api.IntrospectAsync(tokens.AccessToken);

            Assert.True(introspection.Json["active"]!.GetValue<bool>());
            Assert.Equal(
                Base64Url.Encode(client.Certificate!.GetCertHash(HashAlgorithmName.SHA256)), introspection.Json["cnf"]!["x5t#S256"]!.GetValue<string>());
        }

        // Refresh and revoke: as ever.
        {
            (await client.RefreshAsync(tokens.RefreshToken!)).Expect(200);
            (await client.RevokeAsync(tokens.RefreshToken!)).Expect(200);
            Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken!)).Error);
        }
    }
}
