using System.Collections.Concurrent;
using System.Text.Json;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Discovery;

/// <summary>Answers the metadata request with what the issuer's profile and options say, and nothing the engine assumes.</summary>
internal sealed class DescribeIssuer : IOpenIddictServerHandler<ApplyConfigurationResponseContext>
{
    private static readonly ConcurrentDictionary<string, JsonElement> Described = new(StringComparer.Ordinal);

    public ValueTask HandleAsync(ApplyConfigurationResponseContext context)
    {
        if (context.Error is null)
        {
            var issuer = context.Fapi.Issuer;
            context.Transaction.Response = new OpenIddictResponse(
                Described.GetOrAdd(issuer.Identifier, _ => JsonSerializer.SerializeToElement(IssuerMetadata.Describe(issuer))));
        }

        return ValueTask.CompletedTask;
    }
}
