using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>
/// One client at the server. Every call is correct unless its callback changes it, and every answer is checked for whatever it is:
/// <c>Try…</c> takes it as it comes, the other steps and those of <see cref="ExpectedRefusals"/> say what it must be.
/// </summary>
public sealed class ClientFlow
{
    private readonly ModuleContext context;
    private readonly bool isSecond;
    private readonly NonceJar nonces = new();

    internal ClientFlow(ModuleContext context, ClientConfiguration client, bool isSecond)
    {
        this.context = context;
        this.isSecond = isSecond;
        Client = client;
        DPoPKey = context.Traits.UsesDPoP ? NewDPoPKey() : null;
    }

    public ClientConfiguration Client { get; }

    /// <summary>The key of the client's proofs; null where tokens are bound to certificates.</summary>
    public SigningKey? DPoPKey { get; set; }

    internal ModuleContext Context => context;

    private FlowTraits Traits => context.Traits;

    private ServerMetadata Server => context.Server;

    /// <summary>Another key for proofs, of the algorithm this client uses.</summary>
    public SigningKey NewDPoPKey() => SigningKey.New(
        Client.DPoPAlgorithm ?? (Server.Values("dpop_signing_alg_values_supported").Contains("PS256") ? "PS256" : "ES256"));

    // ---- What is sent

    /// <summary>A correct authorization request. The second client writes things differently where it may.</summary>
    public AuthorizationRequest NewRequest(Action<FormParameters>? alter = null)
    {
        var request = new AuthorizationRequest();
        var parameters = request.Parameters;
        parameters["response_type"] = "code";
        parameters["client_id"] = Client.ClientId;
        parameters["redirect_uri"] = Client.RedirectUri.OriginalString;
        parameters["scope"] = string.Join(' ', Client.Scope.Split(' ').Where(scope => Traits.IsOpenId || scope != "openid"));
        parameters["state"] = isSecond ? RandomText.OfUnreserved(128) : RandomText.Of(10);
        if (Traits.IsOpenId)
        {
            parameters["nonce"] = RandomText.Of(isSecond ? 43 : 10);
        }
        parameters["code_challenge"] = request.CodeChallenge;
        parameters["code_challenge_method"] = "S256";
        if (isSecond)
        {
            parameters.Reverse();
        }
        alter?.Invoke(parameters);
        return request;
    }

    /// <summary>The client's assertion, good for a minute, before it is signed.</summary>
    public JwtDraft NewAssertion()
    {
        var key = Client.Key ?? throw new ConformanceException($"{Client.ClientId} has no key for its assertions; add jwks_file to it.");
        var now = context.Now.ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = key.Algorithm };
        if (key.KeyId is not null)
        {
            header["kid"] = key.KeyId;
        }
        return new JwtDraft(
            header,
            new JsonObject
            {
                ["iss"] = Client.ClientId,
                ["sub"] = Client.ClientId,
                ["aud"] = Server.Issuer,
                ["jti"] = RandomText.Of(20),
                ["iat"] = now,
                ["nbf"] = now,
                ["exp"] = now + 60,
            },
            key);
    }

    /// <summary>A proof for one call, before it is signed.</summary>
    public JwtDraft NewProof(SigningKey key, HttpMethod method, Uri address, string? accessToken = null, string? nonce = null)
    {
        var claims = new JsonObject
        {
            ["jti"] = RandomText.Of(20),
            ["htm"] = method.Method,
            ["htu"] = address.GetLeftPart(UriPartial.Path),
            ["iat"] = context.Now.ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
        {
            claims["ath"] = Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }
        return new JwtDraft(new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = key.Algorithm, ["jwk"] = key.PublicJwk() }, claims, key);
    }

    /// <summary>Adds a proof of this client's key to a call that has none.</summary>
    public void AddProof(Call call, bool isResource = false) =>
        call.Proof = NewProof(DPoPKey!, call.Method, call.Address, call.AccessToken, nonces.For(isResource));

    // ---- One step each, whatever comes of it

    public async Task<PushAnswer> TryPushAsync(AuthorizationRequest request, Action<Call>? alter = null)
    {
        var (response, _) = await SendAsync(
            () =>
            {
                var call = NewCall("Pushed authorization request", "pushed_authorization_request_endpoint", Traits.UsesCertificateForPush);
                foreach (var (name, value) in request.Parameters)
                {
                    call.Form!.Add(name, value);
                }
                return call;
            },
            alter, isResource: false);
        var answer = new PushAnswer(request, response);
        PushChecks.Check(context.Checks, answer);
        return answer;
    }

    /// <summary>Sends a customer with a fresh browser to what was pushed.</summary>
    /// <param name="alter">Changes the query; it has the parameters that may be repeated beside the request_uri.</param>
    public async Task<AuthorizationAnswer> TryAuthorizeAsync(PushAnswer push, Decision decision = Decision.Approve, Action<FormParameters>? alter = null)
    {
        await using var visit = await context.OpenBrowserAsync(Client.RedirectUri);
        var view = await visit.OpenAsync(AuthorizationAddress(push, alter), context.Cancellation);
        var answer = new AuthorizationAnswer(push.Request, await visit.FinishAsync(view, decision, context.Cancellation));
        AuthorizationChecks.Check(context, Client, answer);
        return answer;
    }

    /// <summary>Where the customer is sent.</summary>
    public Uri AuthorizationAddress(PushAnswer push, Action<FormParameters>? alter = null)
    {
        var query = new FormParameters { ["client_id"] = Client.ClientId, ["request_uri"] = push.RequestUri };
        foreach (var name in new[] { "response_type", "scope", "redirect_uri" })
        {
            query[name] = push.Request.Parameters[name];
        }
        alter?.Invoke(query);
        var endpoint = Server.AuthorizationEndpoint;
        return new UriBuilder(endpoint) { Query = string.Join('&', new[] { endpoint.Query.TrimStart('?'), query.Encode() }.Where(part => part != "")) }.Uri;
    }

    public Task<TokenAnswer> TryRedeemAsync(AuthorizationAnswer authorization, Action<Call>? alter = null) => TryTokenAsync(
        "Token request with a code",
        authorization.Request,
        form =>
        {
            form["grant_type"] = "authorization_code";
            form["code"] = authorization.Code;
            form["redirect_uri"] = authorization.Request.Parameters["redirect_uri"];
            form["code_verifier"] = authorization.Request.CodeVerifier;
        },
        alter);

    public Task<TokenAnswer> TryRefreshAsync(TokenAnswer tokens, Action<Call>? alter = null) => TryTokenAsync(
        "Token request with a refresh token",
        tokens.Request,
        form =>
        {
            form["grant_type"] = "refresh_token";
            form["refresh_token"] = tokens.RefreshToken;
        },
        alter);

    public Task<TokenAnswer> TryClientCredentialsAsync(Action<Call>? alter = null) => TryTokenAsync(
        "Token request for the client itself",
        null,
        form =>
        {
            form["grant_type"] = "client_credentials";
            form["scope"] = string.Join(' ', Client.Scope.Split(' ').Except(["openid", "offline_access"]));
        },
        alter);

    public async Task<ResourceAnswer> TryResourceAsync(TokenAnswer tokens, Action<Call>? alter = null)
    {
        var (response, usedNonce) = await SendAsync(
            () =>
            {
                var call = new Call
                {
                    Label = "Resource request",
                    Address = context.Configuration.Resource,
                    Method = HttpMethod.Get,
                    Form = null,
                    AccessToken = tokens.AccessToken,
                    AccessTokenScheme = Traits.UsesDPoP ? "DPoP" : "Bearer",
                    Certificate = Traits.UsesCertificateForResource ? Client.Certificate : null,
                };
                ResourceHeaders.AddTo(call, context.Now);
                if (Traits.UsesDPoP)
                {
                    AddProof(call, isResource: true);
                }
                return call;
            },
            alter, isResource: true);
        ResourceChecks.CheckAny(context.Checks, response);
        return new ResourceAnswer(response, usedNonce);
    }

    // ---- One step each, which must succeed

    public async Task<PushAnswer> PushAsync(AuthorizationRequest request, Action<Call>? alter = null)
    {
        var push = await TryPushAsync(request, alter);
        context.Checks.Require(push.IsAccepted, "RFC9126-2.2", "The pushed request is accepted with 201 and a request_uri", push.Response.Describe());
        return push;
    }

    public async Task<AuthorizationAnswer> AuthorizeAsync(PushAnswer push, Action<FormParameters>? alter = null)
    {
        var answer = await TryAuthorizeAsync(push, Decision.Approve, alter);
        context.Checks.Require(answer.Code is not null, "RFC6749-4.1.2", "The customer's approval brings a code to the client", answer.Describe());
        return answer;
    }

    /// <summary>Pushes a request and has the customer approve it.</summary>
    public async Task<AuthorizationAnswer> AuthorizeAsync(Action<FormParameters>? alter = null) =>
        await AuthorizeAsync(await PushAsync(NewRequest(alter)));

    public async Task<TokenAnswer> RedeemAsync(AuthorizationAnswer authorization, Action<Call>? alter = null) =>
        await AcceptAsync(await TryRedeemAsync(authorization, alter));

    public async Task<TokenAnswer> RefreshAsync(TokenAnswer tokens, Action<Call>? alter = null) =>
        await AcceptAsync(await TryRefreshAsync(tokens, alter), isRefresh: true);

    /// <summary>The ordinary way to tokens: with the customer, or for the client itself where the variant knows no customer.</summary>
    public async Task<TokenAnswer> ObtainTokensAsync(Action<FormParameters>? alter = null) => Traits.HasCustomer
        ? await RedeemAsync(await AuthorizeAsync(alter))
        : await AcceptAsync(await TryClientCredentialsAsync());

    public async Task<WireResponse> CallResourceAsync(TokenAnswer tokens, Action<Call>? alter = null)
    {
        var answer = await TryResourceAsync(tokens, alter);
        ResourceChecks.CheckSuccess(context, answer.Response);
        return answer.Response;
    }

    private async Task<TokenAnswer> AcceptAsync(TokenAnswer tokens, bool isRefresh = false)
    {
        context.Checks.Require(tokens.IsSuccess, "RFC6749-5.1", "The token request is accepted with 200 and an access token", tokens.Response.Describe());
        await TokenChecks.CheckAsync(context, Client, tokens, isRefresh);
        return tokens;
    }

    private async Task<TokenAnswer> TryTokenAsync(string label, AuthorizationRequest? request, Action<FormParameters> grant, Action<Call>? alter)
    {
        var (response, _) = await SendAsync(
            () =>
            {
                var call = NewCall(label, "token_endpoint", Traits.UsesCertificateForTokens);
                call.Form!["client_id"] = Client.ClientId;
                grant(call.Form);
                if (Traits.UsesDPoP)
                {
                    AddProof(call);
                }
                return call;
            },
            alter, isResource: false);
        if (response.Status != 200)
        {
            ErrorChecks.CheckForm(context.Checks, response, "RFC6749-5.2");
        }
        return new TokenAnswer(request, response);
    }

    private Call NewCall(string label, string endpoint, bool withCertificate) => new()
    {
        Label = label,
        Address = Server.Endpoint(endpoint, withCertificate),
        Certificate = withCertificate ? Client.Certificate : null,
        Assertion = Traits.UsesAssertion ? NewAssertion() : null,
    };

    // Assertions and proofs are used once, so a second attempt is a new call; there is no third.
    private async Task<(WireResponse Response, bool UsedNonce)> SendAsync(Func<Call> build, Action<Call>? alter, bool isResource)
    {
        var response = await SendOnceAsync(build, alter, isResource);
        return response.Error == "use_dpop_nonce"
            ? (await SendOnceAsync(build, alter, isResource), true)
            : (response, false);
    }

    private async Task<WireResponse> SendOnceAsync(Func<Call> build, Action<Call>? alter, bool isResource)
    {
        var call = build();
        alter?.Invoke(call);
        var response = await context.Wire.SendAsync(call.Label, call.ToRequest(), Client.ClientId, cancellation: context.Cancellation);
        NonceChecks.Check(context.Checks, response, isResource);
        nonces.Keep(response, isResource);
        return response;
    }
}
