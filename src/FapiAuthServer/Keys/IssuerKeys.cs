using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;

namespace FapiAuthServer.Keys;

/// <summary>The keys of one issuer: one per algorithm, to sign or to decrypt with, and the same keys as others see them.</summary>
internal sealed class IssuerKeys
{
    private readonly Dictionary<string, PrivateKey> byAlgorithm;
    private readonly Rs256Key? rs256;

    public IssuerKeys(IReadOnlyList<PrivateKey> signing, IReadOnlyList<DecryptionKey> decryption, Rs256Key? rs256)
    {
        this.rs256 = rs256;
        byAlgorithm = signing.ToDictionary(key => key.Algorithm, StringComparer.Ordinal);
        Default = signing[0];
        Decryption = decryption;

        var published = PublicJwks(signing, rs256).Concat(decryption.Select(key => key.PublicJwk()));
        var set = new JsonObject { ["keys"] = new JsonArray([.. published.Select(jwk => JsonNode.Parse(jwk))]) };
        JsonWebKeySet = JsonSerializer.SerializeToElement(set);
        Verification = VerificationKeySet.Parse(set.ToJsonString()).Value
            ?? throw new InvalidOperationException("The issuer's own keys do not form a key set.");
    }

    /// <summary>Signs whatever no client asked another algorithm for.</summary>
    public PrivateKey Default { get; }
    public IEnumerable<PrivateKey> All => byAlgorithm.Values;
    public VerificationKeySet Verification { get; }

    /// <summary>Open what clients encrypt for this issuer; none where encryption is not offered.</summary>
    public IReadOnlyList<DecryptionKey> Decryption { get; }

    /// <summary>The public keys, as published.</summary>
    public JsonElement JsonWebKeySet { get; }

    /// <summary>The key for an algorithm a client registered; the default one when it registered none.</summary>
    public PrivateKey For(string? algorithm) => algorithm is not null && byAlgorithm.TryGetValue(algorithm, out var key) ? key : Default;

    /// <summary>What signs the ID tokens of a client: what it registered, else RS256 where that is offered (OIDCC-15.1).</summary>
    public string IdTokenAlgorithm(string? registered) => registered ?? (rs256 is null ? Default.Algorithm : Rs256Key.Algorithm);

    /// <summary>Signs what names a customer to a client: ID tokens, and logout tokens, which clients verify alike.</summary>
    public string SignForClient(string algorithm, string type, Action<Utf8JsonWriter> claims)
        => algorithm == Rs256Key.Algorithm && rs256 is not null
            ? JwtWriter.Sign(rs256, type, claims)
            : JwtWriter.Sign(byAlgorithm[algorithm], type, claims);

    /// <summary>Whether one of these keys signed the token.</summary>
    public bool Verifies(CompactJws jws, string token)
        => rs256?.Verifies(jws, token) is true || Verification.Find(jws.KeyId, jws.Algorithm) is { IsValid: true } key && jws.VerifySignature(key.Value);

    private static IEnumerable<string> PublicJwks(IEnumerable<PrivateKey> keys, Rs256Key? rs256)
        => rs256 is null ? keys.Select(key => key.PublicJwk()) : [rs256.PublicJwk(), .. keys.Select(key => key.PublicJwk())];
}
