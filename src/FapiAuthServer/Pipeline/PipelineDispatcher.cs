using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Pipeline;

/// <summary>
/// Runs the handlers of an event in order. The engine's own dispatcher walks its whole list for every event; this one
/// keeps the list by event, which is measurable on every request. The rules are the engine's: filters first, stop when
/// a handler answers, skips or refuses.
/// </summary>
internal sealed class PipelineDispatcher(IOptionsMonitor<OpenIddictServerOptions> options, IServiceProvider services) : IOpenIddictServerDispatcher
{
    private static readonly ConditionalWeakTable<OpenIddictServerOptions, Dictionary<Type, OpenIddictServerHandlerDescriptor[]>> ByEvent = [];

    public async ValueTask DispatchAsync<TContext>(TContext context) where TContext : BaseContext
    {
        var byEvent = ByEvent.GetValue(options.CurrentValue, static all => all.Handlers
            .GroupBy(handler => handler.ContextType)
            .ToDictionary(group => group.Key, group => group.ToArray()));

        if (!byEvent.TryGetValue(typeof(TContext), out var handlers))
            return;

        foreach (var descriptor in handlers)
        {
            if (!await IsActiveAsync(descriptor, context))
                continue;

            var handler = descriptor.ServiceDescriptor.ImplementationInstance as IOpenIddictServerHandler<TContext>
                ?? (IOpenIddictServerHandler<TContext>)services.GetRequiredService(descriptor.ServiceDescriptor.ServiceType);
            await handler.HandleAsync(context);

            if (context is BaseRequestContext { IsRequestHandled: true } or BaseRequestContext { IsRequestSkipped: true }
                or BaseValidatingContext { IsRejected: true })
                return;
        }
    }

    private async ValueTask<bool> IsActiveAsync<TContext>(OpenIddictServerHandlerDescriptor descriptor, TContext context) where TContext : BaseContext
    {
        foreach (var type in descriptor.FilterTypes)
            if (!await ((IOpenIddictServerHandlerFilter<TContext>)services.GetRequiredService(type)).IsActiveAsync(context))
                return false;

        return true;
    }
}
