using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Fapi1.Staging;

/// <summary>The scene of one row of FAPI 1.0 Advanced: the suite's two clients, and the way that requests and responses go in this variant.</summary>
public sealed class Fapi1Scene
{
    private static readonly string[] Standard = ["iss", "aud", "exp", "iat", "nbf", "sub", "jti"];

    private Fapi1Scene(Bank bank, Fapi1Variant variant, FintechClient first, FintechClient second)
    {
        Bank = bank;
        Variant = variant;
        First = first;
        Second = second;
    }

    public Bank Bank { get; }

    public Fapi1Variant Variant { get; }

    /// <summary>C1: an RSA key, PS256.</summary>
    public FintechClient First { get; }

    /// <summary>C2: an EC key, ES256, and a redirect URI with a query of its own.</summary>
    public FintechClient Second { get; }

    public static async Task<Fapi1Scene> SetAsync(ConformanceBanks banks, Fapi1Variant variant)
    {
        var bank = await banks.OnAsync(variant.Database);
        return new Fapi1Scene(
            bank,
            variant,
            await bank.RegisterLikeAsync($"{Bank.Fapi1Advanced}-{variant.ClientType}-1"),
            await bank.RegisterLikeAsync($"{Bank.Fapi1Advanced}-{variant.ClientType}-2"));
    }

    /// <summary>A request of this variant; a challenge is sent where one is demanded.</summary>
    public AuthorizationRequest NewRequest(FintechClient client) => new(client.RedirectUri)
    {
        ResponseType = Variant.IsJarm ? "code" : "code id_token",
        ResponseMode = Variant.IsJarm ? "jwt" : null,
        Scope = "openid accounts offline_access",
        Nonce = AuthorizationRequest.NewSecret(),
        CodeVerifier = Variant.IsPushed ? AuthorizationRequest.NewSecret() : null,
    };

    /// <summary>Where the customer is sent: with the request, or with the reference to it.</summary>
    public async Task<Uri> AddressAsync(
        FintechClient client, AuthorizationRequest request, Action<JwtDraft>? sign = null, Action<FormParameters>? beside = null)
    {
        if (!Variant.IsPushed)
        {
            return client.DirectUrl(request, sign, beside);
        }
        var pushed = await client.PushAsync(request, push => sign?.Invoke(push.RequestObject!));
        PushRules.Check(pushed);
        return client.AuthorizeUrl(pushed.RequestUri, beside);
    }

    /// <summary>The customer approves; the answer is checked by sections 2.5, 2.6 and 2.7 of the catalogue.</summary>
    public async Task<Fapi1Answer> AuthorizeAsync(
        FintechClient client, AuthorizationRequest? request = null, Action<JwtDraft>? sign = null, Action<FormParameters>? beside = null)
    {
        request ??= NewRequest(client);
        var answer = await ReadAsync(client, request, await Bank.ApproveAsync(await AddressAsync(client, request, sign, beside)));
        Entropy.Check(answer.Code);
        if (!Variant.IsJarm)
        {
            await CheckDetachedSignatureAsync(client, answer);
        }
        return answer;
    }

    public async Task<TokenResponse> RedeemAsync(FintechClient client, Fapi1Answer answer, Action<ProtocolRequest>? change = null) =>
        await client.RedeemCodeAsync(answer.Code, answer.Request, change);

    public async Task<TokenResponse> ObtainTokensAsync(FintechClient client)
    {
        var tokens = await RedeemAsync(client, await AuthorizeAsync(client));
        tokens.Expect(200);
        return tokens;
    }

    /// <summary>The whole flow, to the resource endpoint, with the changes that the row is about.</summary>
    public async Task<Fapi1Answer> CompleteAsync(
        FintechClient client,
        AuthorizationRequest? request = null,
        Action<JwtDraft>? sign = null,
        Action<FormParameters>? beside = null,
        Action<ProtocolRequest>? redeem = null,
        Action<ProtocolRequest>? use = null)
    {
        var answer = await AuthorizeAsync(client, request, sign, beside);
        var tokens = await RedeemAsync(client, answer, redeem);
        TokenRules.Check(tokens, client, openId: true);
        var idToken = IdentityTokenRules.Check(tokens, answer.Request, client, await client.FetchJwksAsync(), Bank.Server.Clock.GetUtcNow());
        if (!Variant.IsJarm)
        {
            Assert.Equal((answer.IdToken["iss"], answer.IdToken["sub"]), (idToken["iss"], idToken["sub"]));
        }
        ResourceRules.Check(await client.CallApiAsync(Bank.AccountsFor(Bank.Fapi1Advanced), tokens.AccessToken, use));
        return answer;
    }

    /// <summary>The request is refused where it arrives: nothing is issued, and the audit trail says why.</summary>
    public async Task RefusedAsync(
        string error, string reason, string[] clauses, Action<JwtDraft>? sign = null, AuthorizationRequest? request = null, bool staysInBrowser = false)
    {
        request ??= NewRequest(First);
        var ledger = OpenLedger();
        if (Variant.IsPushed)
        {
            var pushed = await First.PushAsync(request, push => sign?.Invoke(push.RequestObject!));
            await ledger.PushIsRefusedAsync(pushed, error, reason, clauses);
            return;
        }

        using var browser = Bank.Server.OpenBrowser();
        await browser.OpenAsync(First.DirectUrl(request, sign));
        if (staysInBrowser)
        {
            Assert.Null(browser.Answer);
            Assert.Equal((error, 400), (browser.Page.ErrorCode, browser.Page.Response.Status));
        }
        else
        {
            await CheckErrorAsync(browser, error);
        }
        await ledger.IsRefusedAsync("Authorization", reason, clauses, namesClient: true);
    }

    public Ledger OpenLedger() => Ledger.Open(Bank, First.ClientId, Second.ClientId);

    /// <summary>Section 2.5 and 2.6: the answer is where it belongs, nothing else is there, and it says nothing unexpected.</summary>
    public async Task<Fapi1Answer> ReadAsync(FintechClient client, AuthorizationRequest request, AuthorizationAnswer answer)
    {
        Assert.Equal(client.RedirectUri.GetLeftPart(UriPartial.Path), answer.Address.GetLeftPart(UriPartial.Path));
        var own = FormParameters.Decode(client.RedirectUri.Query).Pairs;
        var query = FormParameters.Decode(answer.Address.Query).Pairs;
        Assert.Equal(own, query.Take(own.Count));
        if (!Variant.IsJarm)
        {
            Assert.Equal(own.Count, query.Count);
            Assert.NotEmpty(answer.Address.Fragment);
            Assert.All(answer.Parameters.Pairs, pair => Assert.Contains(pair.Key, Parameters));
            Assert.Equal(client.Metadata.Issuer, answer.Issuer);
            Assert.Equal(request.State, answer.State);
            return new Fapi1Answer(answer, request, null);
        }

        Assert.Empty(answer.Address.Fragment);
        Assert.Equal(["response"], query.Skip(own.Count).Select(pair => pair.Key));
        var signed = SignedJwt.Parse(answer.Response!);
        var now = Bank.Server.Clock.GetUtcNow();
        Assert.True(signed.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Contains((string)signed.Header["alg"]!, client.Metadata.Values("authorization_signing_alg_values_supported"));
        Assert.Equal((client.Metadata.Issuer, client.ClientId), (signed["iss"], signed["aud"]));
        Assert.InRange(signed.Time("exp")!.Value, now, now.AddMinutes(10));
        Assert.All(signed.Claims, claim => Assert.Contains(claim.Key, Standard.Concat(Parameters)));
        Assert.Equal(request.State, signed["state"]);
        return new Fapi1Answer(answer, request, signed);
    }

    // OIDCC-3.3.2.11, FAPI1-A-FINAL-5.2.2.1: what the ID token signs besides itself, and that it names nobody.
    private static async Task CheckDetachedSignatureAsync(FintechClient client, Fapi1Answer answer)
    {
        var idToken = answer.IdToken;
        Assert.True(idToken.IsSignedByOneOf(await client.FetchJwksAsync()));
        Assert.Equal((client.Metadata.Issuer, client.ClientId, answer.Request.Nonce), (idToken["iss"], idToken["aud"], idToken["nonce"]));
        Assert.Equal(JwtHashes.LeftHalf(answer.Code), idToken["c_hash"]);
        Assert.Equal(answer.Request.State is { } state ? JwtHashes.LeftHalf(state) : null, idToken["s_hash"]);
        Assert.All(idToken.Claims, claim => Assert.Contains(claim.Key, IdTokenClaims));
    }

    // Until the signature is verified, the response goes the way that stands in the open.
    private async Task CheckErrorAsync(CustomerBrowser browser, string error)
    {
        var answer = browser.Answer ?? throw new UnexpectedResponseException($"Nothing went back to the client; the browser shows {browser.Page.ErrorCode}: {browser.Page.ErrorDescription}");
        Assert.Equal(First.RedirectUri.GetLeftPart(UriPartial.Path), answer.Address.GetLeftPart(UriPartial.Path));
        var signed = answer.Response is { } response ? SignedJwt.Parse(response) : null;
        Assert.True(signed is null || signed.IsSignedByOneOf(await First.FetchJwksAsync()));
        Assert.Equal(error, signed is null ? answer.Error : signed["error"]);
        Assert.DoesNotContain(answer.Parameters.Pairs.Select(pair => pair.Key), name => name is "code" or "id_token" or "access_token");
        Assert.True(signed is null || !signed.Claims.ContainsKey("code"));
    }

    private static readonly string[] Parameters = ["code", "id_token", "state", "iss", "error", "error_description"];

    private static readonly string[] IdTokenClaims = ["iss", "sub", "aud", "exp", "iat", "jti", "auth_time", "acr", "amr", "c_hash", "s_hash", "nonce"];
}
