using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>One request to the API, to be changed with <c>with</c>.</summary>
internal sealed record Call
{
    public string Method { get; init; } = "GET";

    public string Target { get; init; } = "/accounts";

    public string[] Authorization { get; init; } = [];

    public string[] Proofs { get; init; } = [];

    public string ProofHeader { get; init; } = "DPoP";

    public X509Certificate2? Certificate { get; init; }

    public IPAddress? Peer { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string? Form { get; init; }

    public Call With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };
}
