using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Running;

/// <summary>Reads the discovery document. What it says is the discovery module's to judge; here it only has to be there.</summary>
internal static class Discovery
{
    /// <exception cref="ConformanceException">There is none.</exception>
    /// <exception cref="WireException">Nobody answers.</exception>
    public static async Task<ServerMetadata> ReadAsync(
        RecordingWire wire, ServerConfiguration configuration, bool isOpenId, CancellationToken cancellation)
    {
        var address = isOpenId ? configuration.Discovery : configuration.OAuthDiscovery ?? configuration.Discovery;
        var response = await wire.SendAsync("Discovery document", new WireRequest(HttpMethod.Get, address), cancellation: cancellation);
        return response is { Status: 200, Json: { } document }
            ? new ServerMetadata(address, document)
            : throw new ConformanceException(
                $"{address} answered with {response.Describe()} and no discovery document; set discovery to the server's /.well-known/openid-configuration.");
    }
}
