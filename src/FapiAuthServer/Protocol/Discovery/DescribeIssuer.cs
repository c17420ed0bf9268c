using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Discovery;

/// <summary>Answers the metadata request with what the issuer's profile and options say, and nothing the engine assumes.</summary>
internal sealed class DescribeIssuer(IssuerDescriptions descriptions) : IOpenIddictServerHandler<ApplyConfigurationResponseContext>
{
    public ValueTask HandleAsync(ApplyConfigurationResponseContext context)
    {
        if (context.Error is null)
            context.Transaction.Response = new OpenIddictResponse(descriptions.Of(context.Fapi.Issuer));

        return ValueTask.CompletedTask;
    }
}
