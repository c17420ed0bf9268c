using System.Diagnostics.CodeAnalysis;
using FapiAuthServer.Clients;
using FapiAuthServer.Rejections;

namespace FapiAuthServer.Protocol.ClientAuthentication;

/// <summary>Either the client, proved, or why not.</summary>
internal readonly record struct ClientAuthenticationResult(AuthenticatedClient? Client, Rejection? Rejection)
{
    [MemberNotNullWhen(true, nameof(Client))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool Succeeded => Client is not null;

    public static implicit operator ClientAuthenticationResult(AuthenticatedClient client) => new(client, null);

    public static implicit operator ClientAuthenticationResult(Rejection rejection) => new(null, rejection);
}
