using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FapiAuthServer.ResourceServer;

/// <summary>Limits how often a client looks at an account while the customer is not there; with the customer there is no limit. (SCA-127)</summary>
public static class UnattendedAccess
{
    /// <summary>Registers the limit; needed once where <see cref="LimitUnattendedAccess"/> is used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets what differs from the defaults, which are the law's.</param>
    public static IServiceCollection AddUnattendedAccessLimit(this IServiceCollection services, Action<UnattendedAccessOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IUnattendedAccessStore, InMemoryUnattendedAccessStore>();
        services.AddOptions<UnattendedAccessOptions>()
            .Configure(configure ?? (static _ => { }))
            .Validate(
                static rules => rules is { Limit: > 0, Capacity: > 0 } && rules.Window > TimeSpan.Zero && rules.AccessDuration >= TimeSpan.Zero && rules.AccessDuration < rules.Window,
                "Limit, Window and Capacity are more than zero, and AccessDuration is shorter than Window.")
            .ValidateOnStart();
        return services;
    }

    /// <summary>
    /// Answers 429 with <c>Retry-After</c> once the client has looked at the account as often as it may without the customer.
    /// </summary>
    /// <typeparam name="TBuilder">An endpoint, or a group of them.</typeparam>
    /// <param name="builder">The endpoints, which require a token.</param>
    /// <param name="account">
    /// The account that a request looks at; null when there is none, which is then not counted. Only accounts that the customer has
    /// may be named, or a client could fill the store with others.
    /// </param>
    public static TBuilder LimitUnattendedAccess<TBuilder>(this TBuilder builder, Func<HttpContext, string?> account)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(account);
        return builder.AddEndpointFilterFactory((endpoint, next) =>
        {
            var filter = ActivatorUtilities.CreateInstance<UnattendedAccessFilter>(endpoint.ApplicationServices, account);
            return invocation => filter.InvokeAsync(invocation, next);
        });
    }
}
