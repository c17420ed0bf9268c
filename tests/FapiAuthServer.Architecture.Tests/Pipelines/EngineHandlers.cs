using FapiAuthServer.Issuers;
using FapiAuthServer.Pipeline;
using FapiAuthServer.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

namespace FapiAuthServer.Architecture.Tests.Pipelines;

/// <summary>The engine's handlers, ours among them, in the order in which they run; built as the server builds them.</summary>
internal static class EngineHandlers
{
    private static readonly Lazy<IReadOnlyList<OpenIddictServerHandlerDescriptor>> Built = new(Build);

    public static IReadOnlyList<OpenIddictServerHandlerDescriptor> InOrder => Built.Value;

    /// <summary>What the engine would run if we changed nothing.</summary>
    public static IEnumerable<OpenIddictServerHandlerDescriptor> BuiltIn
        => OpenIddictServerHandlers.DefaultHandlers.Concat(OpenIddictServerAspNetCoreHandlers.DefaultHandlers);

    public static bool IsOurs(OpenIddictServerHandlerDescriptor handler) => handler.ServiceDescriptor.ServiceType.Assembly == typeof(PipelineFeature).Assembly;

    private static List<OpenIddictServerHandlerDescriptor> Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddProtocolPipelines();
        using var provider = services.BuildServiceProvider();

        var current = provider.GetRequiredService<CurrentIssuer>();
        var issuer = new Issuer(
            new IssuerOptions { Name = "any", Path = "/any", Profile = FapiProfiles.All[0].Name, Scopes = [new ScopeOptions { Name = "openid" }] },
            FapiProfiles.All[0], "https://localhost", "https://mtls.localhost");

        OpenIddictServerOptions? options = null;
        current.RunAsync(issuer, () =>
        {
            options = provider.GetRequiredService<IOptionsFactory<OpenIddictServerOptions>>().Create(Options.DefaultName);
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

        return [.. options!.Handlers.OrderBy(handler => handler.Order)];
    }
}
