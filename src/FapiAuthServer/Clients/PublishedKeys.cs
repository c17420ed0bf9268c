using FapiAuthServer.Jose;

namespace FapiAuthServer.Clients;

/// <summary>What a client's JWK Set holds: the keys it signs with, and the keys it can be answered under.</summary>
internal sealed record PublishedKeys(VerificationKeySet Verification, EncryptionKeySet Encryption)
{
    private const string EmptySet = """{"keys":[]}""";
    private static readonly EncryptionKeySet NoEncryption = EncryptionKeySet.Parse(EmptySet).Value!;

    public static PublishedKeys None { get; } = new(VerificationKeySet.Parse(EmptySet).Value!, NoEncryption);

    /// <summary>Null when the set is no set, or a signature key in it is unusable; a bad encryption key does not stop its owner from signing.</summary>
    public static PublishedKeys? Parse(string jwks)
        => VerificationKeySet.Parse(jwks).Value is { } verification
            ? new PublishedKeys(verification, EncryptionKeySet.Parse(jwks).Value ?? NoEncryption)
            : null;
}
