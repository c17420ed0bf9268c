using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What a server of FAPI 1.0 Baseline may do wrong with requests in the open and with tokens that are bound to nothing.</summary>
internal static class Fapi1BaselineFaults
{
    private const string OAuth = "client_auth_type=private_key_jwt,sender_constrain=none,openid=plain_oauth";
    private const string OpenId = "client_auth_type=private_key_jwt,sender_constrain=none,openid=openid_connect";
    private const string HappyFlow = "fapi1-baseline-final";

    private static readonly ConformancePlan Baseline = KnownPlans.Find("fapi1-baseline-final-test-plan");

    private static readonly string[] Among =
    [
        HappyFlow, "ensure-granted-scopes-are-returned", "ensure-registered-redirect-uri", "ensure-redirect-uri-with-added-query-fails",
        "ensure-redirect-uri-in-authorization-request", "ensure-redirect-uri-in-token-request", "ensure-pkce-required", "plain-pkce-rejected",
        "ensure-response-type-token-fails", "ensure-unsigned-request-object-is-not-believed", "ensure-client-id-in-token-endpoint",
        "ensure-client-assertion-signature-algorithm-is-not-none", "ensure-client-assertion-signed-by-other-client-fails", "ensure-client-assertion-is-used-once",
    ];

    public static IReadOnlyList<Fault> All { get; } =
    [
        Of("A request without state is taken", OAuth, Change.Query(query => query["state"] ??= "made-up-by-the-server")) with
        {
            Among = [.. Among, "ensure-authorization-request-without-state-fails"],
            Fails = ["ensure-authorization-request-without-state-fails"],
        },
        Of("A request for openid without nonce is taken", OpenId, Change.Query(query => query["nonce"] ??= "made-up-by-the-server")) with
        {
            Among = [.. Among, "ensure-authorization-request-without-nonce-fails"],
            Fails = ["ensure-authorization-request-without-nonce-fails"],
        },
        Of("A request in the open needs no PKCE challenge", OAuth, Change.Query(query =>
        {
            if (!query.Has("code_challenge"))
            {
                (query["code_challenge"], query["code_challenge_method"]) = (Change.Hash("a-verifier-that-nobody-will-ever-present"), "S256");
            }
        })) with
        {
            Fails = ["ensure-pkce-required"],
        },
        Of("A request in the open may have a plain PKCE challenge", OAuth, Change.Query(query =>
        {
            if (query["code_challenge_method"] == "plain")
            {
                (query["code_challenge"], query["code_challenge_method"]) = (Change.Hash("a-verifier-that-nobody-will-ever-present"), "S256");
            }
        })) with
        {
            Fails = ["plain-pkce-rejected"],
        },
        Of("A redirect URI that is missing is guessed", OAuth, Change.Request(Change.Authorize, exchange => exchange.Query["redirect_uri"] ??= Registered(exchange, exchange.Query["client_id"]))) with
        {
            Fails = ["ensure-redirect-uri-in-authorization-request"],
        },
        Of("Something may be added to a redirect URI", OAuth, Change.Request(Change.Authorize, exchange =>
        {
            if (exchange.Query["redirect_uri"]?.EndsWith("added=1", StringComparison.Ordinal) == true)
            {
                exchange.Query["redirect_uri"] = Registered(exchange, exchange.Query["client_id"]);
            }
        })) with
        {
            Fails = ["ensure-redirect-uri-with-added-query-fails"],
        },
        Of("A code is redeemed with another redirect URI", OAuth, Change.Request(Change.Token, exchange =>
        {
            if (exchange.Form.Has("code"))
            {
                exchange.Form["redirect_uri"] = Registered(exchange, exchange.Form["client_id"]);
            }
        })) with
        {
            Fails = ["ensure-redirect-uri-in-token-request"],
        },
        Of("The implicit flow is taken for the code flow in the open", OAuth, Change.Query(query => query["response_type"] = query["response_type"] == "token" ? "code" : query["response_type"])) with
        {
            Fails = ["ensure-response-type-token-fails"],
        },
        Of("The token response does not say which scopes were granted", OAuth, Change.Json(Change.Token, json => json.Remove("scope"))) with
        {
            Fails = ["ensure-granted-scopes-are-returned"],
        },
        Of("A token that is bound to nothing lives for an hour", OAuth, Change.Json(Change.Token, json => json["expires_in"] = 3600)) with { FailsWhere = Saw.Tokens },
        Of("Another client's client_id is refused as a bad grant", OAuth, Change.TokenRefusal(exchange =>
        {
            if (exchange.Json!["error"]?.GetValue<string>() == "invalid_client" && exchange.Form["client_id"] != Subject(exchange))
            {
                (exchange.Status, exchange.Json["error"]) = (400, "invalid_grant");
            }
        })) with
        {
            Fails = ["ensure-client-id-in-token-endpoint"],
        },
        Of("An assertion without a signature is taken", OAuth, Change.Assertion((_, assertion) => assertion.Algorithm == "none", SignByOwn)) with
        {
            Fails = ["ensure-client-assertion-signature-algorithm-is-not-none"],
        },
        Of("An assertion that another client signed is taken", OAuth, Change.Assertion(
            (exchange, assertion) => assertion.KeyId != exchange.Bank.KeyOf(assertion["iss"])?.KeyId, SignByOwn)) with
        {
            Fails = ["ensure-client-assertion-signed-by-other-client-fails"],
        },
        Of("An assertion serves twice", OAuth, Change.Assertion(
            (exchange, assertion) => assertion.KeyId == exchange.Bank.KeyOf(assertion["iss"])?.KeyId && assertion.Algorithm != "none",
            (_, draft) => draft.Claims["jti"] = Change.Secret())) with
        {
            Warns = ["ensure-client-assertion-is-used-once"],
        },
    ];

    private static Fault Of(string name, string variant, Func<FrontExchange, Func<Task>, Task> atServer) =>
        new(name, variant) { Plan = Baseline, Among = Among, AtServer = atServer };

    private static void SignByOwn(FrontExchange exchange, Jose.JwtDraft draft) => (draft.Header["alg"], draft.Header["kid"]) = (draft.Key.Algorithm, draft.Key.KeyId);

    private static string? Subject(FrontExchange exchange) => Jose.CompactJwt.TryParse(exchange.Form["client_assertion"])?["sub"];

    private static string? Registered(FrontExchange exchange, string? clientId) =>
        exchange.Bank.Configuration.Clients.FirstOrDefault(client => client.ClientId == clientId)?.RedirectUri.OriginalString;
}
