using System.Security.Cryptography.X509Certificates;
using System.Text;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.TestKit.Protocol;

/// <summary>A request as a correct client would send it, handed to the test before it leaves: everything can be changed.</summary>
public sealed class ProtocolRequest
{
    public required Uri Address { get; set; }

    public HttpMethod Method { get; set; } = HttpMethod.Post;

    public FormParameters Form { get; } = new();

    /// <summary>The client's assertion; null sends none.</summary>
    public JwtDraft? Assertion { get; set; }

    /// <summary>The Authorization header of a client with a secret; null sends none.</summary>
    public string? Basic { get; set; }

    /// <summary>The authorization request as a signed JWT; null sends none.</summary>
    public JwtDraft? RequestObject { get; set; }

    /// <summary>The DPoP proof; null sends none.</summary>
    public JwtDraft? Proof { get; set; }

    /// <summary>The certificate shown in the TLS handshake; null shows none.</summary>
    public X509Certificate2? Certificate { get; set; }

    public string? AccessToken { get; set; }

    public string AccessTokenScheme { get; set; } = "Bearer";

    /// <summary>Headers beside those that follow from the properties above.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>The exact body, instead of <see cref="Form"/> and <see cref="Assertion"/>.</summary>
    public byte[]? Body { get; set; }

    public string ContentType { get; set; } = "application/x-www-form-urlencoded";

    public HttpRequestMessage ToMessage()
    {
        if (Assertion is not null)
        {
            Form["client_assertion_type"] ??= "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            Form["client_assertion"] ??= Assertion.Sign();
        }
        if (RequestObject is not null)
        {
            Form["request"] ??= RequestObject.Sign();
        }
        var message = new HttpRequestMessage(Method, Address);
        var body = Body ?? Encoding.ASCII.GetBytes(Form.Encode());
        if (body.Length > 0 || (Method != HttpMethod.Get && Method != HttpMethod.Delete))
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }
        if (AccessToken is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", AccessTokenScheme + " " + AccessToken);
        }
        if (Basic is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", Basic);
        }
        if (Proof is not null)
        {
            message.Headers.TryAddWithoutValidation("DPoP", Proof.Sign());
        }
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }
}
