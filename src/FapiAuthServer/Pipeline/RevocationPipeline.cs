using FapiAuthServer.Protocol.ClientAuthentication;
using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.Responses;
using FapiAuthServer.Protocol.Revocation;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using BuiltIn = OpenIddict.Server.OpenIddictServerHandlers.Revocation;

namespace FapiAuthServer.Pipeline;

/// <summary>POST /revoke: a client gives a token back.</summary>
internal static class RevocationPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ExtractRevocationRequestContext>()
            .First()
                .Run<RequireWellFormedParameters<ExtractRevocationRequestContext>>()
            .Remove(ValidateClientAuthenticationMethod<ExtractRevocationRequestContext>.Descriptor)
            .Remove(ExtractClientCertificate<ExtractRevocationRequestContext>.Descriptor)
            .Remove(ExtractBasicAuthenticationCredentials<ExtractRevocationRequestContext>.Descriptor);

        server.On<ValidateRevocationRequestContext>()
            .First()
                .Run<AuthenticateClient<ValidateRevocationRequestContext>>()
                .Run<RequireTokenParameter>()
                .Run<CommitReplays<ValidateRevocationRequestContext>>()            // the assertion is used up
            .Remove(BuiltIn.ValidateClientCredentialsParameters.Descriptor)        // AuthenticateClient
            .Remove(BuiltIn.ValidateAuthentication.Descriptor)                     // RevokeToken
            .Remove(BuiltIn.ValidateTokenType.Descriptor)
            .Remove(BuiltIn.ValidateAuthorizedParty.Descriptor);

        server.On<HandleRevocationRequestContext>()
            .Remove(BuiltIn.AttachPrincipal.Descriptor)
            .First()
                .Run<RevokeToken>();

        server.On<ApplyRevocationResponseContext>()
            .Remove(BuiltIn.NormalizeErrorResponse.Descriptor)
            .After(AttachHttpResponseCode<ApplyRevocationResponseContext>.Descriptor)
                .Run<AttachStatus<ApplyRevocationResponseContext>>()
                .Run<AttachBasicChallenge<ApplyRevocationResponseContext>>()
            .Remove(AttachWwwAuthenticateHeader<ApplyRevocationResponseContext>.Descriptor);
    }
}
