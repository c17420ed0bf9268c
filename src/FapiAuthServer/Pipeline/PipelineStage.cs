using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Pipeline;

/// <summary>One event of the engine: where its handlers are edited, top to bottom.</summary>
internal sealed class PipelineStage<TContext>(PipelineBuilder pipeline) where TContext : BaseContext
{
    /// <summary>Room before the engine's first handler of any event.</summary>
    private const int Beginning = int.MinValue + 10_000;

    /// <summary>Room behind the engine's last handler of any event.</summary>
    private const int End = int.MaxValue - 10_000;

    private Action<OpenIddictServerHandlerDescriptor.Builder<TContext>>? condition;
    private Func<int> next = () => throw new InvalidOperationException("Say where to run: First, After or Last comes before Run.");

    /// <summary>The following handlers run before everything the engine does here.</summary>
    public PipelineStage<TContext> First() => From(Beginning);

    /// <summary>The following handlers run when the engine is done here.</summary>
    public PipelineStage<TContext> Last() => From(End);

    /// <summary>The following handlers run right after this one of the engine's.</summary>
    public PipelineStage<TContext> After(OpenIddictServerHandlerDescriptor builtIn)
    {
        RequireSameEvent(builtIn);
        return From(builtIn.Order);
    }

    /// <summary>Takes one of the engine's handlers out. It stands next to what replaces it.</summary>
    public PipelineStage<TContext> Remove(OpenIddictServerHandlerDescriptor builtIn)
    {
        RequireSameEvent(builtIn);
        pipeline.Edit(handlers =>
        {
            if (handlers.RemoveAll(handler => handler == builtIn) == 0)
                throw new InvalidOperationException($"The engine has no handler {builtIn.ServiceDescriptor.ServiceType.Name} on {typeof(TContext).Name}.");
        });
        return this;
    }

    /// <summary>The following handlers run only where this condition holds, up to the next First, After or Last.</summary>
    public PipelineStage<TContext> Where<TFilter>() where TFilter : class, IOpenIddictServerHandlerFilter<TContext>
    {
        pipeline.RegisterFilter<TFilter>();
        condition = handler => handler.AddFilter<TFilter>();
        return this;
    }

    /// <summary>The following handlers run unconditionally again.</summary>
    public PipelineStage<TContext> Always()
    {
        condition = null;
        return this;
    }

    public PipelineStage<TContext> Run<THandler>() where THandler : class, IOpenIddictServerHandler<TContext>
    {
        pipeline.Register<THandler>();
        var order = next();
        var narrow = condition;
        pipeline.Edit(handlers =>
        {
            if (handlers.Exists(handler => handler.ContextType == typeof(TContext) && handler.Order == order))
                throw new InvalidOperationException($"{typeof(THandler).Name} would share its place on {typeof(TContext).Name} with another handler.");

            var handler = OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
                .UseScopedHandler<THandler>()
                .SetOrder(order)
                .SetType(OpenIddictServerHandlerType.Custom);
            narrow?.Invoke(handler);
            handlers.Add(handler.Build());
        });
        return this;
    }

    private PipelineStage<TContext> From(int order)
    {
        condition = null;
        next = () => ++order;
        return this;
    }

    private static void RequireSameEvent(OpenIddictServerHandlerDescriptor builtIn)
    {
        if (builtIn.ContextType != typeof(TContext))
            throw new InvalidOperationException($"{builtIn.ServiceDescriptor.ServiceType.Name} belongs to {builtIn.ContextType.Name}, not to {typeof(TContext).Name}.");
    }
}
