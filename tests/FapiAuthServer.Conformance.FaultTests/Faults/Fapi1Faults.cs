using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What FAPI 1.0 Advanced sees otherwise than FAPI 2.0: the hybrid flow, requests that the browser carries, and wider audiences.</summary>
internal static class Fapi1Faults
{
    private const string Hybrid = "client_auth_type=mtls,fapi_auth_request_method=by_value,fapi_response_mode=plain_response";
    private const string PushedByAssertion = "client_auth_type=private_key_jwt,fapi_auth_request_method=pushed,fapi_response_mode=plain_response";
    private const string WithoutState = "ensure-authorization-request-without-state-success";
    private const string HappyFlow = "fapi1-advanced-final";

    private static readonly ConformancePlan Advanced = KnownPlans.Find("fapi1-advanced-final-test-plan");

    // A code with and without state, a refusal, both clients, and a module without any of them.
    private static readonly string[] Answers = [HappyFlow, "user-rejects-authentication", WithoutState, "ensure-expired-request-object-fails"];

    private static readonly string[] Requests =
    [
        HappyFlow, WithoutState, "ensure-valid-pkce-succeeds", "ensure-response-mode-query", "ensure-different-nonce-inside-and-outside-request-object",
        "ensure-request-object-without-scope-fails", "state-only-outside-request-object-not-used", "ensure-request-object-without-nonce-fails",
        "ensure-request-object-without-redirect-uri-fails", "ensure-authorization-request-without-request-object-fails", "ensure-response-type-code-fails",
        "ensure-registered-redirect-uri", "ensure-request-object-with-bad-aud-fails", "ensure-request-object-without-exp-fails",
    ];

    private static readonly string[] Pushes =
    [
        HappyFlow, "ensure-client-assertion-with-wrong-iss-fails", "ensure-client-assertion-with-wrong-sub-fails", "ensure-client-assertion-with-iss-aud-succeeds",
        "par-test-pushed-authorization-url-as-audience-for-client-JWT-assertion", "par-token-endpoint-url-as-audience-for-client-JWT-assertion",
        "test-array-as-audience-for-client-JWT-assertion", "par-ensure-client-assertion-with-wrong-aud-fails", "par-ensure-client-assertion-with-wrong-iss-fails",
        "par-ensure-client-assertion-with-wrong-sub-fails", "par-ensure-pkce-required", "par-plain-pkce-rejected", "par-attempt-invalid-redirect_uri",
        "par-pushed-authorization-url-as-audience-in-request-object",
    ];

    public static IReadOnlyList<Fault> All { get; } = [.. OfAnswers(), .. OfRequests(), .. OfPushes(), .. OfResource()];

    private static IEnumerable<Fault> OfAnswers()
    {
        yield return InIdToken("The id_token in the fragment has the hash of another code", token => token.Claims["c_hash"] = Change.Hash("another")[..22]) with { FailsWhere = Saw.FragmentCode };
        yield return InIdToken("The id_token in the fragment has no hash of the code", token => token.Claims.Remove("c_hash")) with { FailsWhere = Saw.FragmentCode };
        yield return InIdToken("The id_token in the fragment has the hash of another state", token => token.Claims["s_hash"] = Change.Hash("another")[..22]) with { FailsWhere = Saw.FragmentCode };
        yield return InIdToken("The id_token in the fragment has no hash of the state", token => token.Claims.Remove("s_hash")) with
        {
            FailsWhere = module => Saw.FragmentCode(module) && !module.Name.EndsWith(WithoutState, StringComparison.Ordinal),
        };
        yield return InIdToken("The id_token in the fragment is not signed", token => token.Header["alg"] = "none") with { FailsWhere = Saw.FragmentCode };
        yield return InIdToken("The id_token in the fragment has another nonce", token => token.Claims["nonce"] = "another") with { FailsWhere = Saw.FragmentCode };
        yield return InIdToken("The id_token in the fragment is about somebody else", token => token.Claims["sub"] = "another") with { FailsWhere = Saw.FragmentCode };
        yield return InIdToken("The id_token in the fragment tells the customer's name", token => token.Claims["name"] = "Ada Lovelace") with { WarnsWhere = Saw.FragmentCode };
        yield return InAnswer("No id_token comes with the code", SignedChange.Fragment((_, fragment) => fragment.Remove("id_token"))) with { FailsWhere = Saw.FragmentCode };
        yield return InAnswer("An answer of the hybrid flow comes in the query", async (exchange, next) =>
        {
            await next();
            if (exchange.ToClient is { Fragment.Length: > 1 } address)
            {
                var query = string.Join('&', new[] { address.Query.TrimStart('?'), address.Fragment.TrimStart('#') }.Where(part => part.Length > 0));
                exchange.SendTo(new UriBuilder(address) { Query = query, Fragment = "" }.Uri);
            }
        }) with
        {
            // An error about a request that could not be verified may come there.
            FailsWhere = module => Saw.Fragment(module) && !module.Name.EndsWith("ensure-expired-request-object-fails", StringComparison.Ordinal),
        };
    }

    private static IEnumerable<Fault> OfRequests()
    {
        yield return OfRequest("What stands beside the request object is believed before it", SignedChange.Request(
            (_, _) => true,
            (exchange, draft) =>
            {
                foreach (var (name, value) in exchange.Query.Where(parameter => parameter.Key is "nonce" or "state" or "scope" or "redirect_uri"))
                {
                    draft.Claims[name] = value;
                }
            })) with
        {
            Fails =
            [
                "ensure-different-nonce-inside-and-outside-request-object", "ensure-request-object-without-scope-fails", "state-only-outside-request-object-not-used",
                "ensure-request-object-without-nonce-fails", "ensure-request-object-without-redirect-uri-fails",
            ],
        };
        yield return OfRequest("A request by the browser need not be signed", SignedChange.MissingRequest(Change.Authorize)) with
        {
            Fails = ["ensure-authorization-request-without-request-object-fails"],
        };
        yield return OfRequest("A code is sent alone", SignedChange.Request(
            (_, request) => request["response_type"] == "code", (_, draft) => draft.Claims["response_type"] = "code id_token").Then(TakeQueryTypeToo())) with
        {
            Fails = ["ensure-response-type-code-fails"],
        };
        yield return OfRequest("A request object by the browser need not say until when it is good", SignedChange.Request(
            (_, request) => !request.Claims.ContainsKey("exp"), (exchange, draft) => draft.Claims["exp"] = exchange.Bank.Now.AddMinutes(5).ToUnixTimeSeconds())) with
        {
            Fails = ["ensure-request-object-without-exp-fails"],
        };
        yield return OfRequest("A request object by the browser for another server is taken", SignedChange.Request(
            (exchange, request) => request["aud"] != exchange.Bank.Issuer, (exchange, draft) => draft.Claims["aud"] = exchange.Bank.Issuer)) with
        {
            Fails = ["ensure-request-object-with-bad-aud-fails"],
        };
        yield return OfRequest("An answer in the query is sent where it was asked for", AnswerInQuery()) with { Fails = ["ensure-response-mode-query"] };
    }

    private static IEnumerable<Fault> OfPushes()
    {
        yield return OfPush("An assertion for the PAR endpoint is refused there", Change.Refuse(
            Change.Par, exchange => Assertion(exchange)?["aud"]?.EndsWith("/par", StringComparison.Ordinal) == true, 401, "invalid_client")) with
        {
            Fails = ["par-test-pushed-authorization-url-as-audience-for-client-JWT-assertion"],
        };
        yield return OfPush("An assertion for the token endpoint is refused at the PAR endpoint", Change.Refuse(
            Change.Par, exchange => Assertion(exchange)?["aud"]?.EndsWith("/token", StringComparison.Ordinal) == true, 401, "invalid_client")) with
        {
            Fails = ["par-token-endpoint-url-as-audience-for-client-JWT-assertion"],
        };
        yield return OfPush("An assertion for several servers is refused", Change.Refuse(
            Change.Par, exchange => Assertion(exchange)?.Claims["aud"] is JsonArray, 401, "invalid_client")) with
        {
            Fails = ["test-array-as-audience-for-client-JWT-assertion"],
        };
        yield return OfPush("An assertion for the issuer is refused at the token endpoint", Change.Refuse(
            Change.Token, exchange => Assertion(exchange)?["aud"] == exchange.Bank.Issuer, 401, "invalid_client")) with
        {
            Warns = ["ensure-client-assertion-with-iss-aud-succeeds"],
        };
        yield return OfPush("An assertion of somebody else about the client is taken", Change.Assertion(
            (_, assertion) => assertion["iss"] != assertion["sub"], (exchange, draft) => (draft.Claims["iss"], draft.Claims["sub"]) = (exchange.Form["client_id"], exchange.Form["client_id"]))) with
        {
            Fails =
            [
                "ensure-client-assertion-with-wrong-sub-fails", "par-ensure-client-assertion-with-wrong-sub-fails",
            ],
        };
        yield return OfPush("A pushed request needs no PKCE challenge", SignedChange.Request(
            (_, request) => !request.Claims.ContainsKey("code_challenge"), (_, draft) => Challenge(draft))) with
        {
            Fails = ["par-ensure-pkce-required"],
        };
        yield return OfPush("A pushed request may have a plain PKCE challenge", SignedChange.Request(
            (_, request) => request["code_challenge_method"] == "plain", (_, draft) => Challenge(draft))) with
        {
            Fails = ["par-plain-pkce-rejected"],
        };
        yield return OfPush("A request object for the PAR endpoint is taken", SignedChange.Request(
            (_, request) => request["aud"]?.EndsWith("/par", StringComparison.Ordinal) == true, (exchange, draft) => draft.Claims["aud"] = exchange.Bank.Issuer)) with
        {
            Fails = ["par-pushed-authorization-url-as-audience-in-request-object"],
        };
    }

    private static IEnumerable<Fault> OfResource()
    {
        yield return AtResource("The resource does not give back the interaction id", exchange => exchange.Http.Response.Headers["x-fapi-interaction-id"] = Guid.NewGuid().ToString());
        yield return AtResource("The resource has no interaction id", exchange => exchange.Http.Response.Headers.Remove("x-fapi-interaction-id"));
        yield return AtResource("The resource answers in another charset than UTF-8", exchange =>
        {
            if (exchange.Status == 200)
            {
                exchange.Http.Response.ContentType = "application/json; charset=iso-8859-1";
            }
        });
    }

    private static Fault InIdToken(string name, Action<JwtDraft> change) => InAnswer(name, SignedChange.IdToken(change));

    private static Fault InAnswer(string name, Func<FrontExchange, Func<Task>, Task> atServer) =>
        new(name, Hybrid) { Plan = Advanced, Among = Answers, AtServer = atServer };

    private static Fault OfRequest(string name, Func<FrontExchange, Func<Task>, Task> atServer) =>
        new(name, Hybrid) { Plan = Advanced, Among = Requests, AtServer = atServer };

    private static Fault OfPush(string name, Func<FrontExchange, Func<Task>, Task> atServer) =>
        new(name, PushedByAssertion) { Plan = Advanced, Among = Pushes, AtServer = atServer };

    private static Fault AtResource(string name, Action<FrontExchange> change) => new(name, Hybrid)
    {
        Plan = Advanced,
        Among = Answers,
        AtResource = async (exchange, next) =>
        {
            // Registered first, and so done last: after what the resource itself does with its headers at the end.
            exchange.Http.Response.OnStarting(() =>
            {
                change(exchange);
                return Task.CompletedTask;
            });
            await next();
        },
        FailsWhere = Saw.Resource,
    };

    // The parameter beside the request object has to say the same.
    private static Func<FrontExchange, Func<Task>, Task> TakeQueryTypeToo() => Change.Request(Change.Authorize, exchange =>
    {
        if (exchange.Query["response_type"] == "code")
        {
            exchange.Query["response_type"] = "code id_token";
        }
    });

    private static Func<FrontExchange, Func<Task>, Task> AnswerInQuery()
    {
        var asked = new ConcurrentDictionary<string, bool>();
        return SignedChange.Request(
            (_, request) => request["response_mode"] == "query",
            (_, draft) =>
            {
                draft.Claims.Remove("response_mode");
                asked[(string)draft.Claims["state"]!] = true;
            }).Then(async (exchange, next) =>
        {
            await next();
            if (exchange.ToClient is { Fragment.Length: > 1 } address && asked.ContainsKey(FormParameters.Decode(address.Fragment)["state"] ?? ""))
            {
                exchange.SendTo(new UriBuilder(address) { Query = address.Fragment.TrimStart('#'), Fragment = "" }.Uri);
            }
        });
    }

    private static CompactJwt? Assertion(FrontExchange exchange) => CompactJwt.TryParse(exchange.Form["client_assertion"]);

    private static void Challenge(JwtDraft draft) =>
        (draft.Claims["code_challenge"], draft.Claims["code_challenge_method"]) = (Change.Hash("a-verifier-that-nobody-will-ever-present"), "S256");
}
