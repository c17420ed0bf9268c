using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace FapiAuthServer.ResourceServer;

/// <summary>What has to run ahead of everything else in the pipeline.</summary>
internal sealed class OutermostMiddleware(InteractionIdSwitch interactionId) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        // X-Forwarded-For must not make a stranger look like a trusted proxy.
        app.Use(static (context, following) =>
        {
            context.Features.Set(new PeerAddress(context.Connection.RemoteIpAddress));
            return following(context);
        });
        // The host puts authentication ahead of what the application adds, and its refusals need the identifier too.
        app.UseWhen(_ => interactionId.IsOn, branch => branch.UseMiddleware<InteractionIdMiddleware>());
        next(app);
    };
}
