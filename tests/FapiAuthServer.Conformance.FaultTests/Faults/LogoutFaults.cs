using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Where customers are sent who sign out, and what the clients are told of it.</summary>
internal static class LogoutFaults
{
    private const string Call = "backchannel-rp-initiated-logout";
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private static readonly ConformancePlan Browser = KnownPlans.Find("oidcc-rp-initiated-logout-certification-test-plan");
    private static readonly ConformancePlan Backchannel = KnownPlans.Find("oidcc-backchannel-rp-initiated-logout-certification-test-plan");
    private static readonly SigningKey Unpublished = SigningKey.New("PS256");

    public static IReadOnlyList<Fault> All { get; } = [.. InBrowser(), .. ToClients()];

    private static IEnumerable<Fault> InBrowser()
    {
        yield return New("`state` comes back from a logout in capitals", Change.Redirect(query => query["state"] = query["state"]?.ToUpperInvariant())) with
        {
            Among = ["rp-initiated-logout", "rp-initiated-logout-no-state"],
            // Signing in has a state as well.
            Fails = ["rp-initiated-logout", "rp-initiated-logout-no-state"],
        };
        yield return New("`state` comes back from a logout with its marks escaped twice", AtSignedOut(query => query["state"] = Uri.EscapeDataString(query["state"] ?? ""))) with
        {
            Among = ["rp-initiated-logout", "rp-initiated-logout-no-state"],
            Fails = ["rp-initiated-logout", "rp-initiated-logout-no-state"],
        };
        yield return New("A logout brings a parameter that nobody asked for", AtSignedOut(query => query["bank"] = "of the year")) with
        {
            Among = ["rp-initiated-logout", "rp-initiated-logout-no-params"],
            Warns = ["rp-initiated-logout"],
        };
        yield return New("Who signs out is sent to any address", SendBack(query => CompactJwt.TryParse(query["id_token_hint"]) is { Algorithm: "RS256" } && !IsRegistered(query))) with
        {
            Fails = ["rp-initiated-logout-bad-post-logout-redirect-uri", "rp-initiated-logout-query-added-to-post-logout-redirect-uri"],
        };
        yield return New("An unsigned hint is believed", SendBack(query => CompactJwt.TryParse(query["id_token_hint"]) is { Algorithm: "none" })) with
        {
            Fails = ["rp-initiated-logout-modified-id-token-hint"],
        };
        yield return New("A hint that the client signed with its secret is believed", SendBack(query => CompactJwt.TryParse(query["id_token_hint"]) is { Algorithm: "HS256" })) with
        {
            Fails = ["rp-initiated-logout-bad-id-token-hint"],
        };
        yield return New("Who signs out without a hint is sent back", SendBack(query => !query.Has("id_token_hint"))) with
        {
            Fails = ["rp-initiated-logout-no-id-token-hint"],
        };
        yield return New("Who signs out stays signed in", SendBackAtOnce(query => CompactJwt.TryParse(query["id_token_hint"]) is { Algorithm: "RS256" } && IsRegistered(query))) with
        {
            Fails = ["rp-initiated-logout", "rp-initiated-logout-no-state"],
        };
        yield return New("Nobody can sign out who does not say where to", Change.Refuse(Change.Logout, exchange => !exchange.Query.Has("post_logout_redirect_uri"), 400, "invalid_request")) with
        {
            Fails = ["rp-initiated-logout-no-params", "rp-initiated-logout-no-post-logout-redirect-uri", "rp-initiated-logout-only-state"],
        };
        yield return New("The metadata do not say where to sign out", Change.Discovery(document => document["end_session_endpoint"] = "http://localhost/logout")) with
        {
            Among = ["rp-initiated-logout-discovery-endpoint-verification"],
            Fails = ["rp-initiated-logout-discovery-endpoint-verification"],
        };
    }

    private static IEnumerable<Fault> ToClients()
    {
        yield return InToken("A logout token has a nonce", draft => draft.Claims["nonce"] = "made-up");
        yield return InToken("A logout token is of no event", draft => draft.Claims.Remove("events"));
        yield return InToken("A logout token is of another event", draft => draft.Claims["events"] = new JsonObject { ["https://another.example.test/event"] = new JsonObject() });
        yield return InToken("A logout token is of two events", draft => draft.Claims["events"]!["https://another.example.test/event"] = new JsonObject());
        yield return InToken("The event of a logout token is true, and no object", draft => draft.Claims["events"] = new JsonObject { [Event] = true });
        yield return InToken("A logout token is for another client", draft => draft.Claims["aud"] = "another-client");
        yield return InToken("A logout token is of another issuer", draft => draft.Claims["iss"] = "https://another.example.test");
        yield return InToken("A logout token is two days old", draft => draft.Claims["iat"] = (long)draft.Claims["iat"]! - 172_800);
        yield return InToken("A logout token has expired", draft => draft.Claims["exp"] = (long)draft.Claims["iat"]! - 600);
        yield return InToken("A logout token has no name", draft => draft.Claims.Remove("jti"));
        yield return InToken("A logout token says of nobody that they signed out", draft =>
        {
            draft.Claims.Remove("sub");
            draft.Claims.Remove("sid");
        });
        yield return InToken("A logout token is about another customer", draft => draft.Claims["sub"] = "somebody-else");
        yield return InToken("A logout token is not signed", draft => draft.Header["alg"] = "none");
        yield return InToken("A logout token is signed by a key that is not published", draft =>
        {
            draft.Key = Unpublished;
            draft.Header["alg"] = "PS256";
        });
        yield return InToken("A logout token does not say until when it is good", draft => draft.Claims.Remove("exp")) with { Fails = [], Warns = [Call] };
        yield return InCall("A logout call brings more than the token", call => call.Form["client_id"] = "whatever");
        yield return InCall("A logout call is no POST", call => call.Method = HttpMethod.Put);
        yield return InCall("A logout call brings no JWT", call => call.Form["logout_token"] = "no-jwt");
        yield return new("No client is told of a logout", "") { Plan = Backchannel, AtLogoutCall = _ => false, Fails = [Call] };
        yield return new("The metadata do not say that clients are told of sessions", "")
        {
            Plan = Backchannel,
            AtServer = Change.Discovery(document => document["backchannel_logout_session_supported"] = false),
            Fails = ["backchannel-logout-discovery-endpoint-verification"],
        };
    }

    private static Fault New(string name, Func<FrontExchange, Func<Task>, Task> atServer) => new(name, "") { Plan = Browser, AtServer = atServer };

    private static Fault InCall(string name, Action<LogoutRelayCall> change) => new(name, "")
    {
        Plan = Backchannel,
        AtLogoutCall = call =>
        {
            change(call);
            return true;
        },
        Fails = [Call],
    };

    private static Fault InToken(string name, Action<JwtDraft> change) => InCall(name, call =>
    {
        var draft = Change.Signed(call.Bank, CompactJwt.TryParse(call.Form["logout_token"])!);
        change(draft);
        call.Form["logout_token"] = draft.Sign();
    });

    private static bool IsRegistered(FormParameters query) => query["post_logout_redirect_uri"]?.EndsWith(".example.test/signed-out", StringComparison.Ordinal) == true;

    private static Func<FrontExchange, Func<Task>, Task> AtSignedOut(Action<FormParameters> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.ToClient is { } address && address.AbsolutePath == "/signed-out")
        {
            var query = FormParameters.Decode(address.Query);
            change(query);
            exchange.SendTo(new UriBuilder(address) { Query = query.Encode() }.Uri);
        }
    };

    // What the server would rather show on a page.
    private static Func<FrontExchange, Func<Task>, Task> SendBack(Func<FormParameters, bool> which) => async (exchange, next) =>
    {
        await next();
        if (exchange.ToClient is null)
        {
            SendBack(exchange, which);
        }
    };

    private static Func<FrontExchange, Func<Task>, Task> SendBackAtOnce(Func<FormParameters, bool> which) =>
        Change.Request(Change.Logout, exchange => SendBack(exchange, which));

    private static void SendBack(FrontExchange exchange, Func<FormParameters, bool> which)
    {
        if (exchange.Path == Change.Logout && which(exchange.Query) && Uri.TryCreate(exchange.Query["post_logout_redirect_uri"], UriKind.Absolute, out var address))
        {
            var query = FormParameters.Decode(address.Query);
            query["state"] = exchange.Query["state"];
            exchange.Answer(303, []);
            exchange.SendTo(new UriBuilder(address) { Query = query.Encode() }.Uri);
        }
    }
}
