using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Sandboxes;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>A fintech's client: correct by default, and wrong in any way a test wants.</summary>
/// <remarks>Change the client with <c>with</c>; change one request with the callback every call takes.</remarks>
public sealed record FintechClient
{
    public required SandboxClient Registration { get; init; }

    public required Wire Wire { get; init; }

    public required ServerMetadata Metadata { get; init; }

    public required SigningKey? AssertionKey { get; init; }

    public required SigningKey? DPoPKey { get; init; }

    public required X509Certificate2? Certificate { get; init; }

    public NonceJar Nonces { get; init; } = new();

    /// <summary>Whether a demand for a DPoP nonce is answered by trying once more, as a client should.</summary>
    public bool RetriesWithNonce { get; init; } = true;

    public string ClientId => Registration.ClientId;

    public Uri RedirectUri => Registration.RedirectUri ?? throw new InvalidOperationException($"{ClientId} has no redirect URI.");

    public static async Task<FintechClient> ConnectAsync(Wire wire, SandboxClient registration, Uri discovery) => new()
    {
        Registration = registration,
        Wire = wire,
        Metadata = new ServerMetadata(await GetJsonAsync(wire, discovery)),
        AssertionKey = registration.AuthenticationMethod == "private_key_jwt" ? registration.SigningKey : null,
        DPoPKey = registration.BindsByDPoP ? SigningKey.NewEs256() : null,
        Certificate = registration.Certificate,
    };

    public async Task<PushResponse> PushAsync(AuthorizationRequest request, Action<ProtocolRequest>? change = null) =>
        new(await SendAsync(
            nonce =>
            {
                var push = AuthenticatedRequest("pushed_authorization_request_endpoint", Registration.AuthenticatesByCertificate);
                if (Metadata.Flag("require_signed_request_object"))
                {
                    push.RequestObject = NewRequestObject(request);
                }
                else
                {
                    request.AddTo(push.Form);
                }
                push.Proof = Proof(push, nonce);
                return push;
            },
            change));

    /// <summary>Where the customer is sent; whatever the client says here again does not count.</summary>
    public Uri AuthorizeUrl(string requestUri, Action<FormParameters>? change = null)
    {
        var query = new FormParameters { ["client_id"] = ClientId, ["request_uri"] = requestUri };
        change?.Invoke(query);
        return new UriBuilder(Metadata.Endpoint("authorization_endpoint")) { Query = query.Encode() }.Uri;
    }

    /// <summary>Where the customer is sent with a request that they carry themselves: signed, where the issuer demands that.</summary>
    public Uri DirectUrl(AuthorizationRequest request, Action<JwtDraft>? changeObject = null, Action<FormParameters>? change = null)
    {
        var query = new FormParameters();
        if (Metadata.Flag("require_signed_request_object"))
        {
            var requestObject = NewRequestObject(request);
            changeObject?.Invoke(requestObject);
            query["response_type"] = request.ResponseType; // OAuth's syntax wants them in the open as well
            query["scope"] = request.Scope;
            query["redirect_uri"] = request.RedirectUri.OriginalString;
            query["request"] = requestObject.Sign();
        }
        else
        {
            request.AddTo(query);
        }
        query["client_id"] = ClientId;
        change?.Invoke(query);
        return new UriBuilder(Metadata.Endpoint("authorization_endpoint")) { Query = query.Encode() }.Uri;
    }

    public Task<TokenResponse> RedeemCodeAsync(string code, AuthorizationRequest request, Action<ProtocolRequest>? change = null) =>
        TokenAsync(
            form =>
            {
                form["grant_type"] = "authorization_code";
                form["code"] = code;
                form["redirect_uri"] = request.RedirectUri.OriginalString;
                form["code_verifier"] = request.CodeVerifier;
            },
            change);

    public Task<TokenResponse> RefreshAsync(string refreshToken, Action<ProtocolRequest>? change = null) =>
        TokenAsync(
            form =>
            {
                form["grant_type"] = "refresh_token";
                form["refresh_token"] = refreshToken;
            },
            change);

    public Task<TokenResponse> ClientCredentialsAsync(string scope, Action<ProtocolRequest>? change = null) =>
        TokenAsync(
            form =>
            {
                form["grant_type"] = "client_credentials";
                form["scope"] = scope;
            },
            change);

    public Task<ServerResponse> IntrospectAsync(string token, Action<ProtocolRequest>? change = null) =>
        SendTokenToAsync("introspection_endpoint", token, change);

    public Task<ServerResponse> RevokeAsync(string token, Action<ProtocolRequest>? change = null) =>
        SendTokenToAsync("revocation_endpoint", token, change);

    public Task<ServerResponse> UserInfoAsync(string accessToken, Action<ProtocolRequest>? change = null) =>
        CallApiAsync(Metadata.Endpoint("userinfo_endpoint", Registration.BindsByCertificate), accessToken, change);

    public Task<ServerResponse> CallApiAsync(Uri address, string accessToken, Action<ProtocolRequest>? change = null) =>
        SendAsync(
            nonce =>
            {
                var call = new ProtocolRequest
                {
                    Address = address,
                    Method = HttpMethod.Get,
                    AccessToken = accessToken,
                    AccessTokenScheme = DPoPKey is null ? "Bearer" : "DPoP",
                    Certificate = Registration.BindsByCertificate ? Certificate : null,
                };
                call.Proof = Proof(call, nonce);
                return call;
            },
            change);

    public Task<JsonObject> FetchJwksAsync() => GetJsonAsync(Wire, Metadata.Endpoint("jwks_uri"));

    /// <summary>
    /// Sends what <paramref name="build"/> makes, once more with a nonce when the server asks for one: a new request each
    /// time, for assertions and proofs are used once.
    /// </summary>
    public async Task<ServerResponse> SendAsync(Func<string?, ProtocolRequest> build, Action<ProtocolRequest>? change)
    {
        var address = build(null).Address;
        var response = await SendOnceAsync(Nonces.For(address));
        return response.Error == "use_dpop_nonce" && RetriesWithNonce
            ? await SendOnceAsync(Nonces.For(address))
            : response;

        async Task<ServerResponse> SendOnceAsync(string? nonce)
        {
            var request = build(nonce);
            change?.Invoke(request);
            using var message = request.ToMessage();
            using var answer = await Wire.Client(request.Certificate).SendAsync(message);
            var response = await ServerResponse.ReadAsync(answer);
            Nonces.Keep(request.Address, response);
            return response;
        }
    }

    public JwtDraft NewAssertion(SigningKey key)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new JwtDraft(
            new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.KeyId, ["typ"] = "JWT" },
            new JsonObject
            {
                ["iss"] = ClientId,
                ["sub"] = ClientId,
                ["aud"] = Metadata.Issuer,
                ["jti"] = AuthorizationRequest.NewSecret(),
                ["iat"] = now,
                ["exp"] = now + 60,
            },
            key);
    }

    /// <summary>The authorization request as the client signs it for an issuer that demands that.</summary>
    public JwtDraft NewRequestObject(AuthorizationRequest request)
    {
        var key = Registration.SigningKey;
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var parameters = new FormParameters();
        request.AddTo(parameters);
        var claims = new JsonObject
        {
            ["iss"] = ClientId,
            ["aud"] = Metadata.Issuer,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["client_id"] = ClientId,
        };
        foreach (var (name, value) in parameters.Pairs)
        {
            claims[name] = value;
        }
        return new JwtDraft(new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.KeyId, ["typ"] = "oauth-authz-req+jwt" }, claims, key);
    }

    public static JwtDraft NewProof(SigningKey key, HttpMethod method, Uri address, string? accessToken = null, string? nonce = null)
    {
        var claims = new JsonObject
        {
            ["jti"] = AuthorizationRequest.NewSecret(),
            ["htm"] = method.Method,
            ["htu"] = address.GetLeftPart(UriPartial.Path),
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
        {
            claims["ath"] = Base64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }
        return new JwtDraft(new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = key.Algorithm, ["jwk"] = key.PublicMembers() }, claims, key);
    }

    private async Task<TokenResponse> TokenAsync(Action<FormParameters> grant, Action<ProtocolRequest>? change) =>
        new(await SendAsync(
            nonce =>
            {
                var withCertificate = Registration.AuthenticatesByCertificate || Registration.BindsByCertificate;
                var request = AuthenticatedRequest("token_endpoint", withCertificate);
                grant(request.Form);
                request.Proof = Proof(request, nonce);
                return request;
            },
            change));

    private Task<ServerResponse> SendTokenToAsync(string endpoint, string token, Action<ProtocolRequest>? change) =>
        SendAsync(
            _ =>
            {
                var request = AuthenticatedRequest(endpoint, Registration.AuthenticatesByCertificate);
                request.Form["token"] = token;
                return request;
            },
            change);

    private ProtocolRequest AuthenticatedRequest(string endpoint, bool withCertificate)
    {
        var request = new ProtocolRequest
        {
            Address = Metadata.Endpoint(endpoint, withCertificate),
            Certificate = withCertificate ? Certificate : null,
            Assertion = AssertionKey is null ? null : NewAssertion(AssertionKey),
        };
        if (Registration.AuthenticationMethod == "client_secret_basic")
        {
            request.Basic = BasicHeader(ClientId, Registration.Secret!);
            return request;
        }
        request.Form["client_id"] = ClientId;
        if (Registration.AuthenticationMethod == "client_secret_post")
        {
            request.Form["client_secret"] = Registration.Secret;
        }
        return request;
    }

    /// <summary>Both halves are form-urlencoded before they are put together (RFC 6749 section 2.3.1).</summary>
    public static string BasicHeader(string clientId, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(Uri.EscapeDataString(clientId) + ":" + Uri.EscapeDataString(secret)));

    private JwtDraft? Proof(ProtocolRequest request, string? nonce) =>
        DPoPKey is null ? null : NewProof(DPoPKey, request.Method, request.Address, request.AccessToken, nonce);

    private static async Task<JsonObject> GetJsonAsync(Wire wire, Uri address)
    {
        using var answer = await wire.Client(null).GetAsync(address);
        return (await ServerResponse.ReadAsync(answer)).Expect(200).Json;
    }
}
