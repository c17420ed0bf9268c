using FapiAuthServer.Protocol.RequestForm;
using FapiAuthServer.Protocol.Responses;
using static OpenIddict.Server.AspNetCore.OpenIddictServerAspNetCoreHandlers;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace FapiAuthServer.Pipeline;

/// <summary>What every request goes through, whatever its endpoint.</summary>
internal static class CommonPipeline
{
    public static void Write(PipelineBuilder server)
    {
        server.On<ProcessRequestContext>()
            .After(ResolveRequestUri.Descriptor)
                .Run<BeginTransaction>()      // the issuer and the certificate of the connection
            .After(InferEndpointType.Descriptor)
                .Run<PinAddress>();           // the configured address, whatever the Host header says

        server.On<ProcessErrorContext>()
            .First()
                .Run<RecordRejection>();      // every refusal: audited, and in our words
    }
}
