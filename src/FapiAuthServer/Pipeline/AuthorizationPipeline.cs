using FapiAuthServer.Protocol.Authorization;
using FapiAuthServer.Protocol.AuthorizationDetails;
using FapiAuthServer.Protocol.JwtResponseModes;
using FapiAuthServer.Protocol.PushedAuthorization;
using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.RequestObjects;
using FapiAuthServer.Protocol.Responses;
using FapiAuthServer.Protocol.SenderConstraint.DPoP;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers.Authentication;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Authentication;

namespace FapiAuthServer.Pipeline;

/// <summary>
/// GET or POST /authorize: the customer opens a pushed request, or brings one along where the profile lets them, and is
/// sent to the bank's pages; /authorize/resume: they come back with a decision, and the response goes to the client.
/// </summary>
internal static class AuthorizationPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ExtractAuthorizationRequestContext>()
            .First()
                .Run<RequireWellFormedParameters<ExtractAuthorizationRequestContext>>()
            .After(ExtractGetOrPostRequest<ExtractAuthorizationRequestContext>.Descriptor)
                .Run<ResumeVisit>()            // back from the pages: the request that was answered
                .Run<RestorePushedRequest>()   // first visit: the request that was pushed
                .Run<RequirePushedRequest>()   // anything else is refused, or
                .Run<ResolveRequestingClient>(); // looked at as what a stranger brought

        server.On<ValidateAuthorizationRequestContext>()
            .First()
            .Where<RequireDirectRequest<ValidateAuthorizationRequestContext>>()
                .Run<RequireRequestObject<ValidateAuthorizationRequestContext>>()           // signed, or plain: as the profile says
                .Run<DecryptRequestObject<ValidateAuthorizationRequestContext>>()           // if it is encrypted
                .Run<VerifyRequestObject<ValidateAuthorizationRequestContext>>()            // from here on, what the client signed
            .Always()
                .Run<RequireRegisteredRedirectUri<ValidateAuthorizationRequestContext>>()   // from here on, refusals go to the client
                .Run<RequireOfferedResponse<ValidateAuthorizationRequestContext>>()         // the registration may have changed since it was pushed
                .Run<RequireEncryptionKey<ValidateAuthorizationRequestContext>>()           // before the customer does anything in vain
                .Run<RequireAllowedScopes<ValidateAuthorizationRequestContext>>()
            .Where<RequireDirectRequest<ValidateAuthorizationRequestContext>>()             // the rest of what PushedAuthorizationPipeline checks
                .Run<RefuseUnsupportedParameters<ValidateAuthorizationRequestContext>>()
                .Run<RequireProofKey<ValidateAuthorizationRequestContext>>()
                .Run<ValidateAuthorizationDetails<ValidateAuthorizationRequestContext>>()
                .Run<RequireKnownResource<ValidateAuthorizationRequestContext>>()
                .Run<RequireNonceAndState<ValidateAuthorizationRequestContext>>()
                .Run<ValidateAuthenticationDemands<ValidateAuthorizationRequestContext>>()
                .Run<ValidateIdTokenHint<ValidateAuthorizationRequestContext>>()
                .Run<BindAuthorizationRequest<ValidateAuthorizationRequestContext>>()
            .Remove(ValidateAuthentication.Descriptor); // it would look for a request token and a hint: both were verified when pushed

        server.On<HandleAuthorizationRequestContext>()
            .Remove(AttachPrincipal.Descriptor)         // the hint's principal, not used
            .First()
                .Run<AnswerVisit>()            // the customer decided: one answer per request
                .Run<ReopenPostedRequest>()    // from a form of another site: again by GET, with the browser's cookies
                .Run<RecogniseCustomer>()      // the customer arrives: is there a session that will do
                .Run<AnswerFromMemory>()       // allowed before, in this session or for longer: no page
                .Run<OpenVisit>();             // sign in, then consent

        server.On<ApplyAuthorizationResponseContext>()
            .Remove(ProcessFormPostResponse.Descriptor)
            .Remove(ProcessQueryResponse.Descriptor)
            .Remove(ProcessFragmentResponse.Descriptor)
            .Remove(ProcessSelfRedirection.Descriptor)
            .After(AttachRedirectUri.Descriptor)
                .Run<ReturnToClient>()         // also when the engine would keep a refusal to itself
            .After(AttachIssuer.Descriptor)
                .Run<SignAuthorizationResponse>() // into one JWT, where that was asked for
                .Run<RedirectToClient>()       // by 303, with state and iss, on success and on error
                .Run<PostToClient>()           // or by a form, where that was asked for
                .Run<ShowErrorPage<ApplyAuthorizationResponseContext>>(); // what may not be redirected stays with the customer
    }
}
