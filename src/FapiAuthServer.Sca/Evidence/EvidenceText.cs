using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>Text in a page: whatever it is, it is no markup.</summary>
internal static class EvidenceText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);
}
