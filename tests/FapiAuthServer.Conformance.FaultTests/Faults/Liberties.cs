using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What another server may do otherwise than ours: no module has cause to notice.</summary>
internal static class Liberties
{
    private const string Nonce = "a-nonce-of-the-server";

    private static readonly Aliases RotatedTokens = new("replaced-" + Change.Secret());

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("The server demands nonces in proofs", CertificateAndDPoP)
        {
            AtServer = Demand(400, exchange => exchange.Path is Change.Par or Change.Token),
        },
        new("The API demands nonces in proofs", ClientsByCertificateWithDPoP)
        {
            AtResource = Demand(401, exchange => exchange.Path == "/accounts"),
        },
        new("A refresh replaces the refresh token, and the old one goes on working", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                exchange.Form["refresh_token"] = RotatedTokens.Resolve(exchange.Form["refresh_token"]);
                await next();
                if (exchange is { Path: Change.Token, GrantType: "refresh_token", Status: 200 })
                {
                    exchange.Json!["refresh_token"] = RotatedTokens.For(exchange.Form["refresh_token"]!);
                }
            },
        },
        new("The customer is sent to the client by 302", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                await next();
                exchange.Status = exchange.ToClient is null ? exchange.Status : 302;
            },
        },
        new("A client that is not known is told so by 401 at the PAR endpoint", AssertionAndCertificate)
        {
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.Path == Change.Par && (string?)exchange.Json?["error"] == "invalid_client")
                {
                    exchange.Status = 401;
                }
            },
        },
        new("A request_uri that is no good is reported to the client", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.Path == Change.Authorize && exchange.Status == 400
                    && (await exchange.Bank.Artefacts.FindRequestAsync(exchange.Query["request_uri"]))?.ClientId == exchange.Query["client_id"])
                {
                    var client = exchange.Bank.Configuration.Clients.First(client => client.ClientId == exchange.Query["client_id"]);
                    var isFirst = client.RedirectUri.Query == "";
                    exchange.Status = 303;
                    exchange.Body = [];
                    exchange.SendTo(new Uri(
                        $"{client.RedirectUri}{(isFirst ? "?" : "&")}error=invalid_request_uri&iss={Uri.EscapeDataString(exchange.Bank.Issuer)}"));
                }
            },
        },
        new("A refusal has no explanation", CertificateAlone)
        {
            AtServer = Change.TokenRefusal(exchange => exchange.Json!.Remove("error_description")),
        },
        new("An access token lives for an hour, and a response says more than it must", ClientsByCertificateAlone)
        {
            AtServer = Change.Json(Change.Token, json => (json["expires_in"], json["bank"]) = (3600, "of the year")),
        },
    ];

    private static Func<FrontExchange, Func<Task>, Task> Demand(int status, Func<FrontExchange, bool> where) => async (exchange, next) =>
    {
        if (where(exchange) && CompactJwt.TryParse(exchange.Http.Request.Headers["DPoP"].FirstOrDefault()) is { } proof && proof["nonce"] != Nonce)
        {
            exchange.AnswerError(status, "use_dpop_nonce");
            exchange.Http.Response.Headers["DPoP-Nonce"] = Nonce;
            exchange.Http.Response.Headers.WWWAuthenticate = status == 401 ? "DPoP error=\"use_dpop_nonce\"" : default;
            return;
        }
        await next();
    };
}
