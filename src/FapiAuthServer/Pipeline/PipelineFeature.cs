using FapiAuthServer.Issuers;
using FapiAuthServer.Keys;
using FapiAuthServer.Profiles;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace FapiAuthServer.Pipeline;

/// <summary>The protocol engine, with our pipelines written into it and one set of options per issuer.</summary>
internal static class PipelineFeature
{
    public static IServiceCollection AddProtocolPipelines(this IServiceCollection services)
    {
        services.AddOpenIddict().AddServer(server =>
        {
            // Degraded mode: the engine keeps nothing. Clients, grants and single-use artefacts are ours; see ADR 0004.
            server.EnableDegradedMode();
            server.UseAspNetCore().SuppressJsonResponseIndentation();

            server.SetAuthorizationEndpointUris(Relative(Issuer.AuthorizationPath), Relative(Issuer.ResumePath))
                .SetTokenEndpointUris(Relative(Issuer.TokenPath))
                .SetPushedAuthorizationEndpointUris(Relative(Issuer.PushedAuthorizationPath))
                .SetUserInfoEndpointUris(Relative(Issuer.UserInfoPath))
                .SetIntrospectionEndpointUris(Relative(Issuer.IntrospectionPath))
                .SetRevocationEndpointUris(Relative(Issuer.RevocationPath))
                .SetEndSessionEndpointUris(Relative(Issuer.EndSessionPath))
                .SetJsonWebKeySetEndpointUris(Relative(Issuer.JsonWebKeySetPath))
                .SetConfigurationEndpointUris(".well-known/openid-configuration", ".well-known/oauth-authorization-server")
                .AllowAuthorizationCodeFlow()
                .AllowHybridFlow()
                .AllowRefreshTokenFlow()
                .AllowClientCredentialsFlow();
        });

        var pipeline = new PipelineBuilder(services);
        CommonPipeline.Write(pipeline);
        PushedAuthorizationPipeline.Write(pipeline);
        AuthorizationPipeline.Write(pipeline);
        TokenPipeline.Write(pipeline);
        IntrospectionPipeline.Write(pipeline);
        RevocationPipeline.Write(pipeline);
        UserInfoPipeline.Write(pipeline);
        LogoutPipeline.Write(pipeline);
        DiscoveryPipeline.Write(pipeline);

        services.AddSingleton<CurrentIssuer>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => new ConfigureNamedOptions<OpenIddictServerOptions>(
            Options.DefaultName,
            options => Configure(options, provider, pipeline)));
        services.Replace(ServiceDescriptor.Singleton<IOptionsMonitor<OpenIddictServerOptions>, IssuerServerOptions>());
        services.Replace(ServiceDescriptor.Scoped<IOpenIddictServerDispatcher, PipelineDispatcher>());
        return services;
    }

    // Runs once per issuer, when the first request for it comes and after its keys have changed.
    private static void Configure(OpenIddictServerOptions options, IServiceProvider provider, PipelineBuilder pipeline)
    {
        var issuer = provider.GetRequiredService<CurrentIssuer>().Value
            ?? throw new InvalidOperationException("The engine's options were asked for outside a request to an issuer.");

        // The identifier is compared as a string everywhere; this keeps the engine from adding a slash to it.
        options.Issuer = new Uri(issuer.Identifier, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        options.Scopes.UnionWith(issuer.Scopes.Keys);
        options.DisableResourceValidation = true; // it would compare with a slash at the end; RequireKnownResource compares what is written
        options.ResponseTypes.IntersectWith(issuer.Profile.ResponseTypes.Value);
        options.ResponseModes.Clear();
        options.ResponseModes.UnionWith(issuer.Profile.ResponseModes.Value);
        options.CodeChallengeMethods.IntersectWith(issuer.Profile.ProofKeyMethods.Value);
        options.RequireProofKeyForCodeExchange = issuer.Profile.ProofKeyRequired.Value == ProofKeyDemand.Always;
        if (!options.ResponseTypes.Contains("code id_token"))
            options.GrantTypes.Remove("implicit"); // the engine's word for an ID token from the authorization endpoint
        if (!issuer.Profile.EndSession.Value)
            options.EndSessionEndpointUris.Clear();

        // The engine signs and encrypts nothing of ours, yet will not start without keys.
        options.SigningCredentials.Add(new SigningCredentials(PlaceholderKeys.Signing, SecurityAlgorithms.EcdsaSha256));
        options.EncryptionCredentials.Add(new EncryptingCredentials(PlaceholderKeys.Encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));

        pipeline.Apply(options.Handlers);
        UnusedHandlers.Remove(options.Handlers);
    }

    // The engine resolves them below the request's PathBase, which is the issuer's path.
    private static string Relative(string path) => path[1..];
}
