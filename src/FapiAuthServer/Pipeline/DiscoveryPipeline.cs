using FapiAuthServer.Protocol.Discovery;
using static OpenIddict.Server.OpenIddictServerEvents;
using BuiltIn = OpenIddict.Server.OpenIddictServerHandlers.Discovery;

namespace FapiAuthServer.Pipeline;

/// <summary>The metadata documents and the key set: what the profile says, and nothing the engine assumes.</summary>
internal static class DiscoveryPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<HandleConfigurationRequestContext>()
            .Remove(BuiltIn.AttachEndpoints.Descriptor)   // DescribeIssuer, below, in the place of them all
            .Remove(BuiltIn.AttachGrantTypes.Descriptor)
            .Remove(BuiltIn.AttachResponseTypes.Descriptor)
            .Remove(BuiltIn.AttachResponseModes.Descriptor)
            .Remove(BuiltIn.AttachClientAuthenticationMethods.Descriptor)
            .Remove(BuiltIn.AttachCodeChallengeMethods.Descriptor)
            .Remove(BuiltIn.AttachScopes.Descriptor)
            .Remove(BuiltIn.AttachClaims.Descriptor)
            .Remove(BuiltIn.AttachSubjectTypes.Descriptor)
            .Remove(BuiltIn.AttachPromptValues.Descriptor)
            .Remove(BuiltIn.AttachSigningAlgorithms.Descriptor)
            .Remove(BuiltIn.AttachSecurityRequirements.Descriptor)
            .Remove(BuiltIn.AttachAdditionalMetadata.Descriptor);

        server.On<ApplyConfigurationResponseContext>()
            .First()
                .Run<DescribeIssuer>();       // read off the profile, so that it cannot drift

        server.On<HandleJsonWebKeySetRequestContext>()
            .Remove(BuiltIn.AttachSigningKeys.Descriptor); // PublishKeys, below

        server.On<ApplyJsonWebKeySetResponseContext>()
            .First()
                .Run<PublishKeys>();
    }
}
