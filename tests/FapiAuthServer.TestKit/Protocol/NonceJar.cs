using System.Collections.Concurrent;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>The last DPoP nonce of each server, kept apart by origin (RFC 9449 section 8.2).</summary>
public sealed class NonceJar
{
    private readonly ConcurrentDictionary<string, string> nonces = new();

    public string? For(Uri address) => nonces.GetValueOrDefault(Origin(address));

    public void Keep(Uri address, ServerResponse response)
    {
        if (response.Header("DPoP-Nonce") is { } nonce)
        {
            nonces[Origin(address)] = nonce;
        }
    }

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
