using FapiAuthServer.Clients;
using FapiAuthServer.Interaction.Logout;
using FapiAuthServer.Issuers;
using FapiAuthServer.Keys;

namespace FapiAuthServer.Protocol.Logout;

/// <summary>
/// Tells a client that a session has ended (OIDCBCL-2.4). Its type, and the nonce it must not have, keep it from being taken
/// for an ID token, by the client as by us.
/// </summary>
internal static class LogoutToken
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public static string Sign(IssuerKeys keys, Issuer issuer, RegisteredClient client, LogoutNotice notice, DateTimeOffset now)
        => keys.SignForClient(keys.IdTokenAlgorithm(client.Metadata.IdTokenSignedResponseAlg), "logout+jwt", json =>
        {
            json.WriteString("iss", issuer.Identifier);
            json.WriteString("sub", notice.Subject);
            json.WriteString("aud", client.ClientId);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteString("jti", Guid.NewGuid().ToString("N"));
            json.WriteString("sid", notice.SessionId);
            json.WriteStartObject("events");
            json.WriteStartObject(Event);
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
