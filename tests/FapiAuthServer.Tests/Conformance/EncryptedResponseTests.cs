using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>ID tokens, userinfo and authorization responses that only the client can read, for clients that registered for them.</summary>
public sealed class EncryptedResponseTests(ConformanceBanks banks)
{
    private const string IdToken = "id_token_encrypted_response";
    private const string UserInfo = "userinfo_encrypted_response";
    private const string Authorization = "authorization_encrypted_response";

    [Clause("OIDCC-10.2")]
    [Clause("RFC8725-3.2")]
    [Clause("RFC7518-5.3")]
    [Theory(DisplayName = "id_token: encrypted to the client's key, by its kid; what is inside is the ID token as ever")]
    [EachVariant(OpenId = OpenIdUse.With, Cases = ["RSA-OAEP-256", "ECDH-ES"])]
    public async Task Id_token_is_for_the_client_alone(Variant variant, string algorithm)
    {
        var scene = await SetAsync(variant);
        var key = DecryptingKey.New(algorithm);
        var client = await RegisterAsync(scene, key, IdToken);

        var authorized = await scene.AuthorizeAsync(client);
        var tokens = (await client.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(200);

        var opened = SignedJwt.Parse(key.Open(tokens.Json["id_token"]!.GetValue<string>()));
        Assert.True(opened.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Equal((client.Metadata.Issuer, client.ClientId, authorized.Request.Nonce), (opened["iss"], opened["aud"], opened["nonce"]));
        Assert.NotNull(opened["at_hash"]);
    }

    [Clause("FAPI1-A-FINAL-8.6.1")]
    [Theory(DisplayName = "id_token: one that the browser carries is for the client alone too, and so is the one that follows")]
    [EachVariant("pkjwt-mtls mtls-mtls", OpenId = OpenIdUse.With, Cases = ["RSA-OAEP-256", "ECDH-ES"])]
    public async Task Id_token_in_the_fragment_is_for_the_client_alone(Variant variant, string algorithm)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Advanced);
        var key = DecryptingKey.New(algorithm);
        var client = await RegisterAsync(scene, key, IdToken);
        var request = scene.NewRequest(client) with { ResponseType = "code id_token" };

        var answer = await scene.Bank.ApproveAsync(client.DirectUrl(request));
        var tokens = (await client.RedeemCodeAsync(answer.Code, request)).Expect(200);

        var front = SignedJwt.Parse(key.Open(answer.IdToken!));
        var back = SignedJwt.Parse(key.Open(tokens.Json["id_token"]!.GetValue<string>()));
        Assert.True(front.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Equal((JwtHashes.LeftHalf(answer.Code), JwtHashes.LeftHalf(request.State!)), (front["c_hash"], front["s_hash"]));
        Assert.Equal((front["iss"], front["sub"], front["aud"]), (back["iss"], back["sub"], back["aud"]));
    }

    [Theory(DisplayName = "id_token: without a key to encrypt to, the browser carries an error and no code")]
    [EachVariant("pkjwt-mtls", OpenId = OpenIdUse.With)]
    public async Task Id_token_in_the_fragment_is_never_sent_in_plain(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.Fapi1Advanced);
        var client = await RegisterAsync(scene, null, IdToken);
        var request = scene.NewRequest(client) with { ResponseType = "code id_token" };
        var pushed = await client.PushAsync(request);
        var ledger = Ledger.Open(scene.Bank, client.ClientId);

        var answer = await scene.Bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));

        Assert.Equal(("invalid_request", request.State), (answer.Error, answer.State));
        Assert.Empty(answer.Parameters.Pairs.Select(pair => pair.Key).Intersect(["code", "id_token"]));
        await ledger.IsRefusedAsync("Authorization", "encryption_key_missing", "OIDCC-10.2", namesClient: true);
    }

    [Clause("OIDCC-5.3.2")]
    [Theory(DisplayName = "userinfo: a JWT for a client that registered for one, with iss and aud, by its algorithm")]
    [EachVariant(OpenId = OpenIdUse.With, Cases = ["PS256", "ES256"])]
    public async Task Userinfo_is_signed(Variant variant, string algorithm)
    {
        var scene = await banks.SetAsync(variant);
        var client = await RegisterAsync(scene, scene.First.Registration.With("userinfo_signed_response_alg", algorithm));
        var tokens = await scene.ObtainTokensAsync(client);

        var answer = (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);

        await CheckUserInfoAsync(client, answer, SignedJwt.Parse(answer.Body), SignedJwt.Parse(tokens.IdToken!)["sub"], algorithm);
    }

    [Clause("OIDCC-10.2")]
    [Clause("OIDCC-15.1")]
    [Theory(DisplayName = "OpenID Connect: RS256 for userinfo too, and encryption for who authenticates by a secret and has a key for it")]
    [EachVariant("basic-bearer", OpenId = OpenIdUse.With, Cases = ["RSA-OAEP-256", "ECDH-ES"])]
    public async Task OpenId_Connect_signs_and_encrypts_as_registered(Variant variant, string algorithm)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var key = DecryptingKey.New(algorithm);
        var client = await RegisterAsync(scene, Wanting(Wanting(scene.First.Registration, key, IdToken), null, UserInfo)
            .With(UserInfo + "_alg", algorithm).With("userinfo_signed_response_alg", "RS256"));
        using var visitor = Visitor.At(scene.Bank);

        var tokens = (await visitor.ConnectAsync(client, scene.NewRequest(client))).Tokens;
        var answer = (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);

        var idToken = SignedJwt.Parse(key.Open(tokens.IdToken!));
        Assert.Equal("RS256", (string?)idToken.Header["alg"]);
        Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
        await CheckUserInfoAsync(client, answer, SignedJwt.Parse(key.Open(answer.Body)), idToken["sub"], "RS256");
    }

    [Clause("OIDCC-5.3.2")]
    [Theory(DisplayName = "userinfo: signed, then encrypted to the client's key")]
    [EachVariant(OpenId = OpenIdUse.With, Cases = ["RSA-OAEP-256", "ECDH-ES"])]
    public async Task Userinfo_is_for_the_client_alone(Variant variant, string algorithm)
    {
        var scene = await SetAsync(variant);
        var key = DecryptingKey.New(algorithm);
        var client = await RegisterAsync(scene, Wanting(scene.First.Registration, key, UserInfo).With("userinfo_signed_response_alg", "ES256"));
        var tokens = await scene.ObtainTokensAsync(client);

        var answer = (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);

        await CheckUserInfoAsync(client, answer, SignedJwt.Parse(key.Open(answer.Body)), SignedJwt.Parse(tokens.IdToken!)["sub"], "ES256");
    }

    [Theory(DisplayName = "userinfo: a refusal is no JWT")]
    [EachVariant("pkjwt-dpop", OpenId = OpenIdUse.With)]
    public async Task Refusal_of_userinfo_is_no_jwt(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var client = await RegisterAsync(scene, scene.First.Registration.With("userinfo_signed_response_alg", "ES256"));

        var answer = await client.UserInfoAsync((await scene.ObtainTokensAsync(client)).AccessToken + "x");

        Assert.Equal((401, "invalid_token"), (answer.Status, answer.Error));
    }

    [Clause("JARM-2.2")]
    [Theory(DisplayName = "JARM: signed, then encrypted to the client's key; a denial too")]
    [EachVariant(Cases = ["RSA-OAEP-256", "ECDH-ES"])]
    public async Task Authorization_response_is_for_the_client_alone(Variant variant, string algorithm)
    {
        var scene = await SetAsync(variant);
        var key = DecryptingKey.New(algorithm);
        var client = await RegisterAsync(scene, key, Authorization);
        var request = scene.NewRequest(client) with { ResponseMode = "jwt" };

        var approved = await scene.AuthorizeAsync(client, request);
        var pushed = await client.PushAsync(request);
        var denied = await scene.Bank.DenyAsync(client.AuthorizeUrl(pushed.RequestUri));

        var success = await OpenAsync(client, key, approved.Answer);
        (await client.RedeemCodeAsync(success["code"]!, request)).Expect(200);
        Assert.Equal(("access_denied", request.State), ((await OpenAsync(client, key, denied))["error"], success["state"]));
    }

    [Theory(DisplayName = "JARM: who does not ask for a signed response gets a plain one")]
    [EachVariant("pkjwt-dpop")]
    public async Task Plain_response_stays_plain(Variant variant)
    {
        var scene = await SetAsync(variant);
        var client = await RegisterAsync(scene, DecryptingKey.New("ECDH-ES"), Authorization);

        Assert.NotEmpty((await scene.AuthorizeAsync(client)).Code);
    }

    [Clause("OIDCC-10.2")]
    [Theory(DisplayName = "id_token: without a key to encrypt to there are no tokens, and the code can still be used")]
    [EachVariant("pkjwt-dpop", OpenId = OpenIdUse.With)]
    public async Task Id_token_is_never_sent_in_plain(Variant variant)
    {
        var scene = await SetAsync(variant);
        var client = await RegisterAsync(scene, null, IdToken);
        var authorized = await scene.AuthorizeAsync(client);
        var ledger = Ledger.Open(scene.Bank, client.ClientId);

        var refused = await client.RedeemCodeAsync(authorized.Code, authorized.Request);

        await ledger.TokenIsRefusedAsync(refused, "invalid_request", "encryption_key_missing", "OIDCC-10.2");
        var key = DecryptingKey.New("ECDH-ES");
        await scene.Bank.UpdateAsync(Wanting(client.Registration, key, IdToken));
        var tokens = (await client.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(200);
        Assert.NotEmpty(key.Open(tokens.Json["id_token"]!.GetValue<string>()));
    }

    [Clause("OIDCC-5.3.2")]
    [Theory(DisplayName = "userinfo: without a key to encrypt to there is no answer")]
    [EachVariant("pkjwt-dpop", OpenId = OpenIdUse.With)]
    public async Task Userinfo_is_never_sent_in_plain(Variant variant)
    {
        var scene = await SetAsync(variant);
        var client = await RegisterAsync(scene, Wanting(scene.First.Registration, null, UserInfo).With("userinfo_signed_response_alg", "ES256"));
        var tokens = await scene.ObtainTokensAsync(client);
        var ledger = Ledger.Open(scene.Bank, client.ClientId);

        var answer = await client.UserInfoAsync(tokens.AccessToken);

        await ledger.ResourceIsRefusedAsync(answer, 400, "invalid_request", "encryption_key_missing", "OIDCC-5.3.2");
    }

    [Clause("JARM-2.2")]
    [Theory(DisplayName = "JARM: without a key to encrypt to the request is refused when it is pushed")]
    [EachVariant("pkjwt-dpop")]
    public async Task Authorization_response_is_never_sent_in_plain(Variant variant)
    {
        var scene = await SetAsync(variant);
        var client = await RegisterAsync(scene, null, Authorization);
        var ledger = Ledger.Open(scene.Bank, client.ClientId);

        var pushed = await client.PushAsync(scene.NewRequest(client) with { ResponseMode = "jwt" });

        await ledger.PushIsRefusedAsync(pushed, "invalid_request", "encryption_key_missing", "JARM-2.2");
    }

    [Clause("JARM-2.2")]
    [Theory(DisplayName = "JARM: a key that went while the customer decided leaves nothing to send but a page")]
    [EachVariant("pkjwt-dpop", Cases = ["before sign-in", "before consent", "before denial"])]
    public async Task Response_that_cannot_be_encrypted_stays_with_the_customer(Variant variant, string moment)
    {
        var scene = await SetAsync(variant);
        var client = await RegisterAsync(scene, DecryptingKey.New("ECDH-ES"), Authorization);
        var pushed = await client.PushAsync(scene.NewRequest(client) with { ResponseMode = "jwt" });
        var ledger = Ledger.Open(scene.Bank, client.ClientId);
        var keyless = scene.First.Registration.With("client_id", client.ClientId).With(Authorization + "_alg", "ECDH-ES").With(Authorization + "_enc", "A256GCM");
        if (moment == "before sign-in")
            await scene.Bank.UpdateAsync(keyless);

        using var browser = scene.Bank.Server.OpenBrowser();
        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        if (moment != "before sign-in")
        {
            var customer = scene.Bank.Server.Kit.NextCustomer();
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);
            await scene.Bank.UpdateAsync(keyless);
            await Assert.ThrowsAsync<UnexpectedResponseException>(() => moment == "before consent" ? browser.ApproveAsync() : browser.DenyAsync());
        }

        await ledger.PageIsRefusedAsync(browser, "invalid_request", "encryption_key_missing", "JARM-2.2");
    }

    private static async Task CheckUserInfoAsync(FintechClient client, ServerResponse answer, SignedJwt token, string? subject, string algorithm)
    {
        Assert.Equal("application/jwt", answer.Header("Content-Type"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.True(token.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Equal(algorithm, (string?)token.Header["alg"]);
        Assert.Equal((client.Metadata.Issuer, client.ClientId, subject), (token["iss"], token["aud"], token["sub"]));
        Assert.Equal(["iss", "aud", "sub"], token.Claims.Select(claim => claim.Key));
    }

    private static async Task<SignedJwt> OpenAsync(FintechClient client, DecryptingKey key, AuthorizationAnswer answer)
    {
        var own = FormParameters.Decode(client.RedirectUri.Query).Pairs.Select(pair => pair.Key);
        Assert.Equal(["response"], answer.Parameters.Pairs.Select(pair => pair.Key).Except(own));
        var response = SignedJwt.Parse(key.Open(answer.Response!));
        Assert.True(response.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Equal((client.Metadata.Issuer, client.ClientId), (response["iss"], response["aud"]));
        return response;
    }

    private static SandboxClient Wanting(SandboxClient registration, DecryptingKey? key, string kind)
    {
        var jwks = registration.Registration["jwks"]?.DeepClone() ?? new JsonObject { ["keys"] = new JsonArray() };
        if (key is not null)
            jwks["keys"]!.AsArray().Add(key.PublicJwk());
        return registration.With("jwks", jwks).With(kind + "_alg", key?.Algorithm ?? "ECDH-ES").With(kind + "_enc", "A256GCM");
    }

    private static Task<FintechClient> RegisterAsync(Scene scene, DecryptingKey? key, string kind) => RegisterAsync(scene, Wanting(scene.First.Registration, key, kind));

    private static async Task<FintechClient> RegisterAsync(Scene scene, SandboxClient registration)
    {
        var own = registration.With("client_id", scene.First.ClientId + "-sealed");
        await scene.Bank.RegisterAsync(own);
        return scene.First with { Registration = own };
    }

    private Task<Scene> SetAsync(Variant variant) => banks.SetAsync(variant, Bank.MessageSigning);
}
