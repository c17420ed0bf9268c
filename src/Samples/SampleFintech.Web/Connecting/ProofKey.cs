using FapiAuthServer.Jose;

namespace SampleFintech.Web.Connecting;

/// <summary>The key one connection is bound to, and the newest nonce of each server it speaks to.</summary>
internal sealed class ProofKey(TimeProvider time)
{
    private readonly PrivateKey _key = PrivateKey.Generate(FapiAlgorithms.ES256);
    private readonly Dictionary<string, string> _nonces = [];

    public string Thumbprint => _key.Thumbprint;

    /// <summary>Makes a proof for one request.</summary>
    public string Prove(HttpMethod method, Uri uri, string? accessToken = null)
        => DPoPProof.Create(_key, method.Method, uri.AbsoluteUri, time.GetUtcNow(), accessToken, _nonces.GetValueOrDefault(Origin(uri)));

    /// <summary>Remembers the nonce of a response (RFC 9449 §8.2); says whether it is a new one.</summary>
    public bool Remember(Uri uri, HttpResponseMessage? response)
    {
        if (response is null || !response.Headers.TryGetValues("DPoP-Nonce", out var values) || values.ToArray() is not [{ Length: > 0 } nonce])
            return false;
        var isNew = _nonces.GetValueOrDefault(Origin(uri)) != nonce;
        _nonces[Origin(uri)] = nonce;
        return isNew;
    }

    private static string Origin(Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
