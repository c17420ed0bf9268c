using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Introspection;

/// <summary>A token and an assertion in a URL would end in somebody's access log: the engine takes GET here, we do not.</summary>
internal sealed class RequirePost : IOpenIddictServerHandler<ExtractIntrospectionRequestContext>
{
    public ValueTask HandleAsync(ExtractIntrospectionRequestContext context)
    {
        if (!HttpMethods.IsPost(context.Http.Request.Method))
            context.Reject(Reasons.PostRequired, "RFC7662-2.1");

        return ValueTask.CompletedTask;
    }
}
