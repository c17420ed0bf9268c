using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>The id_token, the keys that verify it, and the claims that are asked for by name.</summary>
internal static class IdTokenFaults
{
    private static readonly SigningKey Unpublished = SigningKey.New("ES256");
    private static readonly ConcurrentDictionary<string, JsonNode> IssuedAt = new();

    public static IReadOnlyList<Fault> All { get; } = [.. Tokens(), .. OfRefreshes(), .. Keys(), .. Claims()];

    private static IEnumerable<Fault> Tokens()
    {
        yield return Everywhere("An id_token has no nonce", draft => draft.Claims.Remove("nonce")) with { FailsWhere = Saw.Nonce };
        yield return Everywhere("An id_token has another nonce", draft => draft.Claims["nonce"] = draft.Claims.ContainsKey("nonce") ? "another" : null) with
        {
            FailsWhere = Saw.Nonce,
        };
        yield return Everywhere("An id_token has a nonce though none was sent", draft => draft.Claims["nonce"] ??= "made-up") with
        {
            FailsWhere = _ => false,
            Fails = ["ensure-authorization-request-without-nonce-success"],
        };
        yield return Everywhere("An id_token is signed with RS256", (draft, bank) =>
        {
            draft.Key = bank.SigningKey("PS256");
            (draft.Header["alg"], draft.Header["kid"]) = ("RS256", draft.Key.KeyId);
        });
        yield return Everywhere("An id_token is not signed", draft => draft.Header["alg"] = "none");
        yield return Everywhere("An id_token is signed by a key that is not published", draft => draft.Key = Unpublished);
        yield return Everywhere("The signature of an id_token is damaged", draft => draft.Afterwards = JwtDraft.DamageSignature);
        yield return Everywhere("An id_token does not name its key", draft => draft.Header.Remove("kid"));
        yield return Everywhere("An id_token is for another client", draft => draft.Claims["aud"] = "another-client");
        yield return Everywhere("An id_token is of an issuer with a slash at the end", draft => draft.Claims["iss"] = (string)draft.Claims["iss"]! + "/");
        yield return Everywhere("An id_token has expired", draft => draft.Claims["exp"] = (long)draft.Claims["iat"]! - 600);
        yield return Everywhere("An id_token is an hour old", draft => draft.Claims["iat"] = (long)draft.Claims["iat"]! - 3600);
        yield return Everywhere("An id_token is about nobody", draft => draft.Claims["sub"] = "");
        yield return Everywhere("The hash of the access token is of another one", draft => draft.Claims["at_hash"] = "b3RoZXItYWNjZXNzLXRva2Vu");
        yield return Everywhere("The way of signing in is a number", draft => draft.Claims["acr"] = 2);
        yield return Everywhere("The customer's mail is verified by a text", draft => draft.Claims["email_verified"] = "true");
        yield return Everywhere("An id_token tells more about the customer than was asked for", draft => draft.Claims["email"] = "ada@example.test") with
        {
            FailsWhere = _ => false,
            WarnsWhere = Saw.IdToken,
        };
        yield return new("No id_token comes though openid was asked for", CertificateAloneWithOpenId)
        {
            AtServer = Change.Answer(Change.Token, exchange =>
            {
                if (exchange.GrantType == "authorization_code")
                {
                    exchange.Json!.Remove("id_token");
                }
            }),
            FailsWhere = Saw.IdToken,
        };
        yield return new("What stands for an id_token is no JWT", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json(Change.Token, json => json["id_token"] = json.ContainsKey("id_token") ? "no-jwt" : null),
            FailsWhere = Saw.IdToken,
        };
    }

    private static IEnumerable<Fault> OfRefreshes()
    {
        const string Module = "refresh-token";

        yield return OnRefresh("A refresh gives an id_token about another customer", draft => draft.Claims["sub"] = "somebody-else");
        yield return OnRefresh("A refresh moves the time of signing in", draft => draft.Claims["auth_time"] = draft.Claims["iat"]!.DeepClone());
        yield return new("A refresh gives the old id_token's time", CertificateAloneWithOpenId)
        {
            AtServer = Change.Answer(Change.Token, exchange => Change.IdToken(exchange, draft =>
            {
                if (exchange.GrantType == "authorization_code")
                {
                    IssuedAt[(string)exchange.Json!["refresh_token"]!] = draft.Claims["iat"]!.DeepClone();
                }
                else
                {
                    draft.Claims["iat"] = IssuedAt[exchange.Form["refresh_token"]!].DeepClone();
                }
            })),
            Fails = [Module],
        };

        static Fault OnRefresh(string name, Action<JwtDraft> change) => new(name, CertificateAloneWithOpenId)
        {
            AtServer = Change.Answer(Change.Token, exchange =>
            {
                if (exchange.GrantType == "refresh_token")
                {
                    Change.IdToken(exchange, change);
                }
            }),
            Fails = [Module],
        };
    }

    private static IEnumerable<Fault> Keys()
    {
        const string Path = "/jwks";

        yield return new("A private key is published", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json(Path, json => Elliptic(json)["d"] = Change.Secret()),
            FailsWhere = Saw.Keys,
        };
        yield return new("A published key has no name", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json(Path, json => Elliptic(json).Remove("kid")),
            FailsWhere = Saw.Keys,
        };
        yield return new("Two published keys have the same name", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json(Path, json =>
            {
                foreach (var key in json["keys"]!.AsArray())
                {
                    key!["kid"] = Elliptic(json)["kid"]!.DeepClone();
                }
            }),
            WarnsWhere = Saw.Keys,
        };
        yield return new("A published RSA key has 1024 bits", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json(Path, json => json["keys"]!.AsArray().First(key => (string?)key!["kty"] == "RSA")!["n"] = new string('w', 170) + "w"),
            FailsWhere = Saw.Keys,
        };
        yield return new("A published key cannot be read", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json(Path, json => json["keys"]!.AsArray().First(key => (string?)key!["kty"] == "RSA")!["n"] = "not base64url"),
            FailsWhere = Saw.Keys,
        };
        yield return new("The keys are published as text/html", CertificateAloneWithOpenId)
        {
            AtServer = Change.Answer(Path, exchange => exchange.Http.Response.ContentType = "text/html"),
            WarnsWhere = Saw.Keys,
        };
        yield return new("No keys are published", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json(Path, json => json["keys"] = new JsonArray()),
            FailsWhere = Saw.Keys,
        };

        static JsonObject Elliptic(JsonObject set) => set["keys"]!.AsArray().First(key => (string?)key!["kty"] == "EC")!.AsObject();
    }

    private static IEnumerable<Fault> Claims()
    {
        const string Module = "test-claims-parameter-identity-claims";

        yield return new("Userinfo lacks a claim that was asked for", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json("/userinfo", json => json.Remove("name")),
            Warns = [Module],
        };
        yield return new("Userinfo is about another customer", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json("/userinfo", json => json["sub"] = "somebody-else"),
            Fails = [Module],
        };
        yield return new("Userinfo has an empty name", CertificateAloneWithOpenId)
        {
            AtServer = Change.Json("/userinfo", json => json["name"] = ""),
            Fails = [Module],
        };
        yield return new("Claims for a place that is not known are refused", CertificateAloneWithOpenId)
        {
            AtServer = Change.Refuse(
                Change.Par, exchange => exchange.Form["claims"]?.Contains("unknown_location", StringComparison.Ordinal) == true, 400, "invalid_request"),
            Fails = [Module],
        };
    }

    private static Fault Everywhere(string name, Action<JwtDraft> change) => Everywhere(name, (draft, _) => change(draft));

    private static Fault Everywhere(string name, Action<JwtDraft, FaultyBank> change) => new(name, CertificateAloneWithOpenId)
    {
        AtServer = Change.Answer(Change.Token, exchange => Change.IdToken(exchange, draft => change(draft, exchange.Bank))),
        FailsWhere = Saw.IdToken,
    };
}
