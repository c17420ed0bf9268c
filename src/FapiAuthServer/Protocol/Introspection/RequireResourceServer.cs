using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Introspection;

/// <summary>Only a client that is registered as a resource server may ask about tokens.</summary>
internal sealed class RequireResourceServer : IOpenIddictServerHandler<ValidateIntrospectionRequestContext>
{
    public ValueTask HandleAsync(ValidateIntrospectionRequestContext context)
    {
        if (context.Fapi.Client!.Client.Metadata.Resource is null)
            context.Reject(Reasons.IntrospectionNotAllowed, "RFC7662-2.1");
        else if (string.IsNullOrEmpty(context.Request!.Token))
            context.Reject(Reasons.TokenParameterMissing, "RFC7662-2.1");

        return ValueTask.CompletedTask;
    }
}
