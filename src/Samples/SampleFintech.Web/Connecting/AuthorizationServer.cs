using Duende.IdentityModel.Client;
using SampleFintech.Web.Journal;
using SandboxKit;
using ClientAssertion = FapiAuthServer.Jose.ClientAssertion;

namespace SampleFintech.Web.Connecting;

/// <summary>The bank's authorization server as its client sees it.</summary>
internal sealed class AuthorizationServer(IssuerDescription issuer, FintechIdentity self, RecordedHttp http, TimeProvider time)
{
    public async Task<Outcome<BankMetadata>> DiscoverAsync(Step step, CancellationToken cancellationToken)
    {
        using var client = http.For(step);
        var request = new DiscoveryDocumentRequest { Address = issuer.Discovery, Policy = { Authority = issuer.Issuer } };
        var document = await client.GetDiscoveryDocumentAsync(request, cancellationToken);
        if (document.IsError || document.KeySet?.RawData is not { } jwks)
            return ProblemOf(document);

        var isComplete = step.Verify(document.Issuer == issuer.Issuer, "The issuer in the document is the one that was asked.")
            & step.Verify(document.CodeChallengeMethodsSupported.Contains("S256"), "PKCE with S256 is supported.")
            & step.Verify(document.DPoPSigningAlgorithmsSupported.Contains("ES256"), "DPoP proofs signed with ES256 are accepted.")
            & step.Verify(
                document.TokenEndpointAuthenticationMethodsSupported.Contains("private_key_jwt"), "Clients may authenticate with a signed assertion.")
            & step.Verify(document.AuthorizationResponseIssParameterSupported is true, "Authorization responses will name their issuer.");
        if (!isComplete || document is not
            {
                AuthorizeEndpoint: { } authorization,
                PushedAuthorizationRequestEndpoint: { } pushedAuthorization,
                TokenEndpoint: { } token,
                RevocationEndpoint: { } revocation,
            })
            return new Problem(
                "metadata_not_suitable", null, "The metadata lacks something that FAPI 2.0 with DPoP needs; compare the document below.");
        return new BankMetadata(issuer.Issuer, authorization, pushedAuthorization, token, revocation, jwks);
    }

    public async Task<Outcome<PushedAuthorizationResponse>> PushAsync(Step step, PendingConnection pending, CancellationToken cancellationToken)
    {
        var request = new PushedAuthorizationRequest
        {
            Address = pending.Bank.PushedAuthorizationEndpoint,
            ResponseType = "code",
            Scope = self.Scope,
            RedirectUri = self.RedirectUri,
            State = pending.State,
            Nonce = pending.Nonce,
            CodeChallenge = pending.CodeChallenge,
            CodeChallengeMethod = "S256",
        };
        var response = await SendAsync(
            step,
            pending.Bank,
            pending.Key,
            request,
            static (client, message, token) => client.PushAuthorizationAsync(message, token),
            cancellationToken);
        return response.IsError || response.RequestUri is null ? ProblemOf(response) : response;
    }

    public async Task<Outcome<TokenResponse>> RedeemAsync(Step step, PendingConnection pending, string code, CancellationToken cancellationToken)
    {
        var request = new AuthorizationCodeTokenRequest
        {
            Address = pending.Bank.TokenEndpoint,
            Code = code,
            RedirectUri = self.RedirectUri,
            CodeVerifier = pending.CodeVerifier,
        };
        var response = await SendAsync(
            step,
            pending.Bank,
            pending.Key,
            request,
            static (client, message, token) => client.RequestAuthorizationCodeTokenAsync(message, token),
            cancellationToken);
        return VerifyTokens(step, response);
    }

    public async Task<Outcome<TokenResponse>> RenewAsync(
        Step step, BankConnection connection, string refreshToken, CancellationToken cancellationToken)
    {
        var request = new RefreshTokenRequest { Address = connection.Bank.TokenEndpoint, RefreshToken = refreshToken };
        var response = await SendAsync(
            step,
            connection.Bank,
            connection.Key,
            request,
            static (client, message, token) => client.RequestRefreshTokenAsync(message, token),
            cancellationToken);
        return VerifyTokens(step, response);
    }

    public async Task<Problem?> RevokeAsync(Step step, BankConnection connection, CancellationToken cancellationToken)
    {
        var request = new TokenRevocationRequest
        {
            Address = connection.Bank.RevocationEndpoint,
            Token = connection.RefreshToken ?? connection.AccessToken,
            TokenTypeHint = connection.RefreshToken is null ? "access_token" : "refresh_token",
        };
        var response = await SendAsync(
            step,
            connection.Bank,
            null,
            request,
            static (client, message, token) => client.RevokeTokenAsync(message, token),
            cancellationToken);
        return response.IsError ? ProblemOf(response) : null;
    }

    private static Outcome<TokenResponse> VerifyTokens(Step step, TokenResponse response)
    {
        if (response.IsError || string.IsNullOrEmpty(response.AccessToken))
            return ProblemOf(response);
        // RFC 9449 §5: anything else would be a token that works without proof.
        var isBound = string.Equals(response.TokenType, "DPoP", StringComparison.OrdinalIgnoreCase);
        return step.Verify(isBound, "The token type is DPoP: the token is bound to our key.")
            ? response
            : new Problem("token_not_bound", null, "The bank issued a token that is not bound to the DPoP key. It is thrown away.");
    }

    // Assertion and proof are made afresh for every attempt: each is good for one use (RFC 7523 §3, RFC 9449 §8).
    private async Task<TResponse> SendAsync<TRequest, TResponse>(
        Step step,
        BankMetadata bank,
        ProofKey? key,
        TRequest request,
        Func<HttpClient, TRequest, CancellationToken, Task<TResponse>> send,
        CancellationToken cancellationToken)
        where TRequest : ProtocolRequest
        where TResponse : ProtocolResponse
    {
        using var client = http.For(step);
        var address = new Uri(request.Address!);
        request.ClientId = self.ClientId;
        request.ClientCredentialStyle = ClientCredentialStyle.PostBody;
        for (var mayRetry = true; ; mayRetry = false)
        {
            request.ClientAssertion = new()
            {
                Type = ClientAssertion.AssertionType,
                Value = ClientAssertion.Create(self.Key, self.ClientId, bank.Issuer, time.GetUtcNow()),
            };
            request.DPoPProofToken = key?.Prove(HttpMethod.Post, address);
            var response = await send(client, request, cancellationToken);
            var gotNonce = key?.Remember(address, response.HttpResponse) is true;
            if (response.TryGet("error") != "use_dpop_nonce" || !gotNonce || !mayRetry)
                return response;
            step.Note("The server asks for its nonce in the proof (RFC 9449 §8). "
                + "The request was sent again with it, with a new proof and a new assertion.");
        }
    }

    private static Problem ProblemOf(ProtocolResponse response)
    {
        if (response.TryGet("error") is { } error)
            return new Problem(error, response.TryGet("error_description"), Hints.For(error));
        if (response.Exception is HttpRequestException exception)
            return Problem.Of(exception);
        return new Problem("answer_not_understood", response.Error, Hints.For(null));
    }
}
