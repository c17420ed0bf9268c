using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Pipeline;

/// <summary>
/// Writes down what we add to, and take out of, the engine's sequence of handlers. Orders exist nowhere else. An edit
/// that names a handler the engine no longer has, or would overrun the next one, fails when the server starts.
/// </summary>
internal sealed class PipelineBuilder(IServiceCollection services)
{
    private readonly List<Action<List<OpenIddictServerHandlerDescriptor>>> edits = [];

    public PipelineStage<TContext> On<TContext>() where TContext : BaseContext => new(this);

    /// <summary>Applies all edits to the engine's own list.</summary>
    public void Apply(List<OpenIddictServerHandlerDescriptor> handlers)
    {
        foreach (var edit in edits)
            edit(handlers);
    }

    internal void Register<THandler>() where THandler : class => services.TryAddScoped<THandler>();

    internal void RegisterFilter<TFilter>() where TFilter : class => services.TryAddSingleton<TFilter>();

    internal void Edit(Action<List<OpenIddictServerHandlerDescriptor>> edit) => edits.Add(edit);
}
