using System.Text;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>How a client that shares a secret with the server says who it is.</summary>
/// <param name="InHeader">Whether it stands in the Authorization header (`client_secret_basic`), else in the form (`client_secret_post`).</param>
public sealed record ClientSecret(string ClientId, string Value, bool InHeader)
{
    /// <summary>RFC 6749 section 2.3.1: both are form-encoded before they are put together.</summary>
    internal string BasicCredentials =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(Value)}"));
}
