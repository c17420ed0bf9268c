using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;

namespace FapiAuthServer.Clients;

/// <summary>What a client's metadata must be for what is encrypted by it or for it.</summary>
internal static class EncryptionRules
{
    public static IEnumerable<string> Faults(ClientMetadata client, Issuer issuer)
    {
        (string Name, string? Algorithm, string? Content)[] encryptions =
        [
            ("request_object_encryption", client.RequestObjectEncryptionAlg, client.RequestObjectEncryptionEnc),
            ("id_token_encrypted_response", client.IdTokenEncryptedResponseAlg, client.IdTokenEncryptedResponseEnc),
            ("userinfo_encrypted_response", client.UserinfoEncryptedResponseAlg, client.UserinfoEncryptedResponseEnc),
            ("authorization_encrypted_response", client.AuthorizationEncryptedResponseAlg, client.AuthorizationEncryptedResponseEnc),
        ];
        foreach (var (name, algorithm, content) in encryptions.Where(encryption => encryption.Algorithm is not null || encryption.Content is not null))
            foreach (var fault in Faults(issuer, name, algorithm, content))
                yield return fault;

        // Encrypted only, anyone could have made it: a public key is all it takes.
        if (client.UserinfoEncryptedResponseAlg is not null && client.UserinfoSignedResponseAlg is null)
            yield return "userinfo_encrypted_response_alg needs userinfo_signed_response_alg: what is encrypted is signed first.";

        string?[] needed = [client.IdTokenEncryptedResponseAlg, client.UserinfoEncryptedResponseAlg, client.AuthorizationEncryptedResponseAlg];
        foreach (var fault in KeyFaults(client, [.. needed.OfType<string>().Distinct().Where(issuer.Profile.EncryptionAlgorithms.Value.Contains)]))
            yield return fault;
    }

    private static IEnumerable<string> Faults(Issuer issuer, string name, string? algorithm, string? content)
    {
        var algorithms = issuer.Profile.EncryptionAlgorithms.Value;
        var contents = issuer.Profile.ContentEncryption.Value;
        if (algorithms.Count == 0)
            yield return $"{name}_alg and {name}_enc: this issuer offers no encryption.";
        else if (algorithm is null)
            yield return $"{name}_enc needs {name}_alg.";
        else if (!algorithms.Contains(algorithm))
            yield return $"{name}_alg must be one of {string.Join(", ", algorithms)}.";
        else if (content is null)
            yield return $"{name}_enc is required with {name}_alg: its default, A128CBC-HS256, is not offered; use {string.Join(" or ", contents)}.";
        else if (!contents.Contains(content))
            yield return $"{name}_enc must be one of {string.Join(", ", contents)}.";
    }

    private static IEnumerable<string> KeyFaults(ClientMetadata client, IReadOnlyList<string> algorithms)
    {
        if (algorithms.Count > 0 && client.Jwks is null && client.JwksUri is null)
            yield return "Encrypted responses need jwks or jwks_uri with a key to encrypt to.";

        if (client.Jwks is not { } jwks)
            yield break;

        var keys = EncryptionKeySet.Parse(jwks.GetRawText());
        if (!keys.IsValid)
            yield return $"jwks: {keys.Description}";
        else
            foreach (var algorithm in algorithms.Where(algorithm => keys.Value.Find(algorithm) is null))
                yield return $"jwks holds no key for {algorithm}: one with use enc, a kid and the fitting key type is required.";
    }
}
