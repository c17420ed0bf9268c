using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SampleFintech.Web.Connecting;

/// <summary>A customer on the way to the bank, and everything their answer must fit.</summary>
internal sealed class PendingConnection(BankMetadata bank, ProofKey key)
{
    public BankMetadata Bank { get; } = bank;

    public ProofKey Key { get; } = key;

    public string State { get; } = Random();

    public string Nonce { get; } = Random();

    public string CodeVerifier { get; } = Random();

    public string CodeChallenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(CodeVerifier)));

    /// <summary>Where the browser goes; set when the request has been pushed.</summary>
    public string? AuthorizationUrl { get; set; }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
