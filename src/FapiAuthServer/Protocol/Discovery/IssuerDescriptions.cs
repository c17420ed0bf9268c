using System.Collections.Concurrent;
using System.Text.Json;
using FapiAuthServer.Grants;
using FapiAuthServer.Issuers;

namespace FapiAuthServer.Protocol.Discovery;

/// <summary>The metadata of each issuer, written once: nothing in it changes while the server runs.</summary>
internal sealed class IssuerDescriptions(AuthenticationContexts contexts)
{
    private readonly ConcurrentDictionary<string, JsonElement> described = new(StringComparer.Ordinal);

    public JsonElement Of(Issuer issuer)
        => described.GetOrAdd(issuer.Identifier, _ => JsonSerializer.SerializeToElement(IssuerMetadata.Describe(issuer, contexts.OfferedBy(issuer))));
}
