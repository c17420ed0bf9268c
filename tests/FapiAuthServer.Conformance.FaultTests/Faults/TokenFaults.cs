using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.SingleUse;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Token responses and refusals, what tokens are bound to, and refresh tokens.</summary>
internal static class TokenFaults
{
    private static readonly Aliases ShortAccessTokens = new("t");
    private static readonly Aliases ShortRefreshTokens = new("r");
    private static readonly Aliases RotatedTokens = new("rotated-" + Change.Secret());
    private static readonly ConcurrentDictionary<string, bool> Dead = new();
    private static readonly ConcurrentDictionary<string, string> KeyOfRefreshToken = new();

    public static IReadOnlyList<Fault> All { get; } = [.. Responses(), .. Refusals(), .. Bindings(), .. RefreshTokens()];

    private static IEnumerable<Fault> Responses()
    {
        yield return new("A token response does not say how long the token lives", ClientsByCertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json.Remove("expires_in")),
            WarnsWhere = Saw.Tokens,
        };
        yield return new("The life of a token is given as text", ClientsByCertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json["expires_in"] = "300"),
            FailsWhere = Saw.Tokens,
        };
        yield return new("A token response does not say of which type the token is", ClientsByCertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json.Remove("token_type")),
            FailsWhere = Saw.Tokens,
        };
        yield return new("A token bound by DPoP is called a Bearer token", ClientsByCertificateWithDPoP)
        {
            AtServer = Change.Json(Change.Token, json => json["token_type"] = "Bearer"),
            FailsWhere = Saw.Tokens,
        };
        yield return new("A token response is of type text/html", ClientsByCertificateAlone)
        {
            AtServer = Change.Answer(Change.Token, exchange => exchange.Http.Response.ContentType = "text/html"),
            FailsWhere = Saw.Tokens,
        };
        yield return new("An access token can be guessed", ClientsByCertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json["access_token"] = ShortAccessTokens.For((string)json["access_token"]!)),
            AtResource = (exchange, next) =>
            {
                if (exchange.Http.Request.Headers.Authorization.ToString().Split(' ') is [var scheme, var token])
                {
                    exchange.Http.Request.Headers.Authorization = $"{scheme} {ShortAccessTokens.Resolve(token)}";
                }
                return next();
            },
            FailsWhere = Saw.Tokens,
        };
        yield return new("An id_token comes though nobody asked for one", ClientsByCertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json["id_token"] = "e30.e30.c2ln"),
            FailsWhere = Saw.Tokens,
        };
        yield return new("A client that asks for itself gets a refresh token", ClientsByCertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json["refresh_token"] = Change.Secret()),
            WarnsWhere = Saw.Tokens,
        };
        yield return new("A refresh token can be guessed", CertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json["refresh_token"] = json["refresh_token"] is { } token ? ShortRefreshTokens.For((string)token!) : null)
                .Then(Change.Form(Change.Token, form => form["refresh_token"] = ShortRefreshTokens.Resolve(form["refresh_token"]))),
            FailsWhere = Saw.RefreshToken,
        };
    }

    private static IEnumerable<Fault> Refusals()
    {
        yield return new("A refusal is explained in quotes", CertificateAlone)
        {
            AtServer = Change.TokenRefusal(exchange => exchange.Json!["error_description"] = "The \"code\" is not good."),
            FailsWhere = Saw.TokenRefusal,
        };
        yield return new("A refusal is explained in two lines", CertificateAlone)
        {
            AtServer = Change.TokenRefusal(exchange => exchange.Json!["error_description"] = "It is not good.\r\nTry again."),
            WarnsWhere = Saw.TokenRefusal,
        };
        yield return new("A code that is not good is refused with 401", CertificateAlone)
        {
            AtServer = Change.TokenRefusal(exchange => exchange.Status = 401),
            FailsWhere = Saw.InvalidGrant,
        };
        yield return new("A code that is not good is an invalid request", CertificateAlone)
        {
            AtServer = Change.TokenRefusal(exchange =>
                exchange.Json!["error"] = (string?)exchange.Json["error"] == "invalid_grant" ? "invalid_request" : exchange.Json["error"]!.DeepClone()),
            FailsWhere = Saw.InvalidGrant,
        };
        yield return new("A refusal is no JSON", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.Path == Change.Token && exchange.Status >= 400)
                {
                    exchange.Http.Response.ContentType = "text/html";
                    exchange.Body = "<h1>Bad request</h1>"u8.ToArray();
                }
            },
            FailsWhere = Saw.TokenRefusal,
        };
    }

    private static IEnumerable<Fault> Bindings()
    {
        yield return new("A token is given without a DPoP proof", ClientsByAssertionWithDPoP)
        {
            AtServer = Change.GiveTokens(exchange => !exchange.Http.Request.Headers.ContainsKey("DPoP")),
            Fails = ["ensure-holder-of-key-required"],
        };
        yield return new("A token is given without a certificate", ClientsByAssertionWithCertificate)
        {
            AtServer = Change.GiveTokens(exchange => exchange.Http.Connection.ClientCertificate is null),
            Fails = ["ensure-holder-of-key-required"],
        };
        yield return new("A proof ten seconds old is refused at the token endpoint", ClientsByCertificateWithDPoP)
        {
            AtServer = Change.Refuse(Change.Token, exchange => Proof(exchange)?.Time("iat") < exchange.Bank.Now.AddSeconds(-5), 400, "invalid_dpop_proof"),
            Fails = ["ensure-dpopproof-with-iat-10seconds-before-succeeds"],
        };
        yield return new("A proof eight seconds ahead is refused at the PAR endpoint", CertificateAndDPoP)
        {
            AtServer = Change.Refuse(Change.Par, exchange => Proof(exchange)?.Time("iat") > exchange.Bank.Now.AddSeconds(4), 400, "invalid_dpop_proof"),
            Fails = ["ensure-dpopproof-with-iat-10seconds-after-succeeds"],
        };
        yield return new("A proof with nbf and exp is refused at the token endpoint", ClientsByCertificateWithDPoP)
        {
            AtServer = Change.Refuse(Change.Token, exchange => Proof(exchange)?.Claims.ContainsKey("nbf") == true, 400, "invalid_dpop_proof"),
            Fails = ["check-dpop-proof-nbf-exp"],
        };
        yield return new("A nonce is demanded, and none is given", ClientsByCertificateWithDPoP)
        {
            AtServer = Change.Refuse(Change.Token, exchange => Proof(exchange) is not null, 400, "use_dpop_nonce"),
            FailsWhere = Saw.Tokens,
            Fails = ["ensure-client-id-in-token-endpoint"],
        };
    }

    private static IEnumerable<Fault> RefreshTokens()
    {
        const string Module = "refresh-token";

        yield return new("A refresh replaces the refresh token, and the old one is dead", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                var presented = exchange.Path == Change.Token ? exchange.Form["refresh_token"] : null;
                if (presented is not null && Dead.ContainsKey(presented))
                {
                    exchange.AnswerError(400, "invalid_grant");
                    return;
                }
                exchange.Form["refresh_token"] = RotatedTokens.Resolve(exchange.Form["refresh_token"]);
                await next();
                if (presented is not null && exchange.Status == 200)
                {
                    Dead[presented] = true;
                    exchange.Json!["refresh_token"] = RotatedTokens.For(RotatedTokens.Resolve(presented)!);
                }
            },
            Fails = [Module],
        };
        yield return new("A refresh token is good in the hands of another client", CertificateAlone)
        {
            AtServer = Change.Request(Change.Token, async exchange =>
            {
                if (await exchange.Bank.Artefacts.FindAsync(ArtefactKind.RefreshToken, exchange.Form["refresh_token"]) is { } token
                    && token.ClientId != exchange.Form["client_id"])
                {
                    exchange.Form["refresh_token"] = await exchange.Bank.Artefacts.IssueAgainAsync(token, exchange.Form["client_id"]);
                }
            }),
            Fails = [Module],
        };
        yield return new("A refresh needs no client authentication", AssertionAndCertificate)
        {
            AtServer = Change.MissingAssertion(exchange => exchange.GrantType == "refresh_token"),
            Fails = [Module],
        };
        yield return new("A refresh needs no certificate", AssertionAndCertificate)
        {
            AtServer = Change.GiveTokens(exchange => exchange is { GrantType: "refresh_token", Http.Connection.ClientCertificate: null }),
            Fails = [Module],
        };
        yield return new("A refresh needs no DPoP proof", CertificateAndDPoP)
        {
            AtServer = Change.GiveTokens(exchange => exchange.GrantType == "refresh_token" && Proof(exchange) is null),
            Fails = [Module],
        };
        yield return new("A refresh token is bound to the DPoP key it was issued with", CertificateAndDPoP)
        {
            AtServer = async (exchange, next) =>
            {
                var key = exchange.Path == Change.Token ? Proof(exchange)?.Header["jwk"]?.ToJsonString() : null;
                if (key is not null && exchange.Form["refresh_token"] is { } presented && KeyOfRefreshToken.GetValueOrDefault(presented, key) != key)
                {
                    exchange.AnswerError(400, "invalid_grant");
                    return;
                }
                await next();
                if (key is not null && (string?)exchange.Json?["refresh_token"] is { } issued)
                {
                    KeyOfRefreshToken[issued] = key;
                }
            },
            Fails = [Module],
        };
        yield return new("A refresh response may be cached", CertificateAlone)
        {
            AtServer = Change.Answer(Change.Token, exchange =>
            {
                if (exchange.GrantType == "refresh_token")
                {
                    exchange.Http.Response.Headers.CacheControl = "private";
                }
            }),
            Fails = [Module],
        };
        yield return new("Refresh tokens are issued and not announced", CertificateAlone)
        {
            AtServer = Change.Discovery(document =>
            {
                if (document["grant_types_supported"] is JsonArray types)
                {
                    document["grant_types_supported"] = new JsonArray([.. types.Where(type => (string?)type != "refresh_token").Select(type => type!.DeepClone())]);
                }
            }),
            Warns = [Module],
        };
        yield return new("Refresh tokens are announced and not issued", CertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => json.Remove("refresh_token")),
            Warns = [Module],
        };
    }

    private static CompactJwt? Proof(FrontExchange exchange) => CompactJwt.TryParse(exchange.Http.Request.Headers["DPoP"].FirstOrDefault());
}
