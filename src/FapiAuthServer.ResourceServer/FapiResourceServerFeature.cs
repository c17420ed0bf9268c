using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.ResourceServer;

/// <summary>Sender-constrained access tokens for ASP.NET Core APIs (FAPI 2.0 Security Profile §5.3.4).</summary>
public static class FapiResourceServerFeature
{
    /// <summary>Registers the scheme <see cref="FapiResourceServerDefaults.AuthenticationScheme"/> as the default.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the issuer, the audience and what else differs from the defaults.</param>
    public static AuthenticationBuilder AddFapiResourceServer(
        this IServiceCollection services, Action<FapiResourceServerOptions> configure)
        => services.AddFapiResourceServer(FapiResourceServerDefaults.AuthenticationScheme, configure);

    /// <summary>Registers a scheme; call it once per trusted issuer. The first is the default.</summary>
    /// <param name="services">The services.</param>
    /// <param name="scheme">The scheme's name, to be used in authorization policies.</param>
    /// <param name="configure">Sets the issuer, the audience and what else differs from the defaults.</param>
    public static AuthenticationBuilder AddFapiResourceServer(
        this IServiceCollection services, string scheme, Action<FapiResourceServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.All(service => service.ServiceType != typeof(RequestVerifiers)))
        {
            services.AddSingleton<RequestVerifiers>();
            services.AddSingleton<InteractionIdSwitch>();
            services.AddSingleton<IAuthorizationHandler, ScopeRequirementHandler>();
            services.AddSingleton<IAuthorizationHandler, AuthenticationRequirementHandler>();
            services.AddSingleton<IValidateOptions<FapiResourceServerOptions>, FapiResourceServerOptionsValidator>();
            services.AddHttpContextAccessor();
            services.AddAuthorization();
            services.TryAddSingleton(TimeProvider.System);
            // Ahead of the host's own filter for forwarding headers.
            services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, OutermostMiddleware>());
            services.Configure<AuthenticationOptions>(options => options.DefaultScheme ??= scheme);
        }

        services.AddOptions<FapiResourceServerOptions>(scheme).ValidateOnStart();
        return services.AddAuthentication().AddScheme<FapiResourceServerOptions, FapiAuthenticationHandler>(scheme, configure);
    }
}
