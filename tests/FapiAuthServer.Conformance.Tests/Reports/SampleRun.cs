using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Reports;

/// <summary>A run with a module of every verdict, of a server that answers whatever a test wants.</summary>
internal static class SampleRun
{
    public const string Prefix = "fapi2-security-profile-final-";
    public static readonly Variant DPoP = Variant.Parse("client_auth_type=private_key_jwt,sender_constrain=dpop");
    public static readonly Variant MutualTls = Variant.Parse("client_auth_type=private_key_jwt,sender_constrain=mtls");

    public static RunResult Of(string answer = """{"issuer":"https://bank.example"}""", string detail = "HTTP 200, application/json") => new(
        "fapi2-security-profile-final-test-plan", "FAPI 2.0 Security Profile Final", "https://bank.example",
        "https://bank.example/.well-known/openid-configuration", "1.2.3", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(95),
        [
            new VariantResult(DPoP, ["one", "two"],
            [
                Module("discovery-end-point-verification", ModuleVerdict.Passed, null, answer, Check(Severity.Success, "RFC8414-2", "`issuer` is a URI", detail)),
                Module(
                    "happy-flow", ModuleVerdict.Failed, null, answer,
                    Check(Severity.Success, "RFC9126-2.2", "The status is 201", detail),
                    Check(Severity.Failure, "FAPI2-SP-FINAL-5.3.2.2-2", "`iss` is exactly the issuer", detail),
                    Check(Severity.Warning, "OIDCC-2", "`acr` is a text", detail)),
                Module("refresh-token", ModuleVerdict.Skipped, "The server issues no refresh token.", answer, Check(Severity.Skipped, "RFC6749-1.5", "The server issues no refresh token.", null)),
                Module("par-ensure-pkce-required", ModuleVerdict.Warning, null, answer, Check(Severity.Warning, "RFC7636-4.4.1", "The error is invalid_request", detail)),
            ]),
            new VariantResult(MutualTls, ["three", "four"],
            [
                Module("discovery-end-point-verification", ModuleVerdict.Passed, null, answer, Check(Severity.Success, "RFC8414-2", "`issuer` is a URI", detail)),
                Module("happy-flow", ModuleVerdict.Failed, "No verdict, because the server closed the connection.", answer, Check(Severity.Success, "RFC9126-2.2", "The status is 201", detail)),
                Module("user-rejects-authentication", ModuleVerdict.Review, null, answer, Check(Severity.Review, "RFC6749-4.1.2.1", "The page says what is wrong", detail)),
            ])
            {
                NotRun = [Prefix + "refresh-token"],
            },
        ]);

    private static ModuleResult Module(string name, ModuleVerdict verdict, string? reason, string answer, params IReadOnlyList<Check> checks) => new(
        Prefix + name, $"What {name} does, in one sentence.", verdict, reason, DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(1234), checks,
        [
            new Exchange(
                TimeSpan.Zero, TimeSpan.FromMilliseconds(20), "Pushed authorization request", "one",
                new RecordedRequest(
                    "POST", "https://bank.example/par", [new("DPoP", "eyJhbG… (600 characters)")], "client_id=one\nscope=openid accounts", "CN=one"),
                new RecordedResponse(201, [new("Content-Type", "application/json"), new("Server", answer)], answer), null,
                [new DecodedToken("DPoP", """{"alg":"ES256"}""", """{"htm":"POST"}""")]),
            new Exchange(
                TimeSpan.FromSeconds(40), TimeSpan.FromMilliseconds(5), "Token request", "one",
                new RecordedRequest("POST", "https://bank.example/token", [], null, null), null, "the connection was closed", []),
        ],
        [new Pause(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), "until the code has expired")]);

    private static Check Check(Severity severity, string requirement, string text, string? detail) => new(TimeSpan.Zero, requirement, text, severity, detail, 0);
}
