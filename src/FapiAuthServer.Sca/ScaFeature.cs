using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Factors.Password;
using FapiAuthServer.Sca.Factors.Totp;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca;

/// <summary>Strong customer authentication: customers, their password and TOTP factors, and the count of failures that blocks them.</summary>
public static class ScaFeature
{
    /// <summary>
    /// Adds the module over a context that applies <see cref="ScaModel.ApplySca"/>; Data Protection (or an
    /// <see cref="ISecretProtector"/> of the bank's own) must be registered beside it.
    /// </summary>
    public static IServiceCollection AddSca<TContext>(this IServiceCollection services, Action<ScaOptions>? configure = null)
        where TContext : DbContext
    {
        AddOptions(services, configure ?? (static _ => { }));

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISecretProtector, DataProtectionSecretProtector>();
        services.TryAddSingleton<ICustomerDetails, NoCustomerDetails>();
        services.TryAddSingleton<IPasswordHasher<Customer>, PasswordHasher<Customer>>();
        services.TryAddSingleton<DecoyPassword>();
        services.AddIdentityCore<Customer>().AddEntityFrameworkStores<TContext>();

        services.AddScoped(provider => new ScaStore(provider.GetRequiredService<TContext>()));
        services.AddScoped<PasswordFactor>();
        services.AddScoped<TotpFactor>();
        services.AddScoped<AttemptCounter>();

        // By hand, because these two are public while what they are made of is not.
        services.AddScoped(provider => new CustomerSignIn(
            provider.GetRequiredService<ScaStore>(),
            provider.GetRequiredService<ILookupNormalizer>(),
            provider.GetRequiredService<PasswordFactor>(),
            provider.GetRequiredService<TotpFactor>(),
            provider.GetRequiredService<AttemptCounter>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ScaOptions>>(),
            provider.GetRequiredService<ILogger<CustomerSignIn>>()));
        services.AddScoped(provider => new CustomerDirectory(
            provider.GetRequiredService<ScaStore>(),
            provider.GetRequiredService<UserManager<Customer>>(),
            provider.GetRequiredService<TotpFactor>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CustomerDirectory>>()));

        return services;
    }

    private static void AddOptions(IServiceCollection services, Action<ScaOptions> configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ScaOptions>, ScaOptionsValidator>());
        services.AddOptions<ScaOptions>()
            .Configure(configure)
            .Validate(
                static sca => sca.FirstBlock <= sca.LongestBlock,
                $"{nameof(ScaOptions.LongestBlock)} is shorter than {nameof(ScaOptions.FirstBlock)}: raise the one or lower the other.")
            .ValidateOnStart();

        services.AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<ScaOptions>>(static (hasher, sca) => hasher.IterationCount = sca.Value.PasswordIterations);

        services.AddOptions<IdentityOptions>().Configure<IOptions<ScaOptions>>(static (identity, sca) =>
        {
            // Length is what counts; demanded character classes only make passwords predictable.
            identity.Password.RequiredLength = sca.Value.PasswordMinimumLength;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        });
    }
}
