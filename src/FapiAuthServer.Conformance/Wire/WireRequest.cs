using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>One request, exactly as it leaves.</summary>
public sealed record WireRequest(HttpMethod Method, Uri Address)
{
    /// <summary>Header lines in their order; a name that stands twice is sent as two lines.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The form in the body, or null for no body.</summary>
    public FormParameters? Form { get; init; }

    /// <summary>The certificate shown in the handshake, or null for none.</summary>
    public X509Certificate2? Certificate { get; init; }
}
