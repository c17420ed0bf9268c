using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>A call that tells a client of a logout, on its way to the client.</summary>
internal sealed record LogoutRelayCall(FaultyBank Bank, FormParameters Form)
{
    public HttpMethod Method { get; set; } = HttpMethod.Post;
}
