using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace FapiAuthServer.Clients;

/// <summary>
/// The hash of a client's secret. One round of SHA-256 is enough, because such a secret is random and at least 128 bits
/// long: there is no list to try, and nobody's password is protected by being slow on every token request.
/// </summary>
internal sealed class ClientSecret
{
    /// <summary>128 random bits are 22 characters of base64url; ten more make up for a poorer alphabet.</summary>
    public const int ShortestText = 32;

    public const int LongestText = 256;
    private const int GeneratedBytes = 32;

    private readonly byte[] hash;

    private ClientSecret(byte[] hash) => this.hash = hash;

    public string Hash => WebEncoders.Base64UrlEncode(hash);

    public static ClientSecret Of(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    [return: NotNullIfNotNull(nameof(hash))]
    public static ClientSecret? OfHash(string? hash) => hash is null ? null : new ClientSecret(WebEncoders.Base64UrlDecode(hash));

    /// <summary>A new secret of 256 bits, for whoever hands secrets out.</summary>
    public static string Generate() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(GeneratedBytes));

    /// <summary>Whether a secret that somebody brings can be a random one: of some length, and not one character over and over.</summary>
    public static bool IsStrong(string secret)
        => secret.Length is >= ShortestText and <= LongestText && secret.All(c => c is >= ' ' and <= '~') && secret.Distinct().Count() >= 8;

    /// <summary>Takes as long for a wrong secret as for the right one.</summary>
    public bool Matches(string secret)
        => secret.Length <= LongestText && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
