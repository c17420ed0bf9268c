namespace FapiAuthServer.Clients;

/// <summary>Proof that a client was authenticated, or, at the authorization endpoint, was authenticated when it pushed its request.</summary>
internal sealed class AuthenticatedClient
{
    internal AuthenticatedClient(RegisteredClient client, string method)
    {
        Client = client;
        Method = method;
    }

    public RegisteredClient Client { get; }
    public string ClientId => Client.ClientId;

    /// <summary>The authentication method that was verified, never one that was merely claimed.</summary>
    public string Method { get; }
}
