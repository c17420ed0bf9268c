using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.UserInfo;

/// <summary>
/// The access token of a userinfo request: from the header, or the form where the profile allows it, never from the URL; ours, good, with openid, and used by the holder of the
/// key it is bound to.
/// </summary>
internal sealed class AuthenticateToken(
    AccessTokenReader reader, TokenStanding standing, SingleUseStore singleUse)
    : IOpenIddictServerHandler<ValidateUserInfoRequestContext>
{
    private const string Bearer = "Bearer";

    public async ValueTask HandleAsync(ValidateUserInfoRequestContext context)
    {
        var fapi = context.Fapi;
        if (!TryFind(context, out var scheme, out var value))
            return;

        if (reader.Read(fapi.Issuer, value) is not { } token)
        {
            context.Reject(Reasons.TokenInvalid, "RFC6750-3.1");
            return;
        }

        if (TokenBinding.Fault(fapi, token, scheme, mayBeUnbound: fapi.Profile.UnboundTokenLifetime.Value > TimeSpan.Zero) is { } fault)
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

    private static bool TryFind(ValidateUserInfoRequestContext context, out string scheme, out string value)
    {
        (scheme, value) = (Bearer, "");
        var http = context.Http.Request;
        var rule = context.Fapi.Profile.TokenInBody;
        var inForm = HttpMethods.IsPost(http.Method) && http.HasFormContentType && http.Form.ContainsKey("access_token");
        if (http.Query.ContainsKey("access_token") || inForm && !rule.Value)
        {
            context.Reject(Reasons.TokenInQuery, rule.Value ? "RFC6750-2" : rule.Clause);
            return false;
        }

        if (inForm && http.Headers.Authorization.Count > 0)
        {
            context.Reject(Reasons.TokenSentTwice, "RFC6750-2");
            return false;
        }

        if (inForm)
        {
            value = http.Form["access_token"].ToString();
            return true;
        }

        if (http.Headers.Authorization is not [{ Length: > 0 } authorization])
        {
            context.Reject(Reasons.TokenMissing, "RFC6750-3.1");
            return false;
        }

        var space = authorization.IndexOf(' ', StringComparison.Ordinal);
        scheme = space < 0 ? authorization : authorization[..space];
        value = space < 0 ? "" : authorization[(space + 1)..].Trim();
        return true;
    }
}
