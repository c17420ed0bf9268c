using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;

namespace FapiAuthServer.Keys;

/// <summary>The signing keys of one issuer: one per algorithm, and the same keys as others see them.</summary>
internal sealed class IssuerKeys
{
    private readonly Dictionary<string, PrivateKey> byAlgorithm;

    public IssuerKeys(IReadOnlyList<PrivateKey> keys, string defaultAlgorithm)
    {
        byAlgorithm = keys.ToDictionary(key => key.Algorithm, StringComparer.Ordinal);
        Default = byAlgorithm[defaultAlgorithm];

        var set = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => JsonNode.Parse(key.PublicJwk()))]) };
        JsonWebKeySet = JsonSerializer.SerializeToElement(set);
        Verification = VerificationKeySet.Parse(set.ToJsonString()).Value
            ?? throw new InvalidOperationException("The issuer's own keys do not form a key set.");
    }

    /// <summary>Signs whatever no client asked another algorithm for.</summary>
    public PrivateKey Default { get; }
    public IEnumerable<PrivateKey> All => byAlgorithm.Values;
    public VerificationKeySet Verification { get; }

    /// <summary>The public keys, as published.</summary>
    public JsonElement JsonWebKeySet { get; }

    /// <summary>The key for an algorithm a client registered; the default one when it registered none.</summary>
    public PrivateKey For(string? algorithm) => algorithm is not null && byAlgorithm.TryGetValue(algorithm, out var key) ? key : Default;
}
