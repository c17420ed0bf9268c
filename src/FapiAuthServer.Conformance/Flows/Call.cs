using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>A request as a correct client would send it, handed to the module before it leaves: everything can be changed.</summary>
public sealed class Call
{
    /// <summary>What the report calls it.</summary>
    public required string Label { get; set; }

    public required Uri Address { get; set; }

    public HttpMethod Method { get; set; } = HttpMethod.Post;

    /// <summary>The form in the body; null for none.</summary>
    public FormParameters? Form { get; set; } = [];

    /// <summary>The client's assertion; null sends none.</summary>
    public JwtDraft? Assertion { get; set; }

    /// <summary>The client's secret; null sends none.</summary>
    public ClientSecret? Secret { get; set; }

    /// <summary>The DPoP proof; null sends none.</summary>
    public JwtDraft? Proof { get; set; }

    /// <summary>What stands in DPoP headers instead of <see cref="Proof"/>: one text, one header.</summary>
    public IReadOnlyList<string>? ProofTexts { get; set; }

    /// <summary>How the name of the DPoP header is spelt.</summary>
    public string ProofHeader { get; set; } = "DPoP";

    /// <summary>The certificate shown in the handshake; null shows none.</summary>
    public X509Certificate2? Certificate { get; set; }

    public string? AccessToken { get; set; }

    public string AccessTokenScheme { get; set; } = "Bearer";

    /// <summary>Headers beside those that follow from the properties above.</summary>
    public IList<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Takes away a header of that name and sets it anew; null only takes it away.</summary>
    public void SetHeader(string name, string? value)
    {
        foreach (var header in Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            Headers.Remove(header);
        }
        if (value is not null)
        {
            Headers.Add(new(name, value));
        }
    }

    internal WireRequest ToRequest()
    {
        if (Assertion is not null && Form is not null)
        {
            Form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            Form["client_assertion"] = Assertion.Sign();
        }
        if (Secret is { InHeader: false } && Form is not null)
        {
            (Form["client_id"], Form["client_secret"]) = (Secret.ClientId, Secret.Value);
        }
        var headers = new List<KeyValuePair<string, string>>(Headers);
        if (Secret is { InHeader: true })
        {
            headers.Add(new("Authorization", $"Basic {Secret.BasicCredentials}"));
        }
        if (AccessToken is not null)
        {
            headers.Add(new("Authorization", $"{AccessTokenScheme} {AccessToken}"));
        }
        foreach (var proof in ProofTexts ?? (Proof is null ? [] : [Proof.Sign()]))
        {
            headers.Add(new(ProofHeader, proof));
        }
        return new WireRequest(Method, Address) { Form = Form, Headers = headers, Certificate = Certificate };
    }
}
