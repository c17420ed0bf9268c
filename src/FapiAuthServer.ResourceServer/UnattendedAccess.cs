using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        return builder.AddEndpointFilter(async (invocation, next) =>
            await RefuseAsync(invocation.HttpContext, account) is { } refusal ? refusal : await next(invocation));
    }

    private static async ValueTask<IResult?> RefuseAsync(HttpContext context, Func<HttpContext, string?> account)
    {
        var services = context.RequestServices;
        var rules = services.GetRequiredService<IOptions<UnattendedAccessOptions>>().Value;
        if (context.GetFapiToken() is not { } token || IsCustomerThere(context.Request, rules) || account(context) is not { } looked)
            return null;

        var use = await UseAsync(services, KeyOf(token, looked), rules, context.RequestAborted);
        if (use.IsAllowed)
            return null;

        context.Features.Set(use.RetryAt is { } at
            ? Refusals.TooOftenUnattended(at - services.GetRequiredService<TimeProvider>().GetUtcNow())
            : Refusals.AccessStoreUnavailable);
        return Results.Forbid();
    }

    private static async ValueTask<UnattendedUse> UseAsync(
        IServiceProvider services, string key, UnattendedAccessOptions rules, CancellationToken cancellationToken)
    {
        try
        {
            return await services.GetRequiredService<IUnattendedAccessStore>().UseAsync(key, rules, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.AccessStoreFailed(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnattendedAccess)), exception);
            return new UnattendedUse(IsAllowed: false);
        }
    }

    // Said once, and by what can be an address: an empty header is sent by whoever forwards headers without looking.
    private static bool IsCustomerThere(HttpRequest request, UnattendedAccessOptions rules)
        => rules.PresenceHeaders.Any(name => request.Headers[name] is [{ Length: > 0 } address] && IPAddress.TryParse(address, out _));

    private static string KeyOf(VerifiedAccessToken token, string account)
    {
        // Each with its length before it, so that no two of them can be read as another pair.
        string[] parts = [token.Issuer, token.ClientId, token.Subject, account];
        var joined = string.Concat(parts.Select(part => FormattableString.Invariant($"{part.Length}:{part}")));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(joined)));
    }
}
