using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using Base64Url = FapiAuthServer.TestKit.Keys.Base64Url;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>No token leaves without a key it is bound to, and none is taken without proof of that key.</summary>
public sealed class SenderConstraintTests(SecurityBanks banks)
{
    private static readonly string[] EveryKindOfClient = ["fapi2-pkjwt-dpop-2", "fapi2-pkjwt-mtls-2", "fapi2-mtls-dpop-2", "fapi2-mtls-mtls-2"];

    [Fact(DisplayName = "Advisory 19, KC 48428: the front channel hands out nothing but a code")]
    public async Task Front_channel_has_no_tokens()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        foreach (var type in new[] { "token", "id_token", "id_token token", "code token", "code id_token", "code id_token token", "none", "CODE", "code code", "", null })
        {
            Refused.With(
                await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => push.Form["response_type"] = type),
                400, "unsupported_response_type", "invalid_request");
        }
    }

    [Theory(DisplayName = "Advisory 30, CVE-2023-6927: no response mode is offered that would skip the checks")]
    [InlineData("form_post")]
    [InlineData("form_post.jwt")]
    [InlineData("fragment")]
    [InlineData("fragment.jwt")]
    [InlineData("query.jwt")]
    [InlineData("jwt")]
    [InlineData("web_message")]
    [InlineData("QUERY")]
    public async Task Other_response_modes_are_refused(string mode)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();

        Refused.With(
            await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => push.Form["response_mode"] = mode), 400, "invalid_request");
    }

    [Fact(DisplayName = "Advisory 20, KC 50963: every grant demands its proof and binds its token")]
    public async Task Every_grant_binds()
    {
        var bank = await banks.PlainAsync();
        foreach (var id in EveryKindOfClient)
        {
            var client = await bank.ConnectAsync(id);
            var bare = client with { DPoPKey = null };
            void HideCertificate(ProtocolRequest request)
            {
                if (!client.Registration.AuthenticatesByCertificate)
                {
                    request.Certificate = null;
                }
            }

            if (client.DPoPKey is not null || !client.Registration.AuthenticatesByCertificate)
            {
                var flow = await bank.ObtainCodeAsync(client);
                Refused.With(await bare.RedeemCodeAsync(flow.Code, flow.Request, HideCertificate), 400, "invalid_request", "invalid_dpop_proof");
                Refused.With(await bare.ClientCredentialsAsync("accounts", HideCertificate), 400, "invalid_request", "invalid_dpop_proof");
                var refreshToken = (await flow.RedeemAsync()).RefreshToken!;
                Refused.With(await bare.RefreshAsync(refreshToken, HideCertificate), 400, "invalid_request", "invalid_dpop_proof");
            }

            var bound = await bank.ObtainTokensAsync(client);
            AssertBound(client, bound.Tokens);
            AssertBound(client, await client.RefreshAsync(bound.RefreshToken));
            AssertBound(client, await client.ClientCredentialsAsync("accounts"));
        }
    }

    [Fact(DisplayName = "Advisory 20, KC 50963: a refresh re-binds to the key of the refresh, not of an earlier token")]
    public async Task Refresh_binds_to_its_own_key()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var renewed = tokens.Client with { DPoPKey = SigningKey.NewEs256() };

        var refreshed = await renewed.RefreshAsync(tokens.RefreshToken);

        AssertBound(renewed, refreshed);
        (await renewed.UserInfoAsync(refreshed.AccessToken)).Expect(200);
        Refused.With(await tokens.Client.UserInfoAsync(refreshed.AccessToken), 401, "invalid_dpop_proof", "invalid_token");
    }

    [Theory(DisplayName = "Advisory 20, KC 50963: grants that would take a token without its key are not offered")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("urn:openid:params:grant-type:ciba")]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("AUTHORIZATION_CODE")]
    [InlineData("")]
    public async Task Other_grants_are_refused(string grantType)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();

        Refused.With(await client.ClientCredentialsAsync("accounts", request =>
        {
            request.Form["grant_type"] = grantType;
            request.Form["subject_token"] = "x";
            request.Form["username"] = "ada";
            request.Form["password"] = "sandbox-password";
            request.Form["assertion"] = "x";
        }), 400, "unsupported_grant_type", "invalid_request");
    }

    [Fact(DisplayName = "Advisory 21, CVE-2024-49755: userinfo verifies the binding like any other API")]
    public async Task Userinfo_demands_the_key()
    {
        var bank = await banks.PlainAsync();
        foreach (var id in EveryKindOfClient)
        {
            var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync(id));
            var client = tokens.Client;
            (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);

            // As a bearer token, as the other kind of token, and with another key.
            Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken, request => (request.Proof, request.Certificate, request.AccessTokenScheme) = (null, null, "Bearer"))).Status);
            Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken, request => (request.Proof, request.Certificate, request.AccessTokenScheme) = (null, null, "DPoP"))).Status);
            if (client.DPoPKey is not null)
            {
                Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken, request => request.AccessTokenScheme = "Bearer")).Status);
                Assert.Equal(401, (await (client with { DPoPKey = SigningKey.NewEs256() }).UserInfoAsync(tokens.AccessToken)).Status);
            }
            else
            {
                using var other = TestPki.SelfSigned("CN=" + client.ClientId);
                var address = client.Metadata.Endpoint("userinfo_endpoint", withCertificate: true);
                Assert.Equal(401, (await client.UserInfoAsync(tokens.AccessToken, request => request.Certificate = other)).Status);
                Assert.Equal(401, (await (client with { DPoPKey = SigningKey.NewEs256() }).UserInfoAsync(tokens.AccessToken)).Status);
                Assert.Equal(401, (await client.CallApiAsync(address, tokens.AccessToken, request => request.Certificate = null)).Status);
            }
        }
    }

    [Fact(DisplayName = "Advisory 21, CVE-2024-49755: a token is taken from the header only")]
    public async Task Userinfo_takes_no_token_from_elsewhere()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());

        Refused.With(await tokens.Client.UserInfoAsync(tokens.AccessToken, request =>
        {
            request.Address = new Uri(request.Address + "?access_token=" + tokens.AccessToken);
            request.AccessToken = null;
        }), 400, "invalid_request");
        Refused.With(await tokens.Client.UserInfoAsync(tokens.AccessToken, request =>
        {
            request.Method = HttpMethod.Post;
            request.Proof = FintechClient.NewProof(tokens.Client.DPoPKey!, HttpMethod.Post, request.Address, tokens.AccessToken);
            request.Form["access_token"] = tokens.AccessToken;
        }), 400, "invalid_request");
        Assert.Equal(401, (await tokens.Client.UserInfoAsync(tokens.AccessToken, request =>
        {
            request.AccessToken = null;
            request.Header("Cookie", "access_token=" + tokens.AccessToken);
        })).Status);
    }

    [Fact(DisplayName = "Advisory 22, Duende PR 1291: a proof covers the access token it comes with")]
    public async Task Userinfo_demands_ath()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var other = (await tokens.Client.RefreshAsync(tokens.RefreshToken)).AccessToken;
        string?[] hashes =
        [
            null, "", "x", Hash(other), Hash(tokens.AccessToken) + "=", Hash(tokens.AccessToken).ToUpperInvariant(),
            Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(tokens.AccessToken))),
        ];

        foreach (var hash in hashes)
        {
            Refused.With(await tokens.Client.UserInfoAsync(tokens.AccessToken, request =>
            {
                request.Proof!.Claims.Remove("ath");
                if (hash is not null)
                {
                    request.Proof.Claims["ath"] = hash;
                }
            }), 401, "invalid_dpop_proof");
        }
    }

    [Theory(DisplayName = "Advisory 22, Duende PR 1291: a proof is for this method, this URL and this minute, by a public key of its own")]
    [InlineData("htm", "\"GET\"")]
    [InlineData("htm", "\"post\"")]
    [InlineData("htm", null)]
    [InlineData("htu", "\"https://evil.example.test/fapi2/token\"")]
    [InlineData("htu", "\"{token}/../token\"")]
    [InlineData("htu", "\"{token}x\"")]
    [InlineData("htu", "\"{http}\"")]
    [InlineData("htu", "[\"{token}\"]")]
    [InlineData("htu", null)]
    [InlineData("iat", "{now-120}")]
    [InlineData("iat", "{now+60}")]
    [InlineData("iat", "\"now\"")]
    [InlineData("iat", "1e308")]
    [InlineData("iat", null)]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "1")]
    [InlineData("jti", null)]
    [InlineData("typ", "\"JWT\"")]
    [InlineData("typ", "\"at+jwt\"")]
    [InlineData("typ", null)]
    [InlineData("alg", "\"none\"")]
    [InlineData("alg", "\"HS256\"")]
    [InlineData("alg", "\"RS256\"")]
    [InlineData("jwk", "\"{private}\"")]
    [InlineData("jwk", "{}")]
    [InlineData("jwk", "null")]
    [InlineData("jwk", "{\"kty\":\"oct\",\"k\":\"AAAA\"}")]
    [InlineData("jwk", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}")]
    [InlineData("jku", "\"https://evil.example.test/keys\"")]
    [InlineData("x5u", "\"https://evil.example.test/keys\"")]
    [InlineData("x5c", "[]")]
    public async Task Proof_with_a_bad_member_is_refused(string member, string? value)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        if (value == "\"RS256\"")
        {
            client = client with { DPoPKey = SigningKey.NewPs256() };
        }

        var tokens = await client.ClientCredentialsAsync("accounts", request =>
        {
            var place = member is "typ" or "alg" or "jwk" or "jku" or "x5u" or "x5c" ? request.Proof!.Header : request.Proof!.Claims;
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            var text = value?.Replace("{token}", request.Address.AbsoluteUri, StringComparison.Ordinal)
                .Replace("{http}", request.Address.AbsoluteUri.Replace("https", "http", StringComparison.Ordinal), StringComparison.Ordinal)
                .Replace("{now-120}", $"{now - 120}", StringComparison.Ordinal)
                .Replace("{now+60}", $"{now + 60}", StringComparison.Ordinal);
            place.Remove(member);
            if (text == "\"{private}\"")
            {
                place[member] = client.DPoPKey!.PrivateJwk();
            }
            else if (text is not null)
            {
                place[member] = JsonNode.Parse(text);
            }
        });

        Refused.With(tokens, 400, "invalid_dpop_proof");
    }

    [Fact(DisplayName = "Advisory 23, spring-security#18120: a proof is good once, at every endpoint that takes one")]
    public async Task Proof_is_single_use()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var request = new AuthorizationRequest(client.RedirectUri);
        var tokens = await bank.ObtainTokensAsync(client);

        var proof = Proof(client, "token_endpoint", HttpMethod.Post);
        (await client.ClientCredentialsAsync("accounts", change => change.SendProof(proof))).Expect(200);
        Refused.With(await client.ClientCredentialsAsync("accounts", change => change.SendProof(proof)), 400, "invalid_dpop_proof");
        Refused.With(await client.RefreshAsync(tokens.RefreshToken, change => change.SendProof(proof)), 400, "invalid_dpop_proof");

        proof = Proof(client, "pushed_authorization_request_endpoint", HttpMethod.Post);
        (await client.PushAsync(request, change => change.SendProof(proof))).Expect(201);
        Refused.With(await client.PushAsync(request, change => change.SendProof(proof)), 400, "invalid_dpop_proof");

        proof = FintechClient.NewProof(client.DPoPKey!, HttpMethod.Get, client.Metadata.Endpoint("userinfo_endpoint"), tokens.AccessToken).Sign();
        (await client.UserInfoAsync(tokens.AccessToken, change => change.SendProof(proof))).Expect(200);
        Refused.With(await client.UserInfoAsync(tokens.AccessToken, change => change.SendProof(proof)), 401, "invalid_dpop_proof");
    }

    [Fact(DisplayName = "Advisory 23, XukuLLC/attesto PR 18: one key's jti does not burn another's")]
    public async Task Same_jti_of_two_keys_is_no_replay()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var jti = AuthorizationRequest.NewSecret();

        for (var key = 0; key < 2; key++)
        {
            var fresh = client with { DPoPKey = SigningKey.NewEs256() };
            (await fresh.ClientCredentialsAsync("accounts", request => request.Proof!.Claims["jti"] = jti)).Expect(200);
        }
    }

    [Theory(DisplayName = "Advisory 23, KC 43505: a jti is remembered for as long as its proof or assertion would be taken")]
    [InlineData(-60)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(10)]
    public void Replay_memory_covers_the_clock_skew(int issuedAtOffset)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
        var key = PrivateKey.Generate(FapiAlgorithms.ES256);
        var issued = now.AddSeconds(issuedAtOffset);
        var policy = new DPoPProofPolicy { Method = "POST", Uri = "https://bank.example/token" };
        var text = DPoPProof.Create(key, "POST", policy.Uri, issued);
        var proof = DPoPProof.Verify(text, policy, now).Value!;

        // As long as it would verify, it must be remembered.
        for (var second = 0; second < 200; second++)
        {
            var later = now.AddSeconds(second);
            Assert.True(!DPoPProof.Verify(text, policy, later).IsValid || proof.ReplayUntil > later, $"forgotten after {second} s");
        }

        var nonces = new DPoPNonce(RandomNumberGenerator.GetBytes(32), TimeSpan.FromMinutes(1));
        var withNonce = policy with { Nonce = nonces };
        text = DPoPProof.Create(key, "POST", policy.Uri, issued, nonce: nonces.Current(now));
        proof = DPoPProof.Verify(text, withNonce, now).Value!;
        for (var second = 0; second < 300; second++)
        {
            var later = now.AddSeconds(second);
            Assert.True(!DPoPProof.Verify(text, withNonce, later).IsValid || proof.ReplayUntil > later, $"forgotten after {second} s");
        }

        var keys = VerificationKeySet.Parse($$"""{"keys":[{{key.PublicJwk()}}]}""").Value!;
        var demanded = new ClientAssertionPolicy { ClientId = "client", Audiences = ["https://bank.example"], AudienceMustBeString = true, Algorithms = FapiAlgorithms.Supported };
        var jws = CompactJws.Parse(ClientAssertion.Create(key, "client", "https://bank.example", issued)).Value!;
        var assertion = ClientAssertion.Verify(jws, keys, demanded, now).Value;
        for (var second = 0; assertion is not null && second < 400; second++)
        {
            var later = now.AddSeconds(second);
            Assert.True(!ClientAssertion.Verify(jws, keys, demanded, later).IsValid || assertion.ReplayUntil > later, $"forgotten after {second} s");
        }
    }

    [Fact(DisplayName = "Advisory 24, FAPI attacker model: a token of another issuer is nothing here")]
    public async Task Token_of_another_issuer_is_refused()
    {
        var bank = await banks.TwoIssuersAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-2");
        var elsewhere = await bank.ConnectAsync("other-pkjwt-dpop-2") with { DPoPKey = client.DPoPKey };
        var tokens = await bank.ObtainTokensAsync(client);
        var otherApi = await bank.ConnectAsync("other-rs-1");

        Refused.With(await elsewhere.UserInfoAsync(tokens.AccessToken), 401, "invalid_token");
        Assert.Equal("""{"active":false}""", (await otherApi.IntrospectAsync(tokens.AccessToken)).Body);
        Refused.Grant(await elsewhere.RefreshAsync(tokens.RefreshToken));
        (await elsewhere.RevokeAsync(tokens.RefreshToken)).Expect(200);
        (await elsewhere.RevokeAsync(tokens.AccessToken)).Expect(200);
        Assert.True(await bank.IsActiveAsync(tokens.AccessToken));
    }

    [Fact(DisplayName = "Advisory 24, FAPI attacker model: a token changed, re-signed or of another type is nothing")]
    public async Task Forged_tokens_are_refused()
    {
        var bank = await banks.PlainAsync();
        var tokens = await bank.ObtainTokensAsync(await bank.ConnectAsync());
        var parts = tokens.AccessToken.Split('.');
        var key = SigningKey.NewEs256();
        var genuine = SignedJwt.Parse(tokens.AccessToken);
        var resigned = new JwtDraft(genuine.Header.DeepClone().AsObject(), genuine.Claims.DeepClone().AsObject(), key);
        var unsigned = new JwtDraft(new JsonObject { ["alg"] = "none", ["typ"] = "at+jwt" }, genuine.Claims.DeepClone().AsObject(), key);
        string[] forgeries =
        [
            parts[0] + "." + Base64Url.Encode(Base64Url.DecodeText(parts[1]).Replace("openid", "openid payments", StringComparison.Ordinal)) + "." + parts[2],
            JwtDraft.DamageSignature(tokens.AccessToken), resigned.Sign(), unsigned.Sign(), tokens.AccessToken + "A", parts[0] + "." + parts[1] + ".",
            tokens.Tokens.IdToken!, "", "x", new string('a', 9_000),
        ];

        foreach (var forgery in forgeries)
        {
            var answer = await tokens.Client.UserInfoAsync(forgery);
            Assert.InRange(answer.Status, 400, 401);
            var introspection = await bank.IntrospectAsync(forgery);
            Assert.True(introspection.Body == """{"active":false}""" || introspection.Status == 400, introspection.Body);
        }
    }

    private static void AssertBound(FintechClient client, TokenResponse tokens)
    {
        var binding = SignedJwt.Parse(tokens.AccessToken).Claims["cnf"]!.AsObject();
        Assert.Single(binding);
        if (client.DPoPKey is not null)
        {
            Assert.Equal("DPoP", tokens.TokenType);
            Assert.Equal(client.DPoPKey.Thumbprint, (string?)binding["jkt"]);
        }
        else
        {
            Assert.Equal("Bearer", tokens.TokenType);
            Assert.Equal(Base64Url.Encode(SHA256.HashData(client.Certificate!.RawData)), (string?)binding["x5t#S256"]);
        }
    }

    private static string Proof(FintechClient client, string endpoint, HttpMethod method) =>
        FintechClient.NewProof(client.DPoPKey!, method, client.Metadata.Endpoint(endpoint)).Sign();

    private static string Hash(string token) => Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
