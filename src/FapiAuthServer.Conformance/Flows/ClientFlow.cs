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
                if (request.IsSigned)
                {
                    call.Form!["client_id"] = Client.ClientId;
                    call.Form["request"] = this.NewRequestObject(request).Sign();
                    return call;
                }
                foreach (var (name, value) in request.Parameters)
                {
                    call.Form!.Add(name, value);
                }
                return call;
            },
            alter, isResource: false);
        var answer = new PushAnswer(request, response);
        PushChecks.Check(context, answer);
        return answer;
    }

    /// <summary>
    /// Keeps one browser for all that follows, and with it the customer and the session at the server; without it, every customer
    /// comes with a fresh one.
    /// </summary>
    public async Task<Visit> KeepBrowserAsync() => kept = await context.OpenBrowserAsync(
        [Client.RedirectUri, .. Client.PostLogoutRedirectUri is { } signedOut ? [signedOut] : Array.Empty<Uri>()]);

    /// <summary>Sends a customer to what was pushed.</summary>
    /// <param name="alter">Changes the query; it has the parameters that may be repeated beside the request_uri.</param>
    /// <param name="refusal">The refusal that may come, for what an error may lack.</param>
    public Task<AuthorizationAnswer> TryAuthorizeAsync(
        PushAnswer push, Decision decision = Decision.Approve, Action<FormParameters>? alter = null, RequestRefusal? refusal = null) =>
        VisitAsync(push.Request, visit => OpenAsync(visit, this.AuthorizationAddress(push, alter), decision), refusal);

    /// <summary>Sends a customer with the request itself in the query, as before there was PAR.</summary>
    public Task<AuthorizationAnswer> TryAuthorizeUnpushedAsync(
        AuthorizationRequest request, Decision decision = Decision.Approve, Action<FormParameters>? alter = null, RequestRefusal? refusal = null) =>
        VisitAsync(request, visit => OpenAsync(visit, this.AuthorizationAddress(request, alter), decision), refusal);

    /// <summary>Sends a customer with the request in a form that the client's page posts.</summary>
    public Task<AuthorizationAnswer> TryAuthorizeByPostAsync(AuthorizationRequest request) => VisitAsync(
        request,
        async visit => await visit.FinishAsync(
            await visit.PostAsync(Server.AuthorizationEndpoint, request.Parameters, context.Cancellation), Decision.Approve, context.Cancellation));

    /// <summary>Sends a customer who does nothing at any page.</summary>
    public Task<AuthorizationAnswer> TryAuthorizeSilentlyAsync(AuthorizationRequest request) =>
        VisitAsync(request, visit => visit.OpenAsync(this.AuthorizationAddress(request), context.Cancellation));

    /// <summary>Sends a customer to be signed out, who agrees where the server asks.</summary>
    public async Task<BrowserView> TrySignOutAsync(FormParameters parameters)
    {
        await using var fresh = kept is null ? await context.OpenBrowserAsync(Client.RedirectUri) : null;
        var visit = kept ?? fresh!;
        var view = await visit.OpenAsync(Drafts.WithQuery(Server.Endpoint("end_session_endpoint"), parameters), context.Cancellation);
        return await visit.FinishSignOutAsync(view, context.Cancellation);
    }

    public Task<TokenAnswer> TryRedeemAsync(AuthorizationAnswer authorization, Action<Call>? alter = null) => TryTokenAsync(
        "Token request with a code",
        authorization.Request,
        form =>
        {
            form["grant_type"] = "authorization_code";
            form["code"] = authorization.Code;
            form["redirect_uri"] = authorization.Request.Parameters["redirect_uri"];
            form["code_verifier"] = authorization.Request.Parameters.Has("code_challenge") ? authorization.Request.CodeVerifier : null;
        },
        alter, authorization);

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
        string? interactionId = null;
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
                ResourceHeaders.AddTo(call, context.Now, Traits.Demands.HasFapiHeaders);
                if (Traits.UsesDPoP)
                {
                    AddProof(call, isResource: true);
                }
                return call;
            },
            call =>
            {
                alter?.Invoke(call);
                interactionId = call.Headers.FirstOrDefault(header => header.Key == ResourceHeaders.InteractionId).Value;
            },
            isResource: true);
        ResourceChecks.CheckAny(context.Checks, response);
        if (address == context.Configuration.Resource)
        {
            ResourceChecks.CheckInteraction(context, response, interactionId);
        }
        return new ResourceAnswer(response, usedNonce);
    }

    private async Task<BrowserView> OpenAsync(Visit visit, Uri address, Decision decision) =>
        await visit.FinishAsync(await visit.OpenAsync(address, context.Cancellation), decision, context.Cancellation);

    private async Task<AuthorizationAnswer> VisitAsync(
        AuthorizationRequest request, Func<Visit, Task<BrowserView>> go, RequestRefusal? refusal = null)
    {
        // What the request asked for, where a client may; the registered one serves where the request says nothing.
        var redirectUri = request.RedirectUri ?? Client.RedirectUri;
        await using var fresh = kept is null ? await context.OpenBrowserAsync(redirectUri) : null;
        var visit = kept ?? fresh!;
        var answer = new AuthorizationAnswer(request, await go(visit), Traits.Responses) { Pages = visit.Pages };
        await AuthorizationChecks.CheckAsync(context, Client, redirectUri, answer, refusal);
        return answer;
    }

    private async Task<TokenAnswer> TryTokenAsync(
        string label, AuthorizationRequest? request, Action<FormParameters> grant, Action<Call>? alter,
        AuthorizationAnswer? authorization = null)
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
        return new TokenAnswer(request, response) { Authorization = authorization };
    }

    private Call NewCall(string label, string endpoint, bool withCertificate)
    {
        var address = Server.Endpoint(endpoint, withCertificate);
        var audience = Traits.AssertsToTokenEndpoint && endpoint == "token_endpoint" ? address.OriginalString : Server.Issuer;
        return new Call
        {
            Label = label,
            Address = address,
            Certificate = withCertificate ? Client.Certificate : null,
            Assertion = Traits.UsesAssertion ? this.NewAssertion(audience) : null,
            Secret = this.NewSecret(),
        };
    }

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
