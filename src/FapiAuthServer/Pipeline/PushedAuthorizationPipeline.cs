using FapiAuthServer.Protocol.Authorization;
using FapiAuthServer.Protocol.AuthorizationDetails;
using FapiAuthServer.Protocol.ClientAuthentication;
using FapiAuthServer.Protocol.JwtResponseModes;
using FapiAuthServer.Protocol.PushedAuthorization;
using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.RequestObjects;
using FapiAuthServer.Protocol.Responses;
using FapiAuthServer.Protocol.SenderConstraint.DPoP;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Authentication;

namespace FapiAuthServer.Pipeline;

/// <summary>POST /par: the client shows who it is, then what it wants to ask of the customer.</summary>
internal static class PushedAuthorizationPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ExtractPushedAuthorizationRequestContext>()
            .First()
                .Run<RequireWellFormedParameters<ExtractPushedAuthorizationRequestContext>>()
            .Remove(ValidateClientAuthenticationMethod<ExtractPushedAuthorizationRequestContext>.Descriptor)   // AuthenticateClient, below
            .Remove(ExtractClientCertificate<ExtractPushedAuthorizationRequestContext>.Descriptor)             // read once, in ReadClientCertificate
            .Remove(ExtractBasicAuthenticationCredentials<ExtractPushedAuthorizationRequestContext>.Descriptor);

        server.On<ValidatePushedAuthorizationRequestContext>()
            .First()
                .Run<AuthenticateClient<ValidatePushedAuthorizationRequestContext>>()          // before anything else is looked at
                .Run<VerifyProof<ValidatePushedAuthorizationRequestContext>>()                 // a DPoP proof, if there is one
                .Run<RequireRequestObject<ValidatePushedAuthorizationRequestContext>>()             // signed, or plain: as the profile says
                .Run<DecryptRequestObject<ValidatePushedAuthorizationRequestContext>>()             // if it is encrypted
                .Run<VerifyRequestObject<ValidatePushedAuthorizationRequestContext>>()              // from here on, what the client signed
                .Run<RefuseRequestUri>()                                                       // no references inside
                .Run<RefuseUnsupportedParameters<ValidatePushedAuthorizationRequestContext>>() // never ignored in silence
                .Run<RequireRegisteredRedirectUri<ValidatePushedAuthorizationRequestContext>>()
                .Run<RequireOfferedResponse<ValidatePushedAuthorizationRequestContext>>()
                .Run<RequireEncryptionKey<ValidatePushedAuthorizationRequestContext>>()        // where the response will be encrypted
                .Run<RequireProofKey<ValidatePushedAuthorizationRequestContext>>()
                .Run<RequireAllowedScopes<ValidatePushedAuthorizationRequestContext>>()
                .Run<ValidateAuthorizationDetails<ValidatePushedAuthorizationRequestContext>>()  // of types offered, to the last member
                .Run<RequireKnownResource<ValidatePushedAuthorizationRequestContext>>()
                .Run<RequireNonceAndState<ValidatePushedAuthorizationRequestContext>>()
                .Run<ValidateAuthenticationDemands<ValidatePushedAuthorizationRequestContext>>() // prompt, max_age, claims, acr
                .Run<ValidateIdTokenHint<ValidatePushedAuthorizationRequestContext>>()
                .Run<BindAuthorizationRequest<ValidatePushedAuthorizationRequestContext>>()         // dpop_jkt, and the proof that fits it
            .Remove(ValidatePushedAuthentication.Descriptor);                                  // AuthenticateClient and ValidateIdTokenHint

        server.On<ApplyPushedAuthorizationResponseContext>()
            .First()
                .Run<AttachNonce<ApplyPushedAuthorizationResponseContext>>()
            .After(AttachHttpResponseCode<ApplyPushedAuthorizationResponseContext>.Descriptor)
                .Run<AttachStatus<ApplyPushedAuthorizationResponseContext>>()
                .Run<AttachBasicChallenge<ApplyPushedAuthorizationResponseContext>>()
            .Remove(AttachWwwAuthenticateHeader<ApplyPushedAuthorizationResponseContext>.Descriptor); // it would offer Basic
    }
}
