using System.Buffers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// Demands scopes of the access token; a token without them is answered with 403 and <c>insufficient_scope</c> (RFC 6750 §3.1).
/// </summary>
public static class ScopeAuthorization
{
    // RFC 6749 §3.3: printable ASCII but space, double quote and backslash.
    private static readonly SearchValues<char> ScopeCharacters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    /// <summary>Demands scopes for one endpoint or a group of them.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="scopes">The scopes, all of which are needed.</param>
    /// <typeparam name="TBuilder">The kind of endpoint builder.</typeparam>
    /// <exception cref="ArgumentException">No scope is given, or one is not a scope value.</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder
        => builder.RequireAuthorization(policy => policy.RequireScope(scopes));

    /// <summary>Demands scopes in an authorization policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="scopes">The scopes, all of which are needed.</param>
    /// <exception cref="ArgumentException">No scope is given, or one is not a scope value.</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(scopes);
        if (scopes.Length == 0
            || scopes.Any(scope => string.IsNullOrEmpty(scope) || scope.AsSpan().ContainsAnyExcept(ScopeCharacters)))
            throw new ArgumentException("Give one or more scope values.", nameof(scopes));
        return policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(scopes));
    }
}
