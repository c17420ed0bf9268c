using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>The subject alternative names of a certificate (RFC 5280 section 4.2.1.6); an extension that does not parse has none.</summary>
internal sealed record SubjectAlternativeNames(
    IReadOnlyList<string> Dns, IReadOnlyList<string> Uris, IReadOnlyList<string> Emails, IReadOnlyList<IPAddress> Addresses)
{
    private const string Extension = "2.5.29.17";
    private static readonly Asn1Tag EmailTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag DnsTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag AddressTag = new(TagClass.ContextSpecific, 7);

    public static SubjectAlternativeNames Read(X509Certificate2 certificate)
    {
        List<string> dns = [], uris = [], emails = [];
        List<IPAddress> addresses = [];

        if (certificate.Extensions[Extension] is { } extension)
        {
            try
            {
                var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
                while (names.HasData)
                {
                    var tag = names.PeekTag();
                    if (tag.HasSameClassAndValue(DnsTag))
                        dns.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, DnsTag));
                    else if (tag.HasSameClassAndValue(UriTag))
                        uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
                    else if (tag.HasSameClassAndValue(EmailTag))
                        emails.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, EmailTag));
                    else if (tag.HasSameClassAndValue(AddressTag))
                        addresses.Add(new IPAddress(names.ReadOctetString(AddressTag)));
                    else
                        names.ReadEncodedValue();
                }
            }
            catch (Exception exception) when (exception is AsnContentException or ArgumentException)
            {
                return new SubjectAlternativeNames([], [], [], []);
            }
        }

        return new SubjectAlternativeNames(dns, uris, emails, addresses);
    }
}
