using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Signed request objects at the PAR endpoint: who signed them, for whom, and how long they are good.</summary>
internal static class RequestObjectFaults
{
    private const string Signed = "client_auth_type=mtls,sender_constrain=mtls,openid=plain_oauth,fapi_request_method=signed_non_repudiation,fapi_response_mode=plain_response";
    private const string HappyFlow = "happy-flow";

    private static readonly ConformancePlan MessageSigning = KnownPlans.Find("fapi2-message-signing-final-test-plan");

    // Those that are about request objects, and one that is about none of their faults.
    private static readonly string[] Among =
    [
        HappyFlow, "ensure-request-object-with-multiple-aud-succeeds", "ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted",
        "ensure-request-object-without-exp-fails", "ensure-request-object-without-nbf-fails", "ensure-expired-request-object-fails",
        "ensure-request-object-with-bad-aud-fails", "ensure-request-object-with-exp-over-60-fails", "ensure-request-object-with-nbf-over-60-fails",
        "ensure-signed-request-object-with-RS256-fails", "ensure-request-object-signature-algorithm-is-not-none",
        "ensure-request-object-with-invalid-signature-fails", "ensure-matching-key-in-authorization-request",
        "ensure-unsigned-request-at-par-endpoint-fails", "par-authorization-request-containing-request_uri",
        "par-authorization-request-containing-request_uri-form-param",
    ];

    public static IReadOnlyList<Fault> All { get; } =
    [
        Taken("A request object is not verified at all", (_, _) => true, (_, _) => { }) with
        {
            Fails =
            [
                "ensure-signed-request-object-with-RS256-fails", "ensure-request-object-signature-algorithm-is-not-none",
                "ensure-request-object-with-invalid-signature-fails", "ensure-matching-key-in-authorization-request",
            ],
        },
        Taken("A request object without a signature is taken", (_, request) => request.Algorithm == "none", (_, _) => { }) with
        {
            Fails = ["ensure-request-object-signature-algorithm-is-not-none"],
        },
        Taken("A request object signed with RS256 is taken", (_, request) => request.Algorithm == "RS256", (_, _) => { }) with
        {
            Fails = ["ensure-signed-request-object-with-RS256-fails"],
        },
        Taken("A request object that another client signed is taken", (exchange, request) => request.KeyId != exchange.Bank.KeyOf(request["client_id"])?.KeyId, (_, _) => { }) with
        {
            Fails = ["ensure-matching-key-in-authorization-request"],
        },
        Taken("A request object that has expired is taken", (exchange, request) => request.Time("exp") < exchange.Bank.Now, Renew) with
        {
            Fails = ["ensure-expired-request-object-fails"],
        },
        Taken("A request object need not say until when it is good", (_, request) => !request.Claims.ContainsKey("exp"), Renew) with
        {
            Fails = ["ensure-request-object-without-exp-fails"],
        },
        Taken("A request object may be good for longer than an hour", (exchange, request) => request.Time("exp") > exchange.Bank.Now.AddMinutes(61), Renew) with
        {
            Fails = ["ensure-request-object-with-exp-over-60-fails"],
        },
        Taken("A request object need not say from when it is good", (_, request) => !request.Claims.ContainsKey("nbf"), Renew) with
        {
            Fails = ["ensure-request-object-without-nbf-fails"],
        },
        Taken("A request object may be older than an hour", (exchange, request) => request.Time("nbf") < exchange.Bank.Now.AddMinutes(-61), Renew) with
        {
            Fails = ["ensure-request-object-with-nbf-over-60-fails"],
        },
        Taken("A request object for another server is taken", (exchange, request) => request["aud"] is { } audience && audience != exchange.Bank.Issuer, (exchange, draft) => draft.Claims["aud"] = exchange.Bank.Issuer) with
        {
            Fails = ["ensure-request-object-with-bad-aud-fails"],
        },
        Taken("A request object may point to another request", (_, request) => request.Claims.ContainsKey("request_uri"), (_, draft) => draft.Claims.Remove("request_uri")) with
        {
            Fails = ["par-authorization-request-containing-request_uri"],
        },
        new("A request need not be signed", Signed)
        {
            Plan = MessageSigning,
            Among = Among,
            AtServer = SignedChange.MissingRequest(Change.Par),
            Fails = ["ensure-unsigned-request-at-par-endpoint-fails"],
        },
        Refused("A request object for several servers is refused", (_, request) => request.Claims["aud"] is JsonArray) with
        {
            Fails = ["ensure-request-object-with-multiple-aud-succeeds"],
        },
        Refused("A request object from a clock that is some seconds fast is refused", (exchange, request) => request.Time("nbf") > exchange.Bank.Now.AddSeconds(2)) with
        {
            Warns = ["ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted"],
        },
        Refused("The type of a request object is compared with its case", (_, request) => JsonText(request) is { } type && type != "oauth-authz-req+jwt") with
        {
            Fails = [HappyFlow],
        },
    ];

    private static Fault Taken(string name, Func<FrontExchange, CompactJwt, bool> isWrong, Action<FrontExchange, JwtDraft> correct) => new(name, Signed)
    {
        Plan = MessageSigning,
        Among = Among,
        AtServer = SignedChange.Request(isWrong, correct),
    };

    private static Fault Refused(string name, Func<FrontExchange, CompactJwt, bool> which) => new(name, Signed)
    {
        Plan = MessageSigning,
        Among = Among,
        AtServer = Change.Refuse(
            Change.Par, exchange => CompactJwt.TryParse(exchange.Form["request"]) is { } request && which(exchange, request), 400, "invalid_request_object"),
    };

    private static void Renew(FrontExchange exchange, JwtDraft draft)
    {
        var now = exchange.Bank.Now.ToUnixTimeSeconds();
        (draft.Claims["nbf"], draft.Claims["exp"]) = (now, now + 300);
    }

    private static string? JsonText(CompactJwt request) => (string?)request.Header["typ"];
}
