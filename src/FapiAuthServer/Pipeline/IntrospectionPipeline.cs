using FapiAuthServer.Protocol.ClientAuthentication;
using FapiAuthServer.Protocol.Introspection;
using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.Responses;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Introspection;

namespace FapiAuthServer.Pipeline;

/// <summary>POST /introspect: a resource server asks whether a token it was shown is still good.</summary>
internal static class IntrospectionPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ExtractIntrospectionRequestContext>()
            .First()
                .Run<RequirePost>()                                                // nothing in the URL
                .Run<RequireWellFormedParameters<ExtractIntrospectionRequestContext>>()
            .Remove(ValidateClientAuthenticationMethod<ExtractIntrospectionRequestContext>.Descriptor)
            .Remove(ExtractClientCertificate<ExtractIntrospectionRequestContext>.Descriptor)
            .Remove(ExtractBasicAuthenticationCredentials<ExtractIntrospectionRequestContext>.Descriptor);

        server.On<ValidateIntrospectionRequestContext>()
            .First()
                .Run<AuthenticateClient<ValidateIntrospectionRequestContext>>()
                .Run<RequireResourceServer>()                                      // not every client may ask
                .Run<CommitReplays<ValidateIntrospectionRequestContext>>()         // the assertion is used up
            .Remove(ValidateClientCredentialsParameters.Descriptor)                // AuthenticateClient
            .Remove(ValidateAuthentication.Descriptor)                             // IntrospectToken
            .Remove(ValidateTokenType.Descriptor)
            .Remove(ValidateAuthorizedParty.Descriptor);

        server.On<HandleIntrospectionRequestContext>()
            .Remove(AttachPrincipal.Descriptor)
            .Remove(AttachMetadataClaims.Descriptor)
            .First()
                .Run<IntrospectToken>();                                           // only tokens for the caller

        server.On<ApplyIntrospectionResponseContext>()
            .Remove(NormalizeErrorResponse.Descriptor)
            .First()
                .Run<DescribeToken>()                                              // claims, or nothing but that it is not active
            .After(AttachHttpResponseCode<ApplyIntrospectionResponseContext>.Descriptor)
                .Run<AttachStatus<ApplyIntrospectionResponseContext>>()
                .Run<AttachBasicChallenge<ApplyIntrospectionResponseContext>>()
            .Remove(AttachWwwAuthenticateHeader<ApplyIntrospectionResponseContext>.Descriptor)
            .After(AttachCacheControlHeader<ApplyIntrospectionResponseContext>.Descriptor)
                .Run<SignAnswer>();                                                // where the caller asks for evidence
    }
}
