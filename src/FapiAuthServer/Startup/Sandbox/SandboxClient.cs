using System.Text.Json.Nodes;
using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Profiles;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>A client of the sandbox kit, before it has keys.</summary>
internal sealed record SandboxClient(
    IssuerOptions Issuer, string ClientId, string Name, string Method, SenderConstraint? Constraint, string Algorithm,
    string? RedirectUri, IReadOnlyList<string> ResponseTypes, IReadOnlyList<string> Scopes, string? Resource)
{
    /// <summary>Where the client listens for back-channel logout, if it does.</summary>
    public string? BackchannelLogoutUri { get; init; }

    /// <summary>RFC 7591 metadata, with the issuer and its profile.</summary>
    public JsonObject Metadata(PrivateKey key, string certificateSubject)
    {
        var profile = FapiProfiles.All.First(candidate => candidate.Name == Issuer.Profile);
        var metadata = new JsonObject
        {
            ["client_id"] = ClientId,
            ["client_name"] = Name,
            ["issuer"] = Issuer.Name,
            ["profile"] = Issuer.Profile,
            ["token_endpoint_auth_method"] = Method,
        };

        if (Method == "private_key_jwt")
            metadata["token_endpoint_auth_signing_alg"] = Algorithm;
        else if (Method == "tls_client_auth")
            metadata["tls_client_auth_subject_dn"] = certificateSubject;
        else
            metadata["client_secret"] = ClientSecret.Generate();

        // Also for clients that authenticate by certificate: request objects will be verified with these.
        metadata["jwks"] = new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(key.PublicJwk())) };
        metadata["grant_types"] = Resource is null ? new JsonArray("authorization_code", "refresh_token", "client_credentials")
            : Scopes.Count > 0 ? new JsonArray("client_credentials") : new JsonArray();
        metadata["response_types"] = Resource is null ? new JsonArray([.. ResponseTypes.Select(type => JsonValue.Create(type))]) : new JsonArray();
        metadata["redirect_uris"] = RedirectUri is null ? new JsonArray() : new JsonArray(RedirectUri);
        if (RedirectUri is not null && profile.EndSession.Value)
            metadata["post_logout_redirect_uris"] = new JsonArray(new Uri(new Uri(RedirectUri), "/signed-out").AbsoluteUri);
        if (BackchannelLogoutUri is not null)
        {
            metadata["backchannel_logout_uri"] = BackchannelLogoutUri;
            metadata["backchannel_logout_session_required"] = true;
        }
        if (Scopes.Count > 0)
            metadata["scope"] = string.Join(' ', Scopes);
        if (Resource is null && Issuer.AuthorizationDetailsTypes.Count > 0)
            metadata["authorization_details_types"] = new JsonArray([.. Issuer.AuthorizationDetailsTypes.Select(type => JsonValue.Create(type.Name))]);
        if (Constraint == SenderConstraint.DPoP)
            metadata["dpop_bound_access_tokens"] = true;
        if (Constraint == SenderConstraint.MutualTls)
            metadata["tls_client_certificate_bound_access_tokens"] = true;
        if (Method == "tls_client_auth" || Constraint == SenderConstraint.MutualTls)
            metadata["use_mtls_endpoint_aliases"] = true;
        if (Resource is not null)
            metadata["resource"] = Resource;

        return metadata;
    }
}
