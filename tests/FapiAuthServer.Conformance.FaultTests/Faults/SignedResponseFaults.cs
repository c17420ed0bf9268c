using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Signed authorization responses (JARM): what is in them, who signed them, and where they come.</summary>
internal static class SignedResponseFaults
{
    private const string SignedBothWays = "client_auth_type=mtls,sender_constrain=mtls,openid=plain_oauth,fapi_request_method=signed_non_repudiation,fapi_response_mode=jarm";

    private static readonly ConformancePlan MessageSigning = KnownPlans.Find("fapi2-message-signing-final-test-plan");

    // A code, a refusal, both clients, and modules without either.
    private static readonly string[] Among =
    [
        "discovery-end-point-verification", "user-rejects-authentication", "ensure-authorization-request-without-state-success",
        "ensure-unsigned-request-at-par-endpoint-fails", "par-without-duplicate-parameters",
    ];

    public static IReadOnlyList<Fault> All { get; } =
    [
        InResponse("A response is signed by nobody", (_, response) => response.Header["alg"] = "none"),
        InResponse("A response has a damaged signature", (_, response) => response.Afterwards = JwtDraft.DamageSignature),
        InResponse("A response is signed by the client's key", (exchange, response) => response.Key = exchange.Bank.KeyOf((string)response.Claims["aud"]!)!) with
        {
            // The algorithm of the header is the server's; the second client's key cannot sign with it.
            AtServer = SignedChange.Response((exchange, response) =>
            {
                var key = exchange.Bank.KeyOf((string)response.Claims["aud"]!)!;
                (response.Key, response.Header["alg"]) = (key, key.Algorithm);
            }),
        },
        InResponse("A response does not name its key", (_, response) => response.Header.Remove("kid")),
        InResponse("A response is for another client", (_, response) => response.Claims["aud"] = "another"),
        InResponse("A response is of another issuer", (_, response) => response.Claims["iss"] = "https://another.example.test"),
        InResponse("A response does not name its issuer", (_, response) => response.Claims.Remove("iss")),
        InResponse("A response has expired", (exchange, response) => response.Claims["exp"] = exchange.Bank.Now.AddMinutes(-10).ToUnixTimeSeconds()),
        InResponse("A response never expires", (_, response) => response.Claims.Remove("exp")),
        InResponse("A response is good for an hour", (exchange, response) => response.Claims["exp"] = exchange.Bank.Now.AddHours(1).ToUnixTimeSeconds()) with
        {
            FailsWhere = _ => false,
            WarnsWhere = SawResponse,
        },
        InResponse("A response has another state", (_, response) => response.Claims["state"] = "another"),
        InResponse("A response has a claim that nobody asked for", (_, response) => response.Claims["extra"] = "1") with
        {
            FailsWhere = _ => false,
            WarnsWhere = SawResponse,
        },
        new("A response comes unsigned, though it was asked for signed", SignedBothWays)
        {
            Plan = MessageSigning,
            Among = Among,
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.ToClient is { } address && FormParameters.Decode(address.Query) is var query && CompactJwt.TryParse(query["response"]) is { } response)
                {
                    query["response"] = null;
                    foreach (var (name, value) in response.Claims.Where(claim => claim.Key is "code" or "state" or "error" or "error_description"))
                    {
                        query[name] = (string?)value;
                    }
                    exchange.SendTo(new UriBuilder(address) { Query = query.Encode() }.Uri);
                }
            },
            FailsWhere = SawResponse,
        },
        new("A response has its state beside it as well", SignedBothWays)
        {
            Plan = MessageSigning,
            Among = Among,
            AtServer = Change.Redirect(query => query["state"] = "beside"),
            FailsWhere = SawResponse,
        },
        new("A signed response comes in the fragment", SignedBothWays)
        {
            Plan = MessageSigning,
            Among = Among,
            AtServer = async (exchange, next) =>
            {
                await next();
                if (exchange.ToClient is { } address && FormParameters.Decode(address.Query) is var query && query["response"] is { } response)
                {
                    query["response"] = null;
                    exchange.SendTo(new UriBuilder(address) { Query = query.Encode(), Fragment = $"response={response}" }.Uri);
                }
            },
            FailsWhere = SawResponse,
        },
        new("The algorithms of responses are not announced", SignedBothWays)
        {
            Plan = MessageSigning,
            Among = Among,
            AtServer = Change.Discovery(document => document.Remove("authorization_signing_alg_values_supported")),
            FailsWhere = module => SawResponse(module) || module.Name.EndsWith("discovery-end-point-verification", StringComparison.Ordinal),
        },
    ];

    private static Fault InResponse(string name, Action<FrontExchange, JwtDraft> change) => new(name, SignedBothWays)
    {
        Plan = MessageSigning,
        Among = Among,
        AtServer = SignedChange.Response(change),
        FailsWhere = SawResponse,
    };

    private static bool SawResponse(ModuleResult module) => Saw.SignedResponse(module);
}
