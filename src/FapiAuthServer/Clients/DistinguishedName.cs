using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Clients;

/// <summary>
/// A subject name as its parts, so that two names are compared by meaning and not by how they were written
/// (RFC 8705 section 2.1.2, RFC 4517 section 4.2.15): attribute by attribute, spaces folded, letter case ignored.
/// </summary>
internal sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private static readonly UniversalTagNumber[] StringTypes =
    [
        UniversalTagNumber.UTF8String, UniversalTagNumber.PrintableString, UniversalTagNumber.IA5String,
        UniversalTagNumber.T61String, UniversalTagNumber.BMPString, UniversalTagNumber.NumericString, UniversalTagNumber.VisibleString,
    ];

    // From the most significant part (country) to the least; a part with several attributes keeps them sorted.
    private readonly string[] parts;

    private DistinguishedName(string[] parts) => this.parts = parts;

    /// <summary>Reads the text form of RFC 4514.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DistinguishedName? name)
    {
        name = null;
        if (text.Length is 0 or > 1024)
            return false;

        try
        {
            // RFC 4514 writes the least significant part first; the DER form that this flag yields has it last.
            return TryRead(new X500DistinguishedName(text, X500DistinguishedNameFlags.Reversed | X500DistinguishedNameFlags.UseCommas), out name);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Reads the name of a certificate. Odd encodings are refused, never guessed at.</summary>
    public static bool TryRead(X500DistinguishedName encoded, [NotNullWhen(true)] out DistinguishedName? name)
    {
        name = null;
        try
        {
            var parts = new List<string>();
            var sequence = new AsnReader(encoded.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                var set = sequence.ReadSetOf();
                var attributes = new List<string>();
                while (set.HasData)
                {
                    var attribute = set.ReadSequence();
                    var type = attribute.ReadObjectIdentifier();
                    attributes.Add($"{type}={Value(attribute)}");
                    attribute.ThrowIfNotEmpty();
                }

                attributes.Sort(StringComparer.Ordinal);
                parts.Add(string.Join('+', attributes));
            }

            if (parts.Count == 0)
                return false;

            name = new DistinguishedName([.. parts]);
            return true;
        }
        catch (Exception exception) when (exception is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    public bool Equals(DistinguishedName? other) => other is not null && parts.AsSpan().SequenceEqual(other.parts);

    public override bool Equals(object? other) => Equals(other as DistinguishedName);

    public override int GetHashCode() => string.Join(',', parts).GetHashCode(StringComparison.Ordinal);

    private static string Value(AsnReader attribute)
    {
        var tag = attribute.PeekTag();
        if (tag.TagClass != TagClass.Universal || !StringTypes.Contains((UniversalTagNumber)tag.TagValue))
            throw new AsnContentException("The attribute value is not a string.");

        var text = attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue);

        // A NUL in a name once made two names look alike; no honest name has control characters.
        if (text.Any(char.IsControl))
            throw new AsnContentException("The attribute value has control characters.");

        var folded = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
        return folded.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("+", "\\+", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);
    }
}
