namespace FapiAuthServer.Clients;

/// <summary>
/// Proof that a client was authenticated. At the authorization endpoint: when it pushed its request; or, where the browser may
/// carry requests, by the signature of the request object or not at all, as RFC 6749 section 4.1.1 has it.
/// </summary>
internal sealed class AuthenticatedClient
{
    internal AuthenticatedClient(RegisteredClient client, string method)
    {
        Client = client;
        Method = method;
    }

    public RegisteredClient Client { get; }
    public string ClientId => Client.ClientId;

    /// <summary>The authentication method that was verified, never one that was merely claimed; or the kind of request.</summary>
    public string Method { get; }
}
