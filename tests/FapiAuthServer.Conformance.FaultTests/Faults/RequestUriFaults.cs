using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.SingleUse;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Pushed requests: what may be in them, and how long and for whom they are good.</summary>
internal static class RequestUriFaults
{
    private static readonly ConcurrentDictionary<string, bool> Opened = new();
    private static readonly Aliases ShortNames = new("urn:r:");

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("A request_uri leads to a second code after the first", CertificateAlone)
        {
            AtServer = IssueAgain((_, pushed) => pushed.ConsumedAt is not null),
            Warns = ["par-attempt-reuse-request_uri"],
        },
        new("A request_uri that has expired is accepted", CertificateAlone)
        {
            AtServer = IssueAgain((exchange, pushed) => pushed.ConsumedAt is null && exchange.Bank.Artefacts.IsExpired(pushed)),
            Fails = ["par-attempt-to-use-expired-request_uri"],
        },
        new("A request_uri of another client is accepted", CertificateAlone)
        {
            AtServer = Change.Request(Change.Authorize, async exchange =>
                exchange.Query["client_id"] = (await PushedAsync(exchange))?.ClientId ?? exchange.Query["client_id"]),
            Fails = ["par-attempt-to-use-request_uri-for-different-client"],
        },
        new("A request_uri dies when it is first opened, with an error page", CertificateAlone)
        {
            AtServer = Change.Request(Change.Authorize, exchange =>
            {
                if (IsOpenedAgain(exchange))
                {
                    exchange.Query["request_uri"] = Artefacts.RequestUriPrefix + Change.Secret();
                }
            }),
            Fails = ["par-ensure-reused-request-uri-prior-to-auth-completion-succeeds"],
        },
        new("A request_uri dies when it is first opened, and the client is told", CertificateAlone)
        {
            AtServer = Change.Request(Change.Authorize, exchange =>
            {
                if (IsOpenedAgain(exchange))
                {
                    var client = exchange.Bank.Configuration.Clients.First(client => client.ClientId == exchange.Query["client_id"]);
                    exchange.Answer(303, []);
                    exchange.SendTo(new Uri($"{client.RedirectUri}?error=invalid_request_uri&iss={Uri.EscapeDataString(exchange.Bank.Issuer)}"));
                }
            }),
            Warns = ["par-ensure-reused-request-uri-prior-to-auth-completion-succeeds"],
        },
        new("A pushed request may point to another", CertificateAlone)
        {
            AtServer = Change.Form(Change.Par, form => form.Remove("request_uri")),
            Fails = ["par-authorization-request-containing-request_uri-form-param"],
        },
        new("A request is pushed by PUT", CertificateAlone)
        {
            AtServer = Change.Request(Change.Par, exchange =>
            {
                if (exchange.Http.Request.Method == "PUT")
                {
                    exchange.Answer(201, new JsonObject { ["request_uri"] = Artefacts.RequestUriPrefix + Change.Secret(), ["expires_in"] = 60 });
                }
            }),
            Fails = ["par-attempt-invalid-http-method"],
        },
        new("A request need not be pushed", CertificateAlone)
        {
            AtServer = Change.Request(Change.Authorize, async exchange =>
            {
                if (!exchange.Query.Has("request_uri") && exchange.Query["client_id"] is { } client)
                {
                    var parameters = new JsonObject(exchange.Query.Select(parameter => KeyValuePair.Create<string, JsonNode?>(parameter.Key, parameter.Value)));
                    exchange.Query["request_uri"] = await exchange.Bank.Artefacts.PushAsync(client, parameters);
                }
            }),
            Fails = ["ensure-unsigned-authorization-request-without-using-par-fails"],
        },
        new("A redirect_uri that was not pushed is guessed", CertificateAlone)
        {
            AtServer = Change.Request(Change.Par, exchange => exchange.Form["redirect_uri"] ??= RegisteredUri(exchange))
                .Then(Change.Request(Change.Token, exchange =>
                {
                    if (exchange.Form.Has("code"))
                    {
                        exchange.Form["redirect_uri"] ??= RegisteredUri(exchange);
                    }
                })),
            Fails = ["ensure-request-object-without-redirect-uri-fails"],
        },
        new("The hybrid flow is taken for the code flow", CertificateAlone)
        {
            AtServer = Change.Form(Change.Par, form => form["response_type"] = form["response_type"] == "code id_token" ? "code" : form["response_type"]),
            Fails = ["ensure-response-type-code-idtoken-fails"],
        },
        new("The implicit flow is taken for the code flow", CertificateAlone)
        {
            AtServer = Change.Form(Change.Par, form => form["response_type"] = form["response_type"] == "token" ? "code" : form["response_type"]),
            Fails = ["ensure-response-type-token-fails"],
        },
        new("A request is pushed with 200", CertificateAlone)
        {
            AtServer = Change.Answer(Change.Par, exchange => exchange.Status = 200),
            FailsWhere = Saw.Pushed,
        },
        new("The answer to a pushed request does not say how long it lives", CertificateAlone)
        {
            AtServer = Change.Json(Change.Par, json => json.Remove("expires_in")),
            FailsWhere = Saw.Pushed,
        },
        new("The life of a request_uri is given as text", CertificateAlone)
        {
            AtServer = Change.Json(Change.Par, json => json["expires_in"] = "90"),
            FailsWhere = Saw.Pushed,
        },
        new("The answer to a pushed request is of type text/plain", CertificateAlone)
        {
            AtServer = Change.Answer(Change.Par, exchange => exchange.Http.Response.ContentType = "text/plain"),
            FailsWhere = Saw.Pushed,
        },
        new("A request_uri can be guessed", CertificateAlone)
        {
            AtServer = Change.Json(Change.Par, json => json["request_uri"] = ShortNames.For((string)json["request_uri"]!))
                .Then(Change.Request(Change.Authorize, exchange => exchange.Query["request_uri"] = ShortNames.Resolve(exchange.Query["request_uri"]))),
            FailsWhere = Saw.Pushed,
        },
    ];

    private static Func<FrontExchange, Func<Task>, Task> IssueAgain(Func<FrontExchange, Artefact, bool> which) =>
        Change.Request(Change.Authorize, async exchange =>
        {
            if (await PushedAsync(exchange) is { } pushed && which(exchange, pushed))
            {
                exchange.Query["request_uri"] = Artefacts.RequestUriPrefix + await exchange.Bank.Artefacts.IssueAgainAsync(pushed);
            }
        });

    private static Task<Artefact?> PushedAsync(FrontExchange exchange) => exchange.Bank.Artefacts.FindRequestAsync(exchange.Query["request_uri"]);

    private static bool IsOpenedAgain(FrontExchange exchange) => exchange.Query["request_uri"] is { } address && !Opened.TryAdd(address, true);

    private static string RegisteredUri(FrontExchange exchange) =>
        exchange.Bank.Configuration.Clients.First(client => client.ClientId == exchange.Form["client_id"]).RedirectUri.OriginalString;
}
