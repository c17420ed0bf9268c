using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.UserInfo;

/// <summary>
/// The access token of a userinfo request: from the header only, ours, good, with openid, and used by the holder of the
/// key it is bound to.
/// </summary>
internal sealed class AuthenticateToken(
    AccessTokenReader reader, TokenStanding standing, SingleUseStore singleUse)
    : IOpenIddictServerHandler<ValidateUserInfoRequestContext>
{
    public async ValueTask HandleAsync(ValidateUserInfoRequestContext context)
    {
        var http = context.Http.Request;
        if (http.Query.ContainsKey("access_token") || HttpMethods.IsPost(http.Method) && http.HasFormContentType && http.Form.ContainsKey("access_token"))
        {
            context.Reject(Reasons.TokenInQuery, "FAPI2-SP-FINAL-5.3.4-2");
            return;
        }

        if (http.Headers.Authorization is not [{ Length: > 0 } authorization])
        {
            context.Reject(Reasons.TokenMissing, "RFC6750-3.1");
            return;
        }

        var space = authorization.IndexOf(' ', StringComparison.Ordinal);
        var scheme = space < 0 ? authorization : authorization[..space];
        var value = space < 0 ? "" : authorization[(space + 1)..].Trim();
        var fapi = context.Fapi;

        if (reader.Read(fapi.Issuer, value) is not { } token)
        {
            context.Reject(Reasons.TokenInvalid, "RFC6750-3.1");
            return;
        }

        if (BindingFault(fapi, token, scheme) is { } fault)
        {
            context.Reject(fault);
            return;
        }

        if (!await standing.IsGoodAsync(fapi.Issuer, token, context.CancellationToken))
        {
            context.Reject(Reasons.TokenInvalid, "RFC6750-3.1", "revoked, or its grant has ended");
            return;
        }

        if (!token.Scope.Split(' ').Contains("openid"))
        {
            context.Reject(Reasons.ScopeInsufficient, "OIDCC-5.3.1");
            return;
        }

        fapi.AccessToken = token;
        fapi.CorrelationId = token.GrantId ?? fapi.CorrelationId;

        var outcome = await singleUse.CommitAsync(context.CancellationToken);
        if (outcome.Replayed is { } replayed)
            context.Reject(replayed);
    }

    private static Rejection? BindingFault(FapiTransaction fapi, PresentedAccessToken token, string scheme)
    {
        var expected = token.KeyThumbprint is null ? "Bearer" : "DPoP";
        if (!string.Equals(scheme, expected, StringComparison.OrdinalIgnoreCase))
            return new Rejection(Reasons.TokenSchemeMismatch, "DPOP-7.1");

        if (token.KeyThumbprint is { } bound)
            return fapi.Proof?.Thumbprint == bound ? null : new Rejection(Reasons.TokenProofInvalid, "DPOP-7.1");

        if (token.CertificateThumbprint is null && fapi.Profile.UnboundTokenLifetime.Value > TimeSpan.Zero)
            return null;

        return token.CertificateThumbprint is { } certificate && certificate == fapi.CertificateThumbprint
            ? null
            : new Rejection(Reasons.TokenCertificateMismatch, "RFC8705-3");
    }
}
