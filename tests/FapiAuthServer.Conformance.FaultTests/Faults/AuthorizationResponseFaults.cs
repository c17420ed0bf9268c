using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Wire;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What comes to the client with the customer, and which of the request's parameters count.</summary>
internal static class AuthorizationResponseFaults
{
    private static readonly Aliases ShortCodes = new("c");

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("`iss` is missing beside a code", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query.Remove(query.Has("code") ? ["iss"] : [])),
            FailsWhere = Saw.Code,
        },
        new("`iss` is missing beside an error", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query.Remove(query.Has("error") ? ["iss"] : [])),
            FailsWhere = Saw.RefusalAtClient,
        },
        new("`iss` ends in a slash that the issuer does not have", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query["iss"] += "/"),
            FailsWhere = module => Saw.Code(module) || Saw.RefusalAtClient(module),
        },
        new("`iss` comes twice", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query.Add("iss", query["iss"]!)),
            FailsWhere = module => Saw.Code(module) || Saw.RefusalAtClient(module),
        },
        new("`state` comes back with the case of its letters turned", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query["state"] = TurnCase(query["state"])),
            FailsWhere = Saw.State,
        },
        new("`state` does not come back with an error", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query.Remove(query.Has("error") ? ["state"] : [])),
            FailsWhere = Saw.RefusalAtClient,
        },
        new("`state` is made up where none was sent", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query["state"] ??= "made-up"),
            Fails = ["ensure-authorization-request-without-state-success", "state-only-outside-request-object-not-used"],
        },
        new("A parameter comes that nobody asked for", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query["expires_in"] = "60"),
            WarnsWhere = module => Saw.Code(module) || Saw.RefusalAtClient(module),
        },
        new("The redirect URI's own query is lost", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query.Remove("dummy1", "dummy2")),
            FailsWhere = Saw.Second,
        },
        new("The code comes in the fragment", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.ToClient is { } address)
                {
                    exchange.SendTo(new UriBuilder(address) { Query = "", Fragment = address.Query.TrimStart('?') }.Uri);
                }
            },
            FailsWhere = module => Saw.Code(module) || Saw.RefusalAtClient(module),
        },
        new("A code can be guessed", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query["code"] = query["code"] is { } code ? ShortCodes.For(code) : null)
                .Then(Change.Form(Change.Token, form => form["code"] = ShortCodes.Resolve(form["code"]))),
            FailsWhere = Saw.Code,
        },
        new("The customer's refusal is called server_error", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query["error"] = query.Has("error") ? "server_error" : null),
            Fails = ["user-rejects-authentication"],
        },
        new("The customer's refusal is explained in quotes", CertificateAlone)
        {
            AtServer = Change.Redirect(query => query["error_description"] = query.Has("error") ? "The customer said \"no\"." : null),
            Fails = ["user-rejects-authentication"],
        },
        new("The customer who refuses is left on a page", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.ToClient is { } address && FormParameters.Decode(address.Query).Has("error"))
                {
                    exchange.SendTo(null);
                    exchange.Status = 200;
                    exchange.Http.Response.ContentType = "text/html";
                    exchange.Body = "<!DOCTYPE html><title>Bank</title><p>You refused."u8.ToArray();
                }
            },
            Fails = ["user-rejects-authentication"],
        },
        new("A state beside the request_uri counts", CertificateAlone)
        {
            AtServer = TakeFromQuery("state"),
            Fails = ["ensure-different-state-inside-and-outside-request-object", "state-only-outside-request-object-not-used"],
        },
        new("A nonce beside the request_uri counts", CertificateAloneWithOpenId)
        {
            AtServer = TakeFromQuery("nonce"),
            Fails = ["ensure-different-nonce-inside-and-outside-request-object"],
        },
        new("A long state is refused", CertificateAlone)
        {
            AtServer = Change.Refuse(Change.Par, exchange => exchange.Form["state"]?.Length > 512, 400, "invalid_request"),
            Warns = ["ensure-authorization-request-with-long-state"],
        },
        new("A long state is cut", CertificateAlone)
        {
            AtServer = Change.Form(Change.Par, form => form["state"] = form["state"]?[..Math.Min(512, form["state"]!.Length)]),
            Fails = ["ensure-authorization-request-with-long-state"],
        },
        new("A nonce of 64 characters is refused", CertificateAloneWithOpenId)
        {
            AtServer = Change.Refuse(Change.Par, exchange => exchange.Form["nonce"]?.Length > 43, 400, "invalid_request"),
            Fails = ["ensure-authorization-request-with-64-char-nonce-success"], // the long one may be refused
        },
        new("A long nonce is cut", CertificateAloneWithOpenId)
        {
            AtServer = Change.Form(Change.Par, form => form["nonce"] = form["nonce"]?[..Math.Min(255, form["nonce"]!.Length)]),
            Fails = ["ensure-authorization-request-with-long-nonce"],
        },
        new("The scope has to begin with openid", CertificateAloneWithOpenId)
        {
            AtServer = Change.Refuse(Change.Par, exchange => exchange.Form["scope"]?.StartsWith("openid", StringComparison.Ordinal) == false, 400, "invalid_scope"),
            Fails = ["ensure-other-scope-order-succeeds"],
        },
        new("The customer's page demands parameters that were pushed already", CertificateAlone)
        {
            AtServer = Change.Refuse(
                Change.Authorize, exchange => exchange.Query.Has("request_uri") && !exchange.Query.Has("response_type"), 400, "invalid_request"),
            Fails = ["par-without-duplicate-parameters"],
        },
    ];

    // Turned, not raised: a short random text may be all capitals already.
    private static string? TurnCase(string? text)
        => text is null ? null : string.Concat(text.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    private static Func<FrontExchange, Func<Task>, Task> TakeFromQuery(string parameter) => Change.Request(Change.Authorize, async exchange =>
    {
        if (exchange.Query[parameter] is { } value
            && await exchange.Bank.Artefacts.FindRequestAsync(exchange.Query["request_uri"]) is { ConsumedAt: null } pushed)
        {
            exchange.Query["request_uri"] =
                Artefacts.RequestUriPrefix + await exchange.Bank.Artefacts.IssueAgainAsync(pushed, change: request => request[parameter] = value);
        }
    });
}
