using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>The newest DPoP nonce of the authorization server and of the resource, which are kept apart.</summary>
internal sealed class NonceJar
{
    private string? ofServer;
    private string? ofResource;

    public string? For(bool isResource) => isResource ? ofResource : ofServer;

    public void Keep(WireResponse response, bool isResource)
    {
        if (response.Header("DPoP-Nonce") is not { } nonce)
        {
            return;
        }
        if (isResource)
        {
            ofResource = nonce;
        }
        else
        {
            ofServer = nonce;
        }
    }
}
