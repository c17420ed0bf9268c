using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>
/// FAPI 1.0 Advanced with JARM: the request is signed and pushed, and the response is one signed JWT. The client's certificate
/// says who it is and binds its tokens.
/// </summary>
public sealed class Fapi1AdvancedSignedResponse(CookbookServers servers)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Customer_connects_an_account(DatabaseKind database)
    {
        var bank = await servers.OnAsync(database);
        var customer = bank.Kit.NextCustomer();

        // Discover: a plain code is not offered; a code in a signed response is.
        FintechClient client;
        {
            client = await bank.ConnectAsync("fapi1-mtls-mtls-1");

            Assert.Contains("code", client.Metadata.Values("response_types_supported"));
            Assert.Contains("jwt", client.Metadata.Values("response_modes_supported"));
            Assert.Contains("tls_client_auth", client.Metadata.Values("token_endpoint_auth_methods_supported"));
            Assert.Contains("PS256", client.Metadata.Values("authorization_signing_alg_values_supported"));
        }

        // Sign the authorization request and push it; a pushed request needs a PKCE challenge.
        AuthorizationRequest request;
        PushResponse pushed;
        {
            request = new AuthorizationRequest(client.RedirectUri)
            {
                ResponseMode = "jwt",
                Scope = "openid accounts offline_access",
                Nonce = AuthorizationRequest.NewSecret(),
            };
            var requestObject = client.NewRequestObject(request); // iss, aud, nbf, exp, and every parameter as a claim

            pushed = await client.PushAsync(request, push => push.RequestObject = requestObject);

            pushed.Expect(201);
            Assert.InRange(
                requestObject.Claims["exp"]!.GetValue<long>() - requestObject.Claims["nbf"]!.GetValue<long>(), 1, TimeSpan.FromMinutes(60).TotalSeconds);
        }

        // Send the customer: the browser carries nothing but the client's name and the request's.
        AuthorizationAnswer answer;
        {
            using var browser = bank.OpenBrowser();
            await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);

            answer = await browser.ApproveAsync();
        }

        // Read the signed response: one parameter, from this issuer, for this client, fresh.
        SignedJwt response;
        {
            response = SignedJwt.Parse(answer.Response!);

            Assert.True(response.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal((client.Metadata.Issuer, client.ClientId, request.State), (response["iss"], response["aud"], response["state"]));
            Assert.True(response.Time("exp") > DateTimeOffset.UtcNow);
        }

        // Redeem the code at the endpoint that asks for a certificate, and check the ID token.
        TokenResponse tokens;
        {
            tokens = await client.RedeemCodeAsync(response["code"]!, request);

            tokens.Expect(200);
            var idToken = SignedJwt.Parse(tokens.IdToken!);
            Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
            Assert.Equal((client.Metadata.Issuer, client.ClientId, request.Nonce), (idToken["iss"], idToken["aud"], idToken["nonce"]));
        }

        // Use it: with the certificate it opens userinfo, without it nothing.
        {
            (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);
            Assert.Equal("invalid_token", (await client.UserInfoAsync(tokens.AccessToken, use => use.Certificate = null)).Error);
        }
    }
}
