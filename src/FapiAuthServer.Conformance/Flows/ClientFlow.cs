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
/// these steps take it as it comes, those of <see cref="ExpectedSuccesses"/> and <see cref="ExpectedRefusals"/> say what it must be.
/// </summary>
public sealed class ClientFlow
{
    private readonly ModuleContext context;
    private readonly NonceJar nonces = new();
    private Visit? kept;

    internal ClientFlow(ModuleContext context, ClientConfiguration client, bool isSecond)
    {
        this.context = context;
        IsSecond = isSecond;
        Client = client;
        DPoPKey = context.Traits.UsesDPoP ? this.NewDPoPKey() : null;
    }

    public ClientConfiguration Client { get; }

    /// <summary>The key of the client's proofs; null where tokens are bound to certificates.</summary>
    public SigningKey? DPoPKey { get; set; }

    internal ModuleContext Context => context;

    internal bool IsSecond { get; }

    private FlowTraits Traits => context.Traits;

    private ServerMetadata Server => context.Server;

    /// <summary>Adds a proof of this client's key to a call that has none.</summary>
    public void AddProof(Call call, bool isResource = false) =>
        call.Proof = this.NewProof(DPoPKey!, call.Method, call.Address, call.AccessToken, nonces.For(isResource));

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
        PushChecks.Check(context.Checks, answer, Traits.Demands);
        return answer;
    }

    /// <summary>
    /// Keeps one browser for all that follows, and with it the customer and the session at the server; without it, every customer
    /// comes with a fresh one.
    /// </summary>
    public async Task<Visit> KeepBrowserAsync() =>
        kept = await context.OpenBrowserAsync([Client.RedirectUri, .. Client.PostLogoutRedirectUri is { } signedOut ? [signedOut] : Array.Empty<Uri>()]);

    /// <summary>Sends a customer to what was pushed.</summary>
    /// <param name="alter">Changes the query; it has the parameters that may be repeated beside the request_uri.</param>
    /// <param name="stateIsOptional">Whether an error may come without the state.</param>
    public Task<AuthorizationAnswer> TryAuthorizeAsync(
        PushAnswer push, Decision decision = Decision.Approve, Action<FormParameters>? alter = null, bool stateIsOptional = false) =>
        VisitAsync(push.Request, visit => visit.OpenAsync(this.AuthorizationAddress(push, alter), context.Cancellation), decision, stateIsOptional);

    /// <summary>Sends a customer with the request itself in the query, as before there was PAR.</summary>
    public Task<AuthorizationAnswer> TryAuthorizeUnpushedAsync(
        AuthorizationRequest request, Decision decision = Decision.Approve, bool stateIsOptional = false) =>
        VisitAsync(
            request, visit => visit.OpenAsync(this.AuthorizationAddress(request.Parameters), context.Cancellation), decision, stateIsOptional);

    /// <summary>Sends a customer with the request in a form that the client's page posts.</summary>
    public Task<AuthorizationAnswer> TryAuthorizeByPostAsync(AuthorizationRequest request) => VisitAsync(
        request, visit => visit.PostAsync(context.Server.AuthorizationEndpoint, request.Parameters, context.Cancellation), Decision.Approve,
        stateIsOptional: false);

    public Task<TokenAnswer> TryRedeemAsync(AuthorizationAnswer authorization, Action<Call>? alter = null) => TryTokenAsync(
        "Token request with a code",
        authorization.Request,
        form =>
        {
            form["grant_type"] = "authorization_code";
            form["code"] = authorization.Code;
            form["redirect_uri"] = authorization.Request.Parameters["redirect_uri"];
            form["code_verifier"] = Traits.UsesProofKey || authorization.Request.Parameters.Has("code_challenge")
                ? authorization.Request.CodeVerifier
                : null;
        },
        alter, authorization.Code);

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

    public Task<ResourceAnswer> TryResourceAsync(TokenAnswer tokens, Action<Call>? alter = null) =>
        TryAccessAsync("Resource request", context.Configuration.Resource, tokens, alter);

    public Task<ResourceAnswer> TryUserinfoAsync(TokenAnswer tokens, Action<Call>? alter = null) =>
        TryAccessAsync("Userinfo request", Server.Endpoint("userinfo_endpoint", Traits.UsesCertificateForResource), tokens, alter);

    private async Task<ResourceAnswer> TryAccessAsync(string label, Uri address, TokenAnswer tokens, Action<Call>? alter)
    {
        var (response, usedNonce) = await SendAsync(
            () =>
            {
                var call = new Call
                {
                    Label = label,
                    Address = address,
                    Method = HttpMethod.Get,
                    Form = null,
                    AccessToken = tokens.AccessToken,
                    AccessTokenScheme = Traits.UsesDPoP ? "DPoP" : "Bearer",
                    Certificate = Traits.UsesCertificateForResource ? Client.Certificate : null,
                };
                ResourceHeaders.AddTo(call, context.Now, Traits.Demands.UsesFapiHeaders);
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

    private async Task<AuthorizationAnswer> VisitAsync(
        AuthorizationRequest request, Func<Visit, Task<BrowserView>> open, Decision decision, bool stateIsOptional)
    {
        // What the request asked for, where a client may; the registered one serves where the request says nothing.
        var redirectUri = request.RedirectUri ?? Client.RedirectUri;
        await using var fresh = kept is null ? await context.OpenBrowserAsync(redirectUri) : null;
        var visit = kept ?? fresh!;
        var view = await visit.FinishAsync(await open(visit), decision, context.Cancellation);
        var answer = new AuthorizationAnswer(request, view, Traits.ResponsePlace) { Pages = visit.Pages };
        AuthorizationChecks.Check(context, redirectUri, answer, stateIsOptional);
        return answer;
    }

    private async Task<TokenAnswer> TryTokenAsync(
        string label, AuthorizationRequest? request, Action<FormParameters> grant, Action<Call>? alter, string? code = null)
    {
        var (response, _) = await SendAsync(
            () =>
            {
                var call = NewCall(label, "token_endpoint", Traits.UsesCertificateForTokens);
                if (call.Secret is not { InHeader: true })
                {
                    call.Form!["client_id"] = Client.ClientId;
                }
                grant(call.Form!);
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
        return new TokenAnswer(request, response) { Code = code };
    }

    private Call NewCall(string label, string endpoint, bool withCertificate) => new()
    {
        Label = label,
        Address = Server.Endpoint(endpoint, withCertificate),
        Certificate = withCertificate ? Client.Certificate : null,
        Assertion = Traits.UsesAssertion ? this.NewAssertion() : null,
        Secret = this.NewSecret(),
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
