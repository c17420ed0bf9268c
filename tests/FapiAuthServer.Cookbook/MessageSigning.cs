using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Cookbook;

/// <summary>
/// FAPI 2.0 Message Signing: the same flow as <see cref="PrivateKeyJwtWithDPoP"/>, with a request, a response and an answer
/// about the token that each party can show to a third one.
/// </summary>
public sealed class MessageSigning(CookbookServers servers)
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Customer_connects_an_account(DatabaseKind database)
    {
        var bank = await servers.OnAsync(database);
        var customer = bank.Kit.NextCustomer();

        // Discover: this issuer wants requests signed, and signs its responses for those who ask.
        FintechClient client;
        {
            client = await bank.ConnectAsync("fapi2-ms-pkjwt-dpop-1");

            Assert.True(client.Metadata.Flag("require_signed_request_object"));
            Assert.Contains("PS256", client.Metadata.Values("request_object_signing_alg_values_supported"));
            Assert.Contains("jwt", client.Metadata.Values("response_modes_supported"));
            Assert.Contains("ES256", client.Metadata.Values("authorization_signing_alg_values_supported"));
        }

        // Sign the authorization request and push it: whatever stands around the request object does not count.
        AuthorizationRequest request;
        PushResponse pushed;
        {
            request = new AuthorizationRequest(client.RedirectUri) { Scope = "accounts offline_access", ResponseMode = "jwt" };
            var requestObject = client.NewRequestObject(request); // iss, aud, nbf, exp, and every parameter as a claim

            pushed = await client.PushAsync(request, push => push.RequestObject = requestObject);

            pushed.Expect(201);
            Assert.Equal("oauth-authz-req+jwt", (string?)requestObject.Header["typ"]);
            Assert.Equal(client.Metadata.Issuer, (string?)requestObject.Claims["aud"]);
        }

        // Send the customer: as ever.
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
            Assert.Equal(client.Metadata.Issuer, response["iss"]);
            Assert.Equal(client.ClientId, response["aud"]);
            Assert.True(response.Time("exp") > DateTimeOffset.UtcNow);
            Assert.Equal(request.State, response["state"]);
        }

        // Redeem the code: as ever.
        TokenResponse tokens;
        {
            tokens = await client.RedeemCodeAsync(response["code"]!, request);

            tokens.Expect(200);
            Assert.Equal("DPoP", tokens.TokenType);
        }

        // The bank's API asks about the token and keeps the signed answer.
        {
            var api = await bank.ConnectAsync("fapi2-ms-rs-1");

            var introspection = await api.IntrospectAsync(
                tokens.AccessToken, call => call.Headers.Add(new("Accept", "application/token-introspection+jwt")));

            var evidence = SignedJwt.Parse(introspection.Body);
            Assert.True(evidence.IsSignedByOneOf(await api.FetchJwksAsync()));
            Assert.True((bool)evidence.Claims["token_introspection"]!["active"]!);
        }
    }
}
