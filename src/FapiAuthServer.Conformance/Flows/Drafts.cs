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
    extension(ClientFlow flow)
    {
        /// <summary>Another key for proofs, of the algorithm this client uses.</summary>
        public SigningKey NewDPoPKey() => flow.Context.NextProofKey(
            flow.Client.DPoPAlgorithm ?? (flow.Context.Server.Values("dpop_signing_alg_values_supported").Contains("PS256") ? "PS256" : "ES256"));

        /// <summary>A correct authorization request. The second client writes things differently where it may.</summary>
        public AuthorizationRequest NewRequest(Action<FormParameters>? alter = null)
        {
            var (client, isOpenId) = (flow.Client, flow.Context.Traits.IsOpenId);
            var request = new AuthorizationRequest();
            var parameters = request.Parameters;
            parameters["response_type"] = "code";
            parameters["client_id"] = client.ClientId;
            parameters["redirect_uri"] = client.RedirectUri.OriginalString;
            parameters["scope"] = flow.Context.Traits.Scope ?? string.Join(' ', client.Scope.Split(' ').Where(scope => isOpenId || scope != "openid"));
            parameters["state"] = flow.IsSecond ? RandomText.OfUnreserved(128) : RandomText.Of(10);
            if (isOpenId)
            {
                parameters["nonce"] = RandomText.Of(flow.IsSecond ? 43 : 10);
            }
            parameters["response_mode"] = flow.Context.Traits.ResponseMode;
            if (flow.Context.Traits.UsesProofKey)
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

        /// <summary>Where the customer is sent with what was pushed, and with the parameters that may be repeated beside it.</summary>
        public Uri AuthorizationAddress(PushAnswer push, Action<FormParameters>? alter = null)
        {
            var query = new FormParameters { ["client_id"] = flow.Client.ClientId, ["request_uri"] = push.RequestUri };
            foreach (var name in new[] { "response_type", "scope", "redirect_uri" })
            {
                query[name] = push.Request.Parameters[name];
            }
            alter?.Invoke(query);
            return flow.AuthorizationAddress(query);
        }

        /// <summary>The authorization endpoint with a query added to its own.</summary>
        public Uri AuthorizationAddress(FormParameters query)
        {
            var endpoint = flow.Context.Server.AuthorizationEndpoint;
            return new UriBuilder(endpoint) { Query = string.Join('&', new[] { endpoint.Query.TrimStart('?'), query.Encode() }.Where(part => part != "")) }.Uri;
        }

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
        public JwtDraft NewAssertion()
        {
            var client = flow.Client;
            var key = client.Key ?? throw new ConformanceException($"{client.ClientId} has no key for its assertions; add jwks_file to it.");
            var now = flow.Context.Now.ToUnixTimeSeconds();
            var header = new JsonObject { ["alg"] = key.Algorithm };
            if (key.KeyId is not null)
            {
                header["kid"] = key.KeyId;
            }
            return new JwtDraft(
                header,
                new JsonObject
                {
                    ["iss"] = client.ClientId,
                    ["sub"] = client.ClientId,
                    ["aud"] = flow.Context.Server.Issuer,
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
    }
}
