using FapiAuthServer.Protocol.Logout;
using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.Responses;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers.Session;
using static OpenIddict.Server.OpenIddictServerEvents;
using BuiltIn = OpenIddict.Server.OpenIddictServerHandlers.Session;

namespace FapiAuthServer.Pipeline;

/// <summary>GET or POST /logout: a client sends the customer to leave the bank; the bank's page sees to it.</summary>
internal static class LogoutPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ExtractEndSessionRequestContext>()
            .First()
                .Run<RequireWellFormedParameters<ExtractEndSessionRequestContext>>();

        server.On<ValidateEndSessionRequestContext>()
            .First()
                .Run<ValidateLogoutRequest>()                              // the hint, its client, and where to go
            .Remove(BuiltIn.ValidateAuthentication.Descriptor);            // it would look for the engine's own tokens

        server.On<HandleEndSessionRequestContext>()
            .Remove(BuiltIn.AttachPrincipal.Descriptor)
            .First()
                .Run<OpenLogout>();                                        // to the page, where the browser's cookie comes along

        server.On<ApplyEndSessionResponseContext>()
            .Remove(ProcessQueryResponse.Descriptor)                       // a refusal never leaves the bank
            .First()
                .Run<ShowErrorPage<ApplyEndSessionResponseContext>>();
    }
}
