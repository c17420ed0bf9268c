using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>What a correct client would send, before it is signed and sent.</summary>
public static class Drafts
{
    // What is JSON in a form is JSON in a request object, and not a text that holds it (OpenID Connect Core section 6.1).
    private static JsonNode? ClaimOf(string name, string value) => name is "claims" or "authorization_details" ? JsonNode.Parse(value) : value;

    /// <summary>An endpoint with a query added to its own.</summary>
    internal static Uri WithQuery(Uri endpoint, FormParameters query) =>
        new UriBuilder(endpoint) { Query = string.Join('&', new[] { endpoint.Query.TrimStart('?'), query.Encode() }.Where(part => part != "")) }.Uri;

    extension(ClientFlow flow)
    {
        /// <summary>Another key for proofs, of the algorithm this client uses.</summary>
        public SigningKey NewDPoPKey() => flow.Context.NextProofKey(
            flow.Client.DPoPAlgorithm ?? (flow.Context.Server.Values("dpop_signing_alg_values_supported").Contains("PS256") ? "PS256" : "ES256"));

        /// <summary>A correct authorization request. The second client writes things differently where it may.</summary>
        public AuthorizationRequest NewRequest(Action<FormParameters>? alter = null, Action<JwtDraft>? alterObject = null)
        {
            var (client, traits, isOpenId) = (flow.Client, flow.Context.Traits, flow.Context.Traits.IsOpenId);
            var request = new AuthorizationRequest { IsSigned = traits.SignsRequests, AlterObject = alterObject };
            var parameters = request.Parameters;
            parameters["response_type"] = traits.IsHybrid ? "code id_token" : "code";
            parameters["response_mode"] = traits.Responses switch
            {
                ResponseForm.SignedQuery => "jwt",
                ResponseForm.FormPost => "form_post",
                _ => null,
            };
            parameters["client_id"] = client.ClientId;
            parameters["redirect_uri"] = client.RedirectUri.OriginalString;
            parameters["scope"] = traits.Scope ?? string.Join(' ', client.Scope.Split(' ').Where(scope => isOpenId || scope != "openid"));
            parameters["state"] = flow.IsSecond ? RandomText.OfUnreserved(128) : RandomText.Of(10);
            if (isOpenId)
            {
                parameters["nonce"] = RandomText.Of(flow.IsSecond ? 43 : 10);
            }
            if (traits.UsesProofKey)
            {
                parameters["code_challenge"] = request.CodeChallenge;
                parameters["code_challenge_method"] = "S256";
            }
            if (flow.IsSecond)
            {
                parameters.Reverse();
            }
            alter?.Invoke(parameters);
            return request;
        }

        /// <summary>The request object of a request, good for five minutes, before it is signed (RFC 9101).</summary>
        public JwtDraft NewRequestObject(AuthorizationRequest request)
        {
            var (key, now) = (flow.SigningKey(), flow.Context.Now.ToUnixTimeSeconds());
            var header = flow.HeaderFor(key);
            var claims = new JsonObject(request.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, ClaimOf(parameter.Key, parameter.Value))))
            {
                ["iss"] = flow.Client.ClientId,
                ["aud"] = flow.Context.Server.Issuer,
                ["nbf"] = now,
                ["exp"] = now + 300,
            };
            if (flow.IsSecond)
            {
                // Media types are compared without regard to case.
                header["typ"] = "OautH-auThZ-REQ+jWt";
                claims["iat"] = now;
            }
            var draft = new JwtDraft(header, claims, key);
            request.AlterObject?.Invoke(draft);
            return draft;
        }

        /// <summary>Where the customer is sent with a request that was not pushed: in plain, or as a request object with the parameters that may be repeated beside it.</summary>
        public Uri AuthorizationAddress(AuthorizationRequest request, Action<FormParameters>? alter = null)
        {
            var query = request.IsSigned ? flow.Beside(request, "request", flow.NewRequestObject(request).Sign()) : FormParameters.Decode(request.Parameters.Encode());
            alter?.Invoke(query);
            return flow.AuthorizationAddress(query);
        }

        /// <summary>Where the customer is sent with what was pushed, and with the parameters that may be repeated beside it.</summary>
        public Uri AuthorizationAddress(PushAnswer push, Action<FormParameters>? alter = null)
        {
            var query = flow.Beside(push.Request, "request_uri", push.RequestUri);
            alter?.Invoke(query);
            return flow.AuthorizationAddress(query);
        }

        /// <summary>The authorization endpoint with a query added to its own.</summary>
        public Uri AuthorizationAddress(FormParameters query) => WithQuery(flow.Context.Server.AuthorizationEndpoint, query);

        /// <summary>The client's secret, where that is how the variant's clients say who they are.</summary>
        internal ClientSecret? NewSecret()
        {
            var (client, authentication) = (flow.Client, flow.Context.Traits.ClientAuthentication);
            return authentication is not (ClientAuthentication.SecretBasic or ClientAuthentication.SecretPost)
                ? null
                : new ClientSecret(
                    client.ClientId, client.Secret ?? throw new ConformanceException($"{client.ClientId} has no secret; add client_secret to it."),
                    authentication == ClientAuthentication.SecretBasic);
        }

        /// <summary>The client's assertion, good for a minute, before it is signed.</summary>
        public JwtDraft NewAssertion(string audience)
        {
            var client = flow.Client;
            var key = flow.SigningKey();
            var now = flow.Context.Now.ToUnixTimeSeconds();
            return new JwtDraft(
                flow.HeaderFor(key),
                new JsonObject
                {
                    ["iss"] = client.ClientId,
                    ["sub"] = client.ClientId,
                    ["aud"] = audience,
                    ["jti"] = RandomText.Of(20),
                    ["iat"] = now,
                    ["nbf"] = now,
                    ["exp"] = now + 60,
                },
                key);
        }

        /// <summary>A proof for one call, before it is signed.</summary>
        public JwtDraft NewProof(SigningKey key, HttpMethod method, Uri address, string? accessToken = null, string? nonce = null)
        {
            var claims = new JsonObject
            {
                ["jti"] = RandomText.Of(20),
                ["htm"] = method.Method,
                ["htu"] = address.GetLeftPart(UriPartial.Path),
                ["iat"] = flow.Context.Now.ToUnixTimeSeconds(),
            };
            if (accessToken is not null)
            {
                claims["ath"] = Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
            }
            if (nonce is not null)
            {
                claims["nonce"] = nonce;
            }
            return new JwtDraft(new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = key.Algorithm, ["jwk"] = key.PublicJwk() }, claims, key);
        }

        private SigningKey SigningKey() =>
            flow.Client.Key ?? throw new ConformanceException($"{flow.Client.ClientId} has no key to sign with; add jwks_file to it.");

        private JsonObject HeaderFor(SigningKey key)
        {
            var header = new JsonObject { ["alg"] = key.Algorithm };
            if (key.KeyId is not null)
            {
                header["kid"] = key.KeyId;
            }
            return header;
        }

        // OAuth and OpenID Connect want these in the query, whatever the request object says.
        private FormParameters Beside(AuthorizationRequest request, string name, string? value)
        {
            var query = new FormParameters { ["client_id"] = flow.Client.ClientId, [name] = value };
            foreach (var repeated in new[] { "response_type", "scope", "redirect_uri" })
            {
                query[repeated] = request.Parameters[repeated];
            }
            return query;
        }
    }
}
