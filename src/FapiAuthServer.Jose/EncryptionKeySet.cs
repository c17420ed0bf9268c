namespace FapiAuthServer.Jose;

/// <summary>The keys of a JWK Set (RFC 7517 §5) that JWTs can be encrypted to.</summary>
public sealed class EncryptionKeySet
{
    private EncryptionKeySet(IReadOnlyList<EncryptionKey> keys) => Keys = keys;

    /// <summary>The keys with <c>use</c> enc, in document order. Keys of other types, curves, algorithms or uses are left out.</summary>
    public IReadOnlyList<EncryptionKey> Keys { get; }

    /// <summary>Reads a JWK Set.</summary>
    /// <param name="jwks">The document.</param>
    /// <returns>
    /// The set, or a refusal: too large or too many keys, malformed, any private or symmetric key, or an encryption key that is
    /// weak, invalid or without a <c>kid</c>.
    /// </returns>
    public static JoseResult<EncryptionKeySet> Parse(string jwks)
    {
        var document = JwkSetReader.Read(jwks);
        if (!document.IsValid)
            return document.As<EncryptionKeySet>();

        var keys = new List<EncryptionKey>();
        foreach (var jwk in document.Value)
        {
            if (!EncryptionKey.IsMeantForEncryption(jwk) || !JwkSetReader.IsSpoken(jwk))
                continue;
            var key = EncryptionKey.FromJwk(jwk);
            if (!key.IsValid)
                return key.As<EncryptionKeySet>();
            keys.Add(key.Value);
        }

        return new EncryptionKeySet(keys);
    }

    /// <summary>The first key for an algorithm, or null.</summary>
    /// <param name="alg">One of <see cref="JweAlgorithms.KeyManagement"/>.</param>
    public EncryptionKey? Find(string alg) => Keys.FirstOrDefault(key => key.Algorithm == alg);
}
