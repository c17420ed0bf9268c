using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// Demands how, or how lately, the customer was authenticated; a token that falls short is answered with 401 and
/// <c>insufficient_user_authentication</c>, which says what would do (RFC 9470 §3).
/// </summary>
public static class StepUpAuthorization
{
    /// <summary>Demands authentication for one endpoint or a group of them.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="maximumAge">How long ago the customer may have authenticated; null for any time.</param>
    /// <param name="contexts">Values of <c>acr</c>, any of which will do; none for any.</param>
    /// <typeparam name="TBuilder">The kind of endpoint builder.</typeparam>
    /// <exception cref="ArgumentException">Nothing is demanded, or a value cannot stand in a challenge.</exception>
    public static TBuilder RequireUserAuthentication<TBuilder>(this TBuilder builder, TimeSpan? maximumAge, params string[] contexts)
        where TBuilder : IEndpointConventionBuilder
        => builder.RequireAuthorization(policy => policy.RequireUserAuthentication(maximumAge, contexts));

    /// <summary>Demands authentication in an authorization policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="maximumAge">How long ago the customer may have authenticated; null for any time.</param>
    /// <param name="contexts">Values of <c>acr</c>, any of which will do; none for any.</param>
    /// <exception cref="ArgumentException">Nothing is demanded, or a value cannot stand in a challenge.</exception>
    public static AuthorizationPolicyBuilder RequireUserAuthentication(this AuthorizationPolicyBuilder policy, TimeSpan? maximumAge, params string[] contexts)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(contexts);
        if (contexts.Length == 0 && maximumAge is null || maximumAge < TimeSpan.Zero || !contexts.All(IsContext))
            throw new ArgumentException("Demand an age of zero or more, or values of acr without spaces and quotes, or both.", nameof(contexts));
        return policy.RequireAuthenticatedUser().AddRequirements(new AuthenticationRequirement(contexts, maximumAge));
    }

    private static bool IsContext(string context)
        => !string.IsNullOrEmpty(context) && context.All(character => character is > ' ' and <= '~' and not ('"' or '\\'));
}
