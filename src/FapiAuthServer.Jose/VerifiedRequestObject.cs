using System.Text.Json;

namespace FapiAuthServer.Jose;

/// <summary>An authorization request that its client has signed for us; only <see cref="SignedRequestObject.Verify"/> makes one.</summary>
public sealed class VerifiedRequestObject
{
    internal VerifiedRequestObject(IReadOnlyList<KeyValuePair<string, JsonElement>> parameters, string algorithm)
    {
        Parameters = parameters;
        Algorithm = algorithm;
    }

    /// <summary>
    /// The parameters of the authorization request, as JSON: the claims without those that are about the JWT itself
    /// (<c>iss</c>, <c>aud</c>, <c>exp</c>, <c>nbf</c>, <c>iat</c>, <c>jti</c>, <c>sub</c>).
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Parameters { get; }

    /// <summary>The algorithm it was verified with.</summary>
    public string Algorithm { get; }
}
