using FapiAuthServer.Grants;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Issuers;
using Microsoft.Extensions.Localization;
using OpenIddict.Abstractions;

namespace FapiAuthServer.Interaction.Consent;

/// <summary>Puts a request in the customer's words. Whatever is asked for is shown, and nothing is ruled out that could happen.</summary>
internal sealed class ConsentWords(IStringLocalizer<Texts> text, AuthorizationDetailsTypes types, TimeProvider time)
{
    private const string OpenId = OpenIddictConstants.Scopes.OpenId;
    private const string OfflineAccess = OpenIddictConstants.Scopes.OfflineAccess;

    public ConsentView Describe(Issuer issuer, OpenIddictRequest request, string clientName, string customerName) => new()
    {
        ClientName = ForeignName.Show(clientName),
        CustomerName = customerName,
        ReturnAddress = HostOf(request.RedirectUri),
        Permissions = [.. Permissions(issuer, request, customerName)],
        Limits = [.. Limits(issuer, request)],
        Duration = Duration(issuer, request, ForeignName.Show(clientName)),
        Minutes = (int)CustomerSessions.IdleLimit.TotalMinutes,
    };

    private IEnumerable<ConsentItem> Permissions(Issuer issuer, OpenIddictRequest request, string customerName)
    {
        foreach (var (type, detail) in Details(request))
            yield return new ConsentItem(text[$"Details.{type.Name}"] is { ResourceNotFound: false } title ? title : text["Scope", ForeignName.Show(type.Name)])
            {
                Facts = type.Describe(detail.Json),
            };

        foreach (var scope in request.GetScopes().Where(scope => scope != OfflineAccess))
            yield return Permission(scope, issuer.Scopes.GetValueOrDefault(scope));

        if (request.HasScope(OpenId) && ClaimsRequest.TryParse((string?)request["claims"], out var claims)
            && claims.Names.Contains("name"))
            yield return new ConsentItem(text["Claim.name"], customerName);

        foreach (var scope in ScopesOfClaims(issuer, request))
            yield return Permission(scope, issuer.Scopes.GetValueOrDefault(scope));
    }

    // Single claims are shown as the scope they are part of, unless that is asked for anyway: rather too much than too little.
    private static IEnumerable<string> ScopesOfClaims(Issuer issuer, OpenIddictRequest request)
    {
        if (!request.HasScope(OpenId) || !ClaimsRequest.TryParse((string?)request["claims"], out var claims))
            return [];

        var asked = claims.Names.Where(name => name != "name" && issuer.Profile.IdentityClaims.Value.Contains(name)).ToHashSet(StringComparer.Ordinal);
        return StandardClaims.ByScope.Where(scope => !request.HasScope(scope.Key) && scope.Value.Any(asked.Contains)).Select(scope => scope.Key);
    }

    // The bank's own description of a scope, else ours, else its bare name.
    private ConsentItem Permission(string scope, ScopeOptions? options)
    {
        if (options?.Description is { } description)
            return new ConsentItem(description);

        return text[$"Scope.{scope}"] is { ResourceNotFound: false } title
            ? new ConsentItem(title, text[$"Scope.{scope}.Detail"] is { ResourceNotFound: false } detail ? detail.Value : null)
            : new ConsentItem(text["Scope", ForeignName.Show(scope)]);
    }

    private IEnumerable<string> Limits(Issuer issuer, OpenIddictRequest request)
    {
        var beyondIdentity = request.GetScopes().Where(scope => scope is not OpenId and not OfflineAccess && !StandardClaims.ByScope.ContainsKey(scope)).ToList();
        var details = Details(request).ToList();
        if (beyondIdentity.Count == 0 && details.TrueForAll(detail => !detail.Type.IsReadOnly))
            yield return text["Limit.Accounts"];

        if (beyondIdentity.TrueForAll(scope => issuer.Scopes.GetValueOrDefault(scope) is { IsReadOnly: true }) && details.TrueForAll(detail => detail.Type.IsReadOnly))
        {
            yield return text["Limit.Money"];
            yield return text["Limit.Change"];
        }

        yield return text["Limit.Credentials"];
    }

    // They were held to their types before the customer came.
    private IEnumerable<(IAuthorizationDetailsType Type, AuthorizationDetail Detail)> Details(OpenIddictRequest request)
    {
        if (!GrantDetails.TryParse((string?)request["authorization_details"], out var details))
            yield break;

        foreach (var detail in details.All)
            if (types.TryGet(detail.Type, out var type))
                yield return (type, detail);
    }

    private ConsentItem Duration(Issuer issuer, OpenIddictRequest request, string clientName)
    {
        if (!request.HasScope(OfflineAccess) && issuer.Profile.RememberedConsent.Value)
            return new ConsentItem(text["Duration.Session"], text["Duration.SessionDetail", Span(issuer.Profile.CodeLifetime.Value + issuer.Options.AccessTokenLifetime)]);

        if (!request.HasScope(OfflineAccess))
            return new ConsentItem(text["Duration.Once"], text["Duration.OnceDetail", Span(issuer.Profile.CodeLifetime.Value + issuer.Options.AccessTokenLifetime)]);

        var lifetime = issuer.Options.GrantLifetime;
        return new ConsentItem(
            text["Duration.Lasting", Span(lifetime), (time.GetUtcNow() + lifetime).UtcDateTime],
            text["Duration.LastingDetail", clientName]);
    }

    private string Span(TimeSpan span)
        => span.TotalDays >= 2 ? text["Span.Days", (int)span.TotalDays]
            : span.TotalHours >= 2 ? text["Span.Hours", (int)span.TotalHours]
            : text["Span.Minutes", (int)Math.Ceiling(span.TotalMinutes)];

    private static string? HostOf(string? redirectUri)
        => Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}"
            : null;
}
