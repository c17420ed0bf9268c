using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>The scene of one test: a bank, and the suite's two clients, which nobody else uses.</summary>
public sealed class Scene
{
    private Scene(Bank bank, Variant variant, FintechClient first, FintechClient second)
    {
        Bank = bank;
        Variant = variant;
        First = first;
        Second = second;
    }

    public Bank Bank { get; }

    public Variant Variant { get; }

    /// <summary>C1: an RSA key, PS256.</summary>
    public FintechClient First { get; }

    /// <summary>C2: an EC key, ES256, and a redirect URI with a query of its own.</summary>
    public FintechClient Second { get; }

    public static async Task<Scene> SetAsync(Bank bank, Variant variant, string issuer) => new(
        bank,
        variant,
        await bank.RegisterLikeAsync($"{issuer}-{variant.ClientType}-1"),
        await bank.RegisterLikeAsync($"{issuer}-{variant.ClientType}-2"));

    public Scene WithFirst(FintechClient first) => new(Bank, Variant, first, Second);

    public AuthorizationRequest NewRequest(FintechClient client) => new(client.RedirectUri)
    {
        Scope = Variant.OpenId ? "openid accounts offline_access" : "accounts offline_access",
        Nonce = Variant.OpenId ? AuthorizationRequest.NewSecret() : null,
    };

    /// <summary>Pushes a request and has a customer approve it.</summary>
    public async Task<Authorized> AuthorizeAsync(
        FintechClient client,
        AuthorizationRequest? request = null,
        Action<ProtocolRequest>? push = null,
        Action<FormParameters>? open = null)
    {
        request ??= NewRequest(client);
        var pushed = await client.PushAsync(request, push);
        var answer = await Bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri, open));
        return new Authorized(request, pushed, answer);
    }

    public async Task<TokenResponse> ObtainTokensAsync(FintechClient client)
    {
        var authorized = await AuthorizeAsync(client);
        var tokens = await client.RedeemCodeAsync(authorized.Code, authorized.Request);
        tokens.Expect(200);
        return tokens;
    }

    /// <summary>The whole flow, each step by section 2 of the catalogue, with the changes that the row is about.</summary>
    public async Task<Completed> CompleteAsync(
        FintechClient client,
        AuthorizationRequest? request = null,
        Action<ProtocolRequest>? push = null,
        Action<FormParameters>? open = null,
        Action<ProtocolRequest>? redeem = null,
        Action<ProtocolRequest>? use = null)
    {
        var authorized = await AuthorizeAsync(client, request, push, open);
        PushRules.Check(authorized.Pushed);
        AnswerRules.Check(authorized.Answer, authorized.Request, client);

        var tokens = await client.RedeemCodeAsync(authorized.Code, authorized.Request, redeem);
        TokenRules.Check(tokens, client, Variant.OpenId);
        ResourceRules.Check(await CallAccountsAsync(client, tokens.AccessToken, use));
        if (Variant.OpenId)
        {
            IdentityTokenRules.Check(tokens, authorized.Request, client, await client.FetchJwksAsync(), Bank.Server.Clock.GetUtcNow());
            UserInfoRules.Check(await client.UserInfoAsync(tokens.AccessToken, use), tokens);
        }
        return new Completed(authorized.Request, authorized.Answer, tokens);
    }

    /// <summary>Uses a token at the resource endpoint.</summary>
    public Task<ServerResponse> CallAccountsAsync(FintechClient client, string accessToken, Action<ProtocolRequest>? use = null) =>
        client.CallApiAsync(Bank.AccountsFor(client.Registration.Issuer), accessToken, use);

    /// <summary>A token request of the first client that would succeed, by `authorization_code` or `client_credentials` (the CC rows).</summary>
    public async Task<Func<Action<ProtocolRequest>?, Task<TokenResponse>>> PrepareTokenCallAsync(string grantType)
    {
        if (grantType == "client_credentials")
        {
            return change => First.ClientCredentialsAsync("accounts", change);
        }
        var authorized = await AuthorizeAsync(First);
        return change => First.RedeemCodeAsync(authorized.Code, authorized.Request, change);
    }

    /// <summary>Opens the books on these two clients before something is refused to them.</summary>
    public Ledger OpenLedger() => Ledger.Open(Bank, First.ClientId, Second.ClientId);
}
