using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using FapiAuthServer.Jose;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.ResourceServer;

/// <summary>Authenticates requests by sender-constrained access token, and words the refusals.</summary>
internal sealed class FapiAuthenticationHandler(
    IOptionsMonitor<FapiResourceServerOptions> options, ILoggerFactory logger, UrlEncoder encoder, RequestVerifiers verifiers)
    : AuthenticationHandler<FapiResourceServerOptions>(options, logger, encoder)
{
    private Refusal _refusal = Refusals.NoCredentials;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var verifier = verifiers.For(Scheme.Name);
        // On success as well, so that a client's next proof has the latest nonce (RFC 9449 §8.2).
        if (verifier.Nonce is { } nonce)
            Response.Headers[DPoPProof.NonceHeaderName] = nonce.Current(TimeProvider.GetUtcNow());

        var presented = await PresentedTokenReader.ReadAsync(Request);
        if (!presented.IsAccepted)
            return Refuse(presented.Refusal);
        var token = await verifier.VerifyAsync(Context, presented.Value);
        if (!token.IsAccepted)
        {
            // What is wrong with the token itself is said in the challenge of the scheme it came with.
            var isForEither = token.Refusal.Challenge == SenderConstraints.None;
            return Refuse(isForEither ? token.Refusal with { Challenge = presented.Value.Scheme } : token.Refusal);
        }

        Context.Features.Set(token.Value);
        return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(token.Value), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        => RefusalWriter.WriteAsync(Context, Options, _refusal);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var refusal = Context.Features.Get<Refusal>() ?? Refusals.Forbidden;
        Log.Refused(Logger, refusal.Status, refusal.Error, refusal.Description);
        var challenge = Context.Features.Get<VerifiedAccessToken>() is { KeyThumbprint: not null }
            ? SenderConstraints.DPoP
            : SenderConstraints.MutualTls;
        return RefusalWriter.WriteAsync(Context, Options, refusal with { Challenge = challenge });
    }

    private AuthenticateResult Refuse(Refusal refusal)
    {
        _refusal = refusal;
        if (refusal == Refusals.NoCredentials)
            return AuthenticateResult.NoResult();
        Log.Refused(Logger, refusal.Status, refusal.Error, refusal.Description);
        return AuthenticateResult.Fail(refusal.Description);
    }

    private ClaimsPrincipal PrincipalOf(VerifiedAccessToken token)
    {
        var identity = new ClaimsIdentity(Scheme.Name, "sub", "role");
        void Add(string type, string? value)
        {
            if (value is not null)
                identity.AddClaim(new Claim(type, value, ClaimValueTypes.String, token.Issuer));
        }

        Add("iss", token.Issuer);
        Add("sub", token.Subject);
        Add("client_id", token.ClientId);
        Add("jti", token.JwtId);
        Add("acr", token.AuthenticationContext);
        Add("auth_time", token.AuthenticatedAt?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        Add("gnt", token.GrantId);
        foreach (var scope in token.Scopes)
            Add("scope", scope);
        return new ClaimsPrincipal(identity);
    }
}
