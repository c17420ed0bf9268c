using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;

namespace FapiAuthServer.Sca.Customers;

internal static class Username
{
    public const int MaxLength = 256;

    /// <summary>The form that is looked up, or false for input that can be nobody's username.</summary>
    public static bool TryNormalize(string username, ILookupNormalizer normalizer, [NotNullWhen(true)] out string? normalized)
    {
        var trimmed = username.Trim();

        // Lone surrogates and NUL are not just unknown: they make normalisers and databases throw.
        normalized = trimmed.Length is > 0 and <= MaxLength && !trimmed.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? normalizer.NormalizeName(trimmed)
            : null;
        return normalized?.Length is > 0 and <= MaxLength;
    }
}
