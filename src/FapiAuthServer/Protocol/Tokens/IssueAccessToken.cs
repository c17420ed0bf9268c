using System.Text.Json;
using FapiAuthServer.Grants;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Keys;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using Constraint = FapiAuthServer.Profiles.SenderConstraint;

namespace FapiAuthServer.Protocol.Tokens;

/// <summary>
/// Issues an access token by RFC 9068, bound to the key of this request where there is one. It is signed and not stored: whether it is
/// still good is a question to its grant, whose id it carries.
/// </summary>
internal sealed class IssueAccessToken(KeyRing keys, PairwiseSubjects subjects, AuthorizationDetailsTypes types, TimeProvider time) : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Token)
            return ValueTask.CompletedTask;

        var fapi = context.Fapi;
        var request = context.Request!;
        // Whatever the grant type: a token request can narrow what was granted, never widen it, and what the client or the
        // issuer has lost since is gone.
        string[] granted = [.. (fapi.Grant?.Scopes ?? request.GetScopes()).Where(scope => fapi.Client!.Client.Scopes.Contains(scope) && fapi.Issuer.Scopes.ContainsKey(scope))];
        string[] scopes = request.GetScopes() is { IsEmpty: false } asked ? [.. asked.Distinct(StringComparer.Ordinal)] : granted;

        if (!scopes.All(granted.Contains))
        {
            context.Reject(Reasons.ScopeNotGranted, "RFC6749-6");
            return ValueTask.CompletedTask;
        }

        if (!TryNarrowToResources(fapi, request, scopes, out var audiences))
        {
            context.Reject(Reasons.ResourceUnknown, "RFC8707-2.2");
            return ValueTask.CompletedTask;
        }

        // An API is told what concerns it, and nothing of the others.
        var details = fapi.Details.Where(detail => audiences.Contains(fapi.Issuer.DetailsTypes[detail.Type].Resource));
        var now = time.GetUtcNow();
        var expires = now + Lifetime(fapi);
        if (fapi.Grant is { } limit && limit.ExpiresAt < expires)
            expires = limit.ExpiresAt;

        context.Response.AccessToken = JwtWriter.Sign(keys.For(fapi.Issuer).Default, "at+jwt", json =>
        {
            json.WriteString("iss", fapi.Issuer.Identifier);
            json.WriteString("sub", fapi.Grant is null ? fapi.Client!.ClientId : subjects.For(fapi.Issuer, fapi.Client!.Client, fapi.Grant.Subject));
            json.WriteAudience(audiences);
            json.WriteString("client_id", fapi.Client!.ClientId);
            json.WriteNumber("exp", expires.ToUnixTimeSeconds());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteString("jti", Guid.NewGuid().ToString("N"));
            if (scopes.Length > 0)
                json.WriteString("scope", string.Join(' ', scopes));
            if (details.ToJson() is { } detailsJson)
            {
                json.WritePropertyName("authorization_details");
                json.WriteRawValue(detailsJson);
            }

            if (fapi.Constraint is { } constraint)
            {
                json.WriteStartObject("cnf");
                if (constraint == Constraint.DPoP)
                    json.WriteString("jkt", fapi.Proof!.Thumbprint);
                else
                    json.WriteString("x5t#S256", fapi.CertificateThumbprint!);
                json.WriteEndObject();
            }

            if (fapi.Grant is { } grant)
            {
                json.WriteNumber("auth_time", grant.AuthenticatedAt.ToUnixTimeSeconds());
                json.WriteString("acr", grant.Acr);
                json.WriteStrings("amr", grant.Methods);
                if (types.MoveMoney(details))
                    WriteAction(json, grant);
                json.WriteString(PresentedAccessToken.GrantClaim, grant.Id.ToString());
            }
        });

        context.Response.TokenType = fapi.Constraint == Constraint.DPoP ? "DPoP" : "Bearer";
        context.Response.ExpiresIn = (long)(expires - now).TotalSeconds;
        context.Response.Scope = scopes.Length > 0 ? string.Join(' ', scopes) : null;
        if (!details.IsEmpty)
            context.Response["authorization_details"] = new OpenIddictParameter(details.ToElement());
        return ValueTask.CompletedTask;
    }

    // RTS-5.1.c: where the payment is carried out, it is compared with what the customer authenticated for.
    private static void WriteAction(Utf8JsonWriter json, Grant grant)
    {
        if (grant.ActionHash is not { } hash)
            return;

        json.WriteStartObject("sca");
        json.WriteString("transaction_hash", hash);
        json.WriteString("record_id", grant.ActionRecordId.ToString());
        if (grant.ActionExemption is { } article)
            json.WriteString("exemption", article);
        json.WriteEndObject();
    }

    private static TimeSpan Lifetime(FapiTransaction fapi)
    {
        var configured = fapi.Issuer.Options.AccessTokenLifetime;
        var unbound = fapi.Profile.UnboundTokenLifetime.Value;
        return fapi.Constraint is null && unbound < configured ? unbound : configured;
    }

    // The audience is the APIs that the scopes and the authorization details open, or those of them that were asked for; with none, the issuer itself.
    private static bool TryNarrowToResources(FapiTransaction fapi, OpenIddictRequest request, string[] scopes, out string[] audiences)
    {
        string[] opened = [.. scopes.Select(scope => fapi.Issuer.Scopes[scope].Resource).OfType<string>()
            .Concat(fapi.Details.All.Select(detail => fapi.Issuer.DetailsTypes[detail.Type].Resource)).Distinct()];
        string[] granted = fapi.Grant?.Resource is { Length: > 0 } ? [.. opened.Intersect(fapi.Grant.Resources)] : opened;
        string[] asked = [.. request.GetResources()];

        audiences = asked.Length > 0 ? asked : granted.Length > 0 ? granted : [fapi.Issuer.Identifier];
        return asked.All(granted.Contains);
    }
}
