using FapiAuthServer.Protocol.Authorization;
using FapiAuthServer.Protocol.AuthorizationDetails;
using FapiAuthServer.Protocol.ClientAuthentication;
using FapiAuthServer.Protocol.JwtResponseModes;
using FapiAuthServer.Protocol.PushedAuthorization;
using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.Responses;
using FapiAuthServer.Protocol.SenderConstraint;
using FapiAuthServer.Protocol.SenderConstraint.DPoP;
using FapiAuthServer.Protocol.Tokens;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;
using static OpenIddict.Server.OpenIddictServerHandlers.Exchange;

namespace FapiAuthServer.Pipeline;

/// <summary>POST /token: a code, a refresh token or the client's own name is turned into bound tokens.</summary>
internal static class TokenPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ExtractTokenRequestContext>()
            .First()
                .Run<RequireWellFormedParameters<ExtractTokenRequestContext>>()
            .Remove(ValidateClientAuthenticationMethod<ExtractTokenRequestContext>.Descriptor)   // AuthenticateClient, below
            .Remove(ExtractClientCertificate<ExtractTokenRequestContext>.Descriptor)             // read once, in ReadClientCertificate
            .Remove(ExtractBasicAuthenticationCredentials<ExtractTokenRequestContext>.Descriptor);

        server.On<ValidateTokenRequestContext>()
            .First()
                .Run<AuthenticateClient<ValidateTokenRequestContext>>()      // before anything else is looked at
                .Run<VerifyProof<ValidateTokenRequestContext>>()             // a DPoP proof, if there is one
                .Run<RequireSenderConstraint>()                              // a proof or a certificate, before a code is touched
                .Run<RequireAllowedGrantType>()
                .Run<RequireAllowedScopes<ValidateTokenRequestContext>>()
                .Run<RequireKnownResource<ValidateTokenRequestContext>>()
                .Run<ResolveAuthorizationCode>()                             // each grant asks the token gate
                .Run<ResolveRefreshToken>()
                .Run<AdmitClientCredentials>()
                .Run<NarrowAuthorizationDetails>()                           // of what was granted, all or some
            .Remove(ValidateClientCredentialsParameters.Descriptor)          // AuthenticateClient
            .Remove(ValidateProofKeyForCodeExchangeParameters.Descriptor)    // ResolveAuthorizationCode, as invalid_grant
            .Remove(ValidateAuthentication.Descriptor)                       // the two Resolve handlers
            .Remove(ValidateAuthorizedParty.Descriptor)
            .Remove(ValidateRedirectUri.Descriptor)
            .Remove(ValidateCodeVerifier.Descriptor)
            .Remove(ValidateGrantedScopes.Descriptor);

        server.On<HandleTokenRequestContext>()
            .Remove(AttachPrincipal.Descriptor)
            .First()
                .Run<AttachTokenPrincipal>();

        // What is issued, at the authorization, pushed-request and token endpoints; each handler knows its own.
        server.On<ProcessSignInContext>()
            .After(ValidateSignInDemand.Descriptor)
                .Run<RequireEncryptionKey<ProcessSignInContext>>()
                .Run<StorePushedRequest>()
                .Run<IssueAuthorizationCode>()
                .Run<IssueAccessToken>()
                .Run<IssueIdentityToken>()
                .Run<IssueRefreshToken>()
                .Run<CommitIssued>()                                         // one transaction; nothing leaves before it
            .Remove(RestoreInternalClaims.Descriptor)                        // from here: the engine's own way to make tokens
            .Remove(AttachHostProperties.Descriptor)
            .Remove(AttachDefaultScopes.Descriptor)
            .Remove(AttachDefaultPresenters.Descriptor)
            .Remove(InferResources.Descriptor)
            .Remove(EvaluateGeneratedTokens.Descriptor)
            .Remove(PrepareAccessTokenPrincipal.Descriptor)
            .Remove(PrepareAuthorizationCodePrincipal.Descriptor)
            .Remove(PrepareRequestTokenPrincipal.Descriptor)
            .Remove(PrepareRefreshTokenPrincipal.Descriptor)
            .Remove(PrepareIdentityTokenPrincipal.Descriptor)
            .Remove(GenerateAccessToken.Descriptor)
            .Remove(GenerateAuthorizationCode.Descriptor)
            .Remove(GenerateRequestToken.Descriptor)
            .Remove(GenerateRefreshToken.Descriptor)
            .Remove(AttachTokenDigests.Descriptor)
            .Remove(GenerateIdentityToken.Descriptor)
            .Remove(BeautifyGeneratedTokens.Descriptor)
            .Remove(AttachSignInParameters.Descriptor);

        server.On<ApplyTokenResponseContext>()
            .First()
                .Run<AttachNonce<ApplyTokenResponseContext>>()
            .Remove(NormalizeErrorResponse.Descriptor)                       // RecordRejection
            .After(AttachHttpResponseCode<ApplyTokenResponseContext>.Descriptor)
                .Run<AttachStatus<ApplyTokenResponseContext>>()
                .Run<AttachBasicChallenge<ApplyTokenResponseContext>>()
            .Remove(AttachWwwAuthenticateHeader<ApplyTokenResponseContext>.Descriptor); // it would offer Basic
    }
}
