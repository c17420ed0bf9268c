using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.TestKit.Keys;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;
using static FapiAuthServer.TestKit.Keys.SigningKey;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What an API does with tokens and proofs.</summary>
internal static class ResourceFaults
{
    private const string Negative = "dpop-negative-tests";

    private static readonly ConcurrentDictionary<string, bool> Seen = new();

    public static IReadOnlyList<Fault> All { get; } = [.. Tokens(), .. AcceptedProofs(), .. RefusedProofs(), .. Answers()];

    private static IEnumerable<Fault> Tokens()
    {
        yield return new("A token in the query is enough", ClientsByCertificateAlone)
        {
            AtResource = Give(exchange => exchange.Query.Has("access_token")),
            Fails = ["happy-flow"],
        };
        yield return new("A token is good with anybody's certificate", ClientsByCertificateAlone)
        {
            AtResource = Give(exchange => Token(exchange) is not null),
            Fails = ["happy-flow"],
        };
        yield return new("A token is good with anybody's proof", ClientsByCertificateWithDPoP)
        {
            AtResource = Give(exchange => Token(exchange)?.Claims["cnf"]?["jkt"] is { } bound && Proof(exchange)?.Header["jwk"] is JsonObject key
                && (string?)bound != ThumbprintOf(key)),
            Fails = ["happy-flow", Negative],
        };
        yield return new("The scheme Bearer is compared with its case", ClientsByCertificateAlone)
        {
            AtResource = Refuse(exchange => Scheme(exchange) is not (null or "Bearer")),
            Fails = ["access-token-type-header-case-sensitivity"],
        };
        yield return new("The scheme DPoP is compared with its case", ClientsByCertificateWithDPoP)
        {
            AtResource = Refuse(exchange => Scheme(exchange) == "dpOp"),
            Fails = ["access-token-type-header-case-sensitivity"],
        };
    }

    private static IEnumerable<Fault> AcceptedProofs()
    {
        yield return Taking("Two DPoP headers are taken for one", exchange => exchange.Http.Request.Headers["DPoP"].Count > 1);
        yield return Taking("A proof that is no JWT is accepted", exchange => exchange.Http.Request.Headers.ContainsKey("DPoP") && Proof(exchange) is null);
        foreach (var member in new[] { "typ", "alg", "jwk" })
        {
            yield return Taking($"A proof without {member} is accepted", exchange => Proof(exchange)?.Header.ContainsKey(member) == false);
        }
        foreach (var claim in new[] { "jti", "htm", "htu", "iat", "ath" })
        {
            yield return Taking($"A proof without {claim} is accepted", exchange => Proof(exchange)?.Claims.ContainsKey(claim) == false);
        }
        yield return Taking("A proof of another type is accepted", exchange => (string?)Proof(exchange)?.Header["typ"] is not (null or "dpop+jwt"));
        yield return Taking("A proof signed with RS256 is accepted", exchange => Proof(exchange)?.Algorithm == "RS256") with { UsesRsaProofs = true };
        yield return Taking("A proof without signature is accepted", exchange => Proof(exchange)?.Algorithm == "none");
        yield return Taking("The signature of a proof is not verified", exchange =>
            Proof(exchange) is { Algorithm: "ES256" } proof && proof.Header["jwk"] is JsonObject key && !SignedJwt.Parse(proof.Text).IsSignedBy(key));
        yield return Taking("A proof with the private key in it is accepted", exchange => Proof(exchange)?.Header["jwk"] is JsonObject key && key.ContainsKey("d"));
        yield return Taking("A proof for another method is accepted", exchange => Proof(exchange)?["htm"] == "PUT");
        yield return Taking("A proof for another address is accepted", exchange =>
            Proof(exchange)?["htu"]?.StartsWith("https://other.example.test/", StringComparison.Ordinal) == true);
        yield return Taking("A proof for another access token is accepted", exchange =>
            Proof(exchange)?["ath"] is { } hash && Token(exchange) is { } token && hash != Change.Hash(token.Text));
        yield return Taking("A proof an hour old is accepted", exchange => Proof(exchange)?.Time("iat") < exchange.Bank.Now.AddMinutes(-50));
        yield return Taking("A proof an hour ahead is accepted", exchange => Proof(exchange)?.Time("iat") > exchange.Bank.Now.AddMinutes(50));
        yield return Taking("A bound token is taken without a proof", exchange => Scheme(exchange) == "DPoP" && !exchange.Http.Request.Headers.ContainsKey("DPoP"));
        yield return Taking("A bound token is taken as a Bearer token", exchange => Scheme(exchange) == "Bearer");
        yield return Taking("A proof is accepted twice", exchange => Proof(exchange) is { } proof && !Seen.TryAdd(proof.Text, true)) with
        {
            Fails = [],
            Warns = [Negative],
        };
    }

    private static IEnumerable<Fault> RefusedProofs()
    {
        yield return Refusing("A proof whose htu has a query is refused", exchange => Proof(exchange)?["htu"]?.Contains('?', StringComparison.Ordinal) == true);
        yield return Refusing("An address with a query has to be in the proof with it", exchange => exchange.Query.Has("dummy"));
        yield return Refusing("A proof with unknown header members is refused", exchange => Proof(exchange)?.Header.Count > 3);
        yield return Refusing("A proof with unknown claims is refused", exchange => Proof(exchange)?.Claims.ContainsKey("unknown") == true);
        yield return Refusing("The name of the DPoP header is compared with its case", exchange => exchange.Http.Request.Headers.Keys.Any(name => name == "DPOP")) with
        {
            Fails = [],
            Warns = [Negative],
        };
        yield return Refusing("The host in htu is compared with its case", exchange =>
            Proof(exchange)?["htu"]?.StartsWith("HTTPS", StringComparison.Ordinal) == true) with
        {
            Fails = [],
            Warns = [Negative],
        };
        yield return Refusing("A proof ten seconds old is refused by the API", exchange =>
            Proof(exchange)?.Time("iat") is { } made && made < exchange.Bank.Now.AddSeconds(-5) && made > exchange.Bank.Now.AddSeconds(-30)) with
        {
            Fails = ["ensure-dpopproof-with-iat-10seconds-before-succeeds"],
        };
        yield return Refusing("A proof eight seconds ahead is refused by the API", exchange =>
            Proof(exchange)?.Time("iat") is { } made && made > exchange.Bank.Now.AddSeconds(4) && made < exchange.Bank.Now.AddSeconds(30)) with
        {
            Fails = ["ensure-dpopproof-with-iat-10seconds-after-succeeds"],
        };
        yield return Refusing("A proof with nbf and exp is refused by the API", exchange => Proof(exchange)?.Claims.ContainsKey("exp") == true) with
        {
            Fails = ["check-dpop-proof-nbf-exp"],
        };
    }

    private static IEnumerable<Fault> Answers()
    {
        yield return new("The API does not offer a charset", ClientsByCertificateAlone)
        {
            AtResource = Refuse(exchange => exchange.Http.Request.Headers.Accept.ToString().Contains("charset", StringComparison.Ordinal), 406),
            Fails = ["happy-flow"],
        };
        yield return new("The API does not know IPv6", ClientsByCertificateAlone)
        {
            AtResource = Refuse(exchange => exchange.Http.Request.Headers["x-fapi-customer-ip-address"].ToString().Contains(':', StringComparison.Ordinal), 400),
            Fails = ["happy-flow"],
        };
        yield return Answering("The API answers with text", exchange => exchange.Http.Response.ContentType = "text/plain");
        yield return Answering("The API's clock is an hour slow", exchange => exchange.Http.Response.Headers.Date =
            exchange.Bank.Now.AddHours(-1).ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        yield return new("The API names an interaction by a number", ClientsByCertificateAlone)
        {
            AtResource = (exchange, next) =>
            {
                exchange.Http.Response.OnStarting(() =>
                {
                    exchange.Http.Response.Headers["x-fapi-interaction-id"] = "17";
                    return Task.CompletedTask;
                });
                return next();
            },
            FailsWhere = Saw.Resource,
        };
    }

    private static Fault Taking(string name, Func<FrontExchange, bool> which) => new(name, ClientsByCertificateWithDPoP)
    {
        AtResource = Give(which),
        Fails = [Negative],
        Breaches = 1,
    };

    private static Fault Refusing(string name, Func<FrontExchange, bool> which) => new(name, ClientsByCertificateWithDPoP)
    {
        AtResource = Refuse(which),
        Fails = [Negative],
        Breaches = 1,
    };

    private static Fault Answering(string name, Action<FrontExchange> change) => new(name, ClientsByCertificateAlone)
    {
        AtResource = async (exchange, next) =>
        {
            await next();
            change(exchange);
        },
        FailsWhere = Saw.Resource,
    };

    // An API that does not mind the one thing that is wrong with the request.
    private static Func<FrontExchange, Func<Task>, Task> Give(Func<FrontExchange, bool> which) => Change.Request("/accounts", exchange =>
    {
        if (which(exchange))
        {
            exchange.Answer(200, new JsonObject { ["accounts"] = new JsonArray() });
        }
    });

    private static Func<FrontExchange, Func<Task>, Task> Refuse(Func<FrontExchange, bool> which, int status = 401) =>
        Change.Refuse("/accounts", which, status, "invalid_token");

    private static string? Scheme(FrontExchange exchange) =>
        exchange.Http.Request.Headers.Authorization.FirstOrDefault()?.Split(' ') is [var scheme, _] ? scheme : null;

    private static CompactJwt? Token(FrontExchange exchange) =>
        exchange.Http.Request.Headers.Authorization.FirstOrDefault()?.Split(' ') is [_, var token] ? CompactJwt.TryParse(token) : null;

    private static CompactJwt? Proof(FrontExchange exchange) => CompactJwt.TryParse(exchange.Http.Request.Headers["DPoP"].FirstOrDefault());
}
