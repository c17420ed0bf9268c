using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What an ordinary OpenID Connect server may do wrong in the code flow.</summary>
internal static class OpenIdConnectFaults
{
    private const string Server = "server";

    private static readonly ConformancePlan Basic = KnownPlans.Find("oidcc-basic-certification-test-plan");

    // What every flow shows is looked at in a few: one that is ordinary, and those that are about something near to it.
    private static readonly string[] SomeFlows = [Server, "ensure-request-without-nonce-succeeds-for-code-flow", "userinfo-get", "response-type-missing"];

    // An id_token that was signed anew is no hint of the server's.
    private static readonly string[] SessionsWithoutHint = ["prompt-login", "prompt-none-not-logged-in", "prompt-none-logged-in", "max-age-1", "max-age-10000"];
    private static readonly string[] Sessions = [.. SessionsWithoutHint, "id-token-hint"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        .. Tokens(), .. Prompts(), .. Requests(), .. Codes(), .. Userinfo(), .. Metadata(),
    ];

    private static IEnumerable<Fault> Tokens()
    {
        yield return InIdToken("An id_token of OpenID Connect has another nonce", draft => draft.Claims["nonce"] = draft.Claims.ContainsKey("nonce") ? "another" : null) with
        {
            FailsWhere = Saw.Nonce,
        };
        yield return InIdToken("An id_token of OpenID Connect has the hash of another access token", draft => draft.Claims["at_hash"] = "b3RoZXItYWNjZXNzLXRva2Vu");
        yield return InIdToken("An id_token of OpenID Connect has a signature that is damaged", draft => draft.Afterwards = JwtDraft.DamageSignature);
        yield return InIdToken("An id_token of OpenID Connect is not signed", draft => draft.Header["alg"] = "none");
        yield return InIdToken("One of many keys signs an id_token that does not name it", draft => draft.Header.Remove("kid"));
        yield return InIdToken("An id_token of OpenID Connect is of another issuer", draft => draft.Claims["iss"] = "https://another.example.test");
        yield return InIdToken("An id_token of OpenID Connect tells the customer's name", draft => draft.Claims["name"] = "Ada Lovelace") with
        {
            FailsWhere = _ => false,
            WarnsWhere = Saw.IdToken,
        };
        yield return InIdToken("An id_token does not say when the customer signed in", draft => draft.Claims.Remove("auth_time")) with
        {
            Among = [Server, .. SessionsWithoutHint],
            FailsWhere = _ => false,
            Fails = ["max-age-1", "max-age-10000"],
        };
        yield return InIdToken("The customer seems to sign in with every id_token", draft => draft.Claims["auth_time"] = (long)draft.Claims["iat"]! - 100 + Interlocked.Increment(ref count)) with
        {
            Among = [Server, .. SessionsWithoutHint, "refresh-token"],
            FailsWhere = _ => false,
            Fails = ["prompt-none-logged-in", "max-age-10000", "refresh-token"],
        };
        yield return InIdToken("The customer has another name with every id_token", draft => draft.Claims["sub"] = Change.Secret()) with
        {
            Among = [Server, .. SessionsWithoutHint],
            FailsWhere = _ => false,
            Fails = ["prompt-login", "prompt-none-logged-in", "max-age-1", "max-age-10000"],
        };
        yield return InIdToken("Nobody says how the customer signed in", draft => draft.Claims.Remove("acr")) with
        {
            Among = [Server, "ensure-request-with-acr-values-succeeds"],
            FailsWhere = _ => false,
            Warns = ["ensure-request-with-acr-values-succeeds"],
        };
    }

    private static IEnumerable<Fault> Prompts()
    {
        yield return New("With prompt=none, a page is shown", Change.Query(query => query["prompt"] = query["prompt"] == "none" ? null : query["prompt"])) with
        {
            Among = Sessions,
            Fails = ["prompt-none-not-logged-in"], // who is signed in sees none anyway
        };
        yield return New("With prompt=none, nobody is known to be signed in", RefuseAtClient(query => query["prompt"] == "none", "login_required")) with
        {
            Among = Sessions,
            Fails = ["prompt-none-logged-in", "id-token-hint"],
        };
        yield return New("With prompt=none, the error says nothing", RefuseAtClient(query => query["prompt"] == "none", "server_error")) with
        {
            Among = Sessions,
            Fails = ["prompt-none-not-logged-in", "prompt-none-logged-in", "id-token-hint"],
        };
        yield return New("With prompt=login, nobody has to sign in again", Change.Query(query => query["prompt"] = query["prompt"] == "login" ? null : query["prompt"])) with
        {
            Among = Sessions,
            Fails = ["prompt-login"],
        };
        yield return New("max_age is not looked at", Change.Query(query => query.Remove("max_age"))) with
        {
            Among = Sessions,
            Fails = ["max-age-1"],
        };
        yield return New("With max_age, everybody has to sign in again", Change.Query(query => query["prompt"] = query.Has("max_age") ? "login" : query["prompt"])) with
        {
            Among = Sessions,
            Fails = ["max-age-10000"],
        };
    }

    private static IEnumerable<Fault> Requests()
    {
        yield return New("A request without response_type is taken", Change.Query(query => query["response_type"] ??= "code")) with
        {
            Among = [Server, "response-type-missing"],
            Fails = ["response-type-missing"],
        };
        yield return New("The customer is sent to an address that is not registered", SendAnywhere()) with
        {
            Among = [Server, "ensure-registered-redirect-uri"],
            Fails = ["ensure-registered-redirect-uri"],
        };
        yield return New("A request in a JWT is not read", Change.Query(query => query.Remove("request"))) with
        {
            Among = [Server, "unsigned-request-object-supported-correctly-or-rejected-as-unsupported", "ensure-request-object-with-redirect-uri"],
            Fails = ["unsigned-request-object-supported-correctly-or-rejected-as-unsupported"],
        };
        yield return New("A request that came from an address that is not registered is refused at the registered one", RefuseAtClient(query => query.Has("request"), "request_not_supported")) with
        {
            Among = [Server, "unsigned-request-object-supported-correctly-or-rejected-as-unsupported", "ensure-request-object-with-redirect-uri"],
            Fails = ["ensure-request-object-with-redirect-uri"],
        };
        foreach (var (what, parameter, module) in new[]
        {
            ("A parameter that is not known", "extra", "ensure-request-with-unknown-parameter-succeeds"), ("A wish for another language", "ui_locales", "ui-locales"),
            ("A wish for claims in another language", "claims_locales", "claims-locales"), ("A wish for a small window", "display", "display-popup"),
            ("A hint at somebody", "login_hint", "login-hint"), ("A PKCE challenge", "code_challenge", "ensure-request-with-valid-pkce-succeeds"),
        })
        {
            yield return New($"{what} makes an error", RefuseAtClient(query => query.Has(parameter) && query[parameter] != "page", "invalid_request")) with
            {
                Among = [Server, module],
                Fails = [module],
            };
        }
        yield return New("A request without nonce makes an error", RefuseAtClient(query => !query.Has("nonce"), "invalid_request")) with
        {
            Among = SomeFlows,
            Fails = ["ensure-request-without-nonce-succeeds-for-code-flow"],
        };
        yield return New("The first of many scopes has to be openid", RefuseAtClient(query => query["scope"]?.StartsWith("openid", StringComparison.Ordinal) == false, "invalid_scope")) with
        {
            Among = [Server, "alternate-happy-flow"],
            Fails = ["alternate-happy-flow"],
        };
        yield return New("No request is taken by POST", Change.Refuse(Change.Authorize, exchange => exchange.Http.Request.Method == "POST", 405, "invalid_request")) with
        {
            Among = [Server, "ensure-post-request-succeeds"],
            Warns = ["ensure-post-request-succeeds"],
        };
        yield return New("`iss` in a response of OpenID Connect is of another server", Change.Redirect(query => query["iss"] = "https://another.example.test")) with
        {
            Among = SomeFlows,
            FailsWhere = module => Saw.Code(module) || Saw.RefusalAtClient(module),
        };
        yield return New("No secret is taken from the form", Change.Refuse(Change.Token, exchange => exchange.Form.Has("client_secret"), 401, "invalid_client")) with
        {
            Among = [Server, "server-client-secret-post"],
            Fails = ["server-client-secret-post"],
        };
    }

    private static IEnumerable<Fault> Codes()
    {
        var answers = new ConcurrentDictionary<string, JsonObject>();
        string[] modules = [Server, "codereuse", "codereuse-30seconds"];

        yield return New("A code of OpenID Connect gives its tokens a second time", async (exchange, next) =>
        {
            if (exchange.Path == Change.Token && answers.TryGetValue(exchange.Form["code"] ?? "", out var before))
            {
                exchange.Answer(200, before.DeepClone().AsObject());
                return;
            }
            await next();
            if (exchange is { Path: Change.Token, GrantType: "authorization_code", Status: 200 })
            {
                answers[exchange.Form["code"]!] = exchange.Json!.DeepClone().AsObject();
            }
        }) with
        {
            Among = modules,
            Warns = ["codereuse"],
            Fails = ["codereuse-30seconds"],
        };
        var used = new ConcurrentDictionary<string, bool>();
        yield return New(
            "A code of OpenID Connect that is used twice does not end the tokens it gave",
            Change.Refuse(Change.Token, exchange => exchange.Form["code"] is { } code && !used.TryAdd(code, true), 400, "invalid_grant")) with
        {
            Among = modules,
            Warns = ["codereuse-30seconds"],
        };
        yield return New("A refresh of OpenID Connect is about another customer", Change.Answer(Change.Token, exchange =>
        {
            if (exchange.GrantType == "refresh_token")
            {
                Change.IdToken(exchange, draft => draft.Claims["sub"] = "somebody-else");
            }
        })) with
        {
            Among = [Server, "refresh-token"],
            Fails = ["refresh-token"],
        };
        yield return New("Another client's refresh token is refused with 401", Change.TokenRefusal(exchange => exchange.Status = 401)) with
        {
            Among = [Server, "refresh-token"],
            Fails = ["refresh-token"],
        };
    }

    private static IEnumerable<Fault> Userinfo()
    {
        string[] modules = [Server, "userinfo-get", "userinfo-post-header", "userinfo-post-body", "scope-email", "scope-phone", "scope-all", "claims-essential"];

        yield return New("Userinfo of OpenID Connect is about another customer", Change.Json(Change.Userinfo, json => json["sub"] = "somebody-else")) with
        {
            Among = [.. modules, "refresh-token", "codereuse-30seconds"],
            FailsWhere = Saw.Userinfo,
        };
        yield return New("Userinfo says of no address whether it was verified", Change.Json(Change.Userinfo, json => json.Remove("email_verified"))) with
        {
            Among = modules,
            Warns = ["scope-email", "scope-all"],
        };
        yield return New("Userinfo is text", Change.Answer(Change.Userinfo, exchange => exchange.Http.Response.ContentType = "text/plain")) with
        {
            Among = modules,
            FailsWhere = Saw.Userinfo,
        };
        yield return New("Userinfo is not told by POST", Change.Refuse(Change.Userinfo, exchange => exchange.Http.Request.Method == "POST", 405, "invalid_request")) with
        {
            Among = modules,
            Fails = ["userinfo-post-header"],
            Warns = ["userinfo-post-body"],
        };
        yield return New("No token is taken from a form", Change.Refuse(Change.Userinfo, exchange => exchange.Form.Has("access_token"), 401, "invalid_token")) with
        {
            Among = modules,
            Warns = ["userinfo-post-body"],
        };
        yield return New("Claims that are asked for by name do not come", Change.Query(query => query.Remove("claims"))) with
        {
            Among = modules,
            Warns = ["claims-essential"],
        };
    }

    private static IEnumerable<Fault> Metadata()
    {
        const string Module = "discovery-endpoint-verification";
        var config = KnownPlans.Find("oidcc-config-certification-test-plan");

        foreach (var (what, change) in new (string, Action<JsonObject>)[]
        {
            ("The metadata announce no id_token with RS256", document => document["id_token_signing_alg_values_supported"] = new JsonArray("PS256")),
            ("The metadata announce no scope openid", document => document["scopes_supported"] = new JsonArray("profile")),
            ("The metadata announce no type of subject", document => document["subject_types_supported"] = new JsonArray()),
            ("The metadata name no keys", document => document.Remove("jwks_uri")),
            ("The metadata name an endpoint without TLS", document => document["userinfo_endpoint"] = "http://localhost/userinfo"),
        })
        {
            yield return New(what, Change.Discovery(change)) with { Plan = config, Fails = [Module] };
        }
        yield return New("The metadata do not say which claims there are", Change.Discovery(document => document.Remove("claims_supported"))) with
        {
            Plan = config,
            Warns = [Module],
        };
        yield return New("Two keys of OpenID Connect have the same name", Change.Json("/jwks", json =>
        {
            foreach (var key in json["keys"]!.AsArray())
            {
                key!["kid"] = "the-same";
            }
        })) with
        {
            Plan = config,
            Fails = [Module],
        };
    }

    private static int count;

    private static Fault InIdToken(string name, Action<JwtDraft> change) =>
        New(name, Change.Answer(Change.Token, exchange => Change.IdToken(exchange, change))) with { Among = SomeFlows, FailsWhere = Saw.IdToken };

    private static Fault New(string name, Func<FrontExchange, Func<Task>, Task> atServer) => new(name, "") { Plan = Basic, AtServer = atServer };

    // Tells the client at its registered address, whatever the request says of one.
    private static Func<FrontExchange, Func<Task>, Task> RefuseAtClient(Func<FormParameters, bool> which, string error) => Change.Request(Change.Authorize, exchange =>
    {
        if (which(exchange.Query))
        {
            var client = exchange.Bank.Configuration.Clients.First(client => client.ClientId == exchange.Query["client_id"]);
            exchange.Answer(303, []);
            exchange.SendTo(new UriBuilder(client.RedirectUri) { Query = new FormParameters { ["error"] = error, ["state"] = exchange.Query["state"] }.Encode() }.Uri);
        }
    });

    private static Func<FrontExchange, Func<Task>, Task> SendAnywhere() => async (exchange, next) =>
    {
        await next();
        if (exchange is { Path: Change.Authorize, Status: 400 } && Uri.TryCreate(exchange.Query["redirect_uri"], UriKind.Absolute, out var address))
        {
            exchange.Answer(303, []);
            exchange.SendTo(new UriBuilder(address) { Query = new FormParameters { ["error"] = "invalid_request", ["state"] = exchange.Query["state"] }.Encode() }.Uri);
        }
    };
}
