using FapiAuthServer.Protocol.Authorization;
using FapiAuthServer.Protocol.JwtResponseModes;
using FapiAuthServer.Protocol.PushedAuthorization;
using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.Responses;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers.Authentication;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers.Authentication;

namespace FapiAuthServer.Pipeline;

/// <summary>
/// GET /authorize: the customer opens a pushed request and is sent to the bank's pages; /authorize/resume: they come
/// back with a decision, and the response goes to the client.
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
                .Run<RequirePushedRequest>();  // anything else is refused

        server.On<ValidateAuthorizationRequestContext>()
            .First()
                .Run<RequireRegisteredRedirectUri<ValidateAuthorizationRequestContext>>()   // the registration may have changed since
                .Run<RequireOfferedResponse<ValidateAuthorizationRequestContext>>()
                .Run<RequireEncryptionKey<ValidateAuthorizationRequestContext>>()           // before the customer does anything in vain
                .Run<RequireAllowedScopes<ValidateAuthorizationRequestContext>>()
            .Remove(ValidateAuthentication.Descriptor); // it would look for a request token and a hint: both were verified when pushed

        server.On<HandleAuthorizationRequestContext>()
            .Remove(AttachPrincipal.Descriptor)         // the hint's principal, not used
            .First()
                .Run<AnswerVisit>()            // the customer decided: one answer per request
                .Run<OpenVisit>();             // the customer arrives: sign in, then consent

        server.On<ApplyAuthorizationResponseContext>()
            .Remove(ProcessFormPostResponse.Descriptor)
            .Remove(ProcessQueryResponse.Descriptor)
            .Remove(ProcessFragmentResponse.Descriptor)
            .Remove(ProcessSelfRedirection.Descriptor)
            .After(AttachIssuer.Descriptor)
                .Run<SignAuthorizationResponse>() // into one JWT, where that was asked for
                .Run<RedirectToClient>()       // by 303, with state and iss, on success and on error
                .Run<ShowErrorPage>();         // what may not be redirected stays with the customer
    }
}
