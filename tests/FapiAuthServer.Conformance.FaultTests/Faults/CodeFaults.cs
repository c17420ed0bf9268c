using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FapiAuthServer.SingleUse;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>PKCE, and what a code is bound to.</summary>
internal static class CodeFaults
{
    // What a server that does not compare verifiers issues its codes for.
    private const string OwnVerifier = "the-verifier-of-a-server-that-does-not-compare-them";

    private static readonly ConcurrentDictionary<string, bool> Challenges = new();
    private static readonly ConcurrentDictionary<string, JsonObject> Answers = new();
    private static readonly ConcurrentDictionary<string, bool> Used = new();

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("A request needs no PKCE challenge", CertificateAlone)
        {
            AtServer = Change.Form(Change.Par, form =>
            {
                if (!form.Has("code_challenge"))
                {
                    (form["code_challenge"], form["code_challenge_method"]) = (Change.Hash(OwnVerifier), "S256");
                }
            }),
            Fails = ["par-ensure-pkce-required"],
        },
        new("A plain PKCE challenge is accepted", CertificateAlone)
        {
            AtServer = Change.Form(Change.Par, form =>
            {
                if (form["code_challenge_method"] == "plain")
                {
                    (form["code_challenge"], form["code_challenge_method"]) = (Change.Hash(form["code_challenge"]!), "S256");
                }
            }),
            Fails = ["par-plain-pkce-rejected"],
        },
        new("A code is redeemed without its verifier", CertificateAlone)
        {
            AtServer = KeepingChallenges((verifier, isRight) => verifier is null || isRight),
            Fails = ["ensure-pkce-code-verifier-required"],
        },
        new("A code is redeemed with any verifier", CertificateAlone)
        {
            AtServer = KeepingChallenges((verifier, _) => verifier is not null),
            Fails = ["incorrect-pkce-code-verifier-rejected"],
        },
        new("A code lives for five minutes", CertificateAlone)
        {
            AtServer = Change.Request(Change.Token, async exchange =>
            {
                if (await exchange.Bank.Artefacts.FindAsync(ArtefactKind.AuthorizationCode, exchange.Form["code"]) is { ConsumedAt: null } code
                    && exchange.Bank.Artefacts.IsExpired(code) && exchange.Bank.Now < code.CreatedAt.AddMinutes(5))
                {
                    exchange.Form["code"] = await exchange.Bank.Artefacts.IssueAgainAsync(code);
                }
            }),
            Fails = ["ensure-token-endpoint-fails-with-expired-auth-code"],
        },
        new("A code gives its tokens a second time", CertificateAlone)
        {
            AtServer = async (exchange, next) =>
            {
                if (exchange.Path == Change.Token && Answers.TryGetValue(exchange.Form["code"] ?? "", out var before))
                {
                    exchange.Answer(200, before.DeepClone().AsObject());
                    return;
                }
                await next();
                if (exchange is { Path: Change.Token, GrantType: "authorization_code", Status: 200 })
                {
                    Answers[exchange.Form["code"]!] = exchange.Json!.DeepClone().AsObject();
                }
            },
            Fails = ["attempt-reuse-authorization-code-after-one-second"],
        },
        new("A code that is used twice does not end the tokens it gave", CertificateAlone)
        {
            AtServer = Change.Refuse(Change.Token, exchange => exchange.Form["code"] is { } code && !Used.TryAdd(code, true), 400, "invalid_grant"),
            Warns = ["attempt-reuse-authorization-code-after-one-second"],
        },
        new("A code of another client is redeemed", CertificateAlone)
        {
            AtServer = Change.Request(Change.Token, async exchange =>
            {
                if (await exchange.Bank.Artefacts.FindAsync(ArtefactKind.AuthorizationCode, exchange.Form["code"]) is { ConsumedAt: null } code
                    && code.ClientId != exchange.Form["client_id"])
                {
                    exchange.Form["code"] = await exchange.Bank.Artefacts.IssueAgainAsync(code, exchange.Form["client_id"]);
                }
            }),
            Fails = ["ensure-authorization-code-is-bound-to-client"],
        },
        new("A proof at the PAR endpoint binds the code to nothing", CertificateAndDPoP)
        {
            AtServer = Change.Request(Change.Par, exchange =>
            {
                if (!exchange.Form.Has("dpop_jkt"))
                {
                    exchange.Http.Request.Headers.Remove("DPoP");
                }
            }),
            Fails = ["ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt"],
        },
        new("The parameter dpop_jkt binds the code to nothing", CertificateAndDPoP)
        {
            AtServer = Change.Request(Change.Par, exchange =>
            {
                if (!exchange.Http.Request.Headers.ContainsKey("DPoP"))
                {
                    exchange.Form["dpop_jkt"] = null;
                }
            }),
            Fails = ["ensure-token-endpoint-fails-with-mismatched-dpop-jkt"],
        },
        new("A proof by another key than dpop_jkt names is accepted", CertificateAndDPoP)
        {
            AtServer = Change.Request(Change.Par, exchange =>
            {
                if (exchange.Http.Request.Headers.ContainsKey("DPoP"))
                {
                    exchange.Form["dpop_jkt"] = null;
                }
            }),
            Fails = ["ensure-mismatched-dpop-jkt-fails"],
        },
        new("A code that dpop_jkt bound to a key is not redeemed with it", CertificateAndDPoP)
        {
            AtServer = Change.Request(Change.Par, exchange =>
            {
                if (exchange.Form.Has("dpop_jkt") && !exchange.Http.Request.Headers.ContainsKey("DPoP"))
                {
                    exchange.Form["dpop_jkt"] = Change.Hash(exchange.Form["dpop_jkt"]!);
                }
            }),
            Fails = ["happy-flow", "ensure-dpop-auth-code-binding-success"],
        },
        new("A code that a proof bound to a key is not redeemed with it", CertificateAndDPoP)
        {
            AtServer = Change.Request(Change.Par, exchange =>
            {
                if (exchange.Http.Request.Headers.Remove("DPoP") && !exchange.Form.Has("dpop_jkt"))
                {
                    exchange.Form["dpop_jkt"] = Change.Secret();
                }
            }),
            Fails =
            [
                "ensure-dpopproof-at-par-endpoint-binding-success", "ensure-dpopproof-with-iat-10seconds-before-succeeds",
                "ensure-dpopproof-with-iat-10seconds-after-succeeds",
            ],
            // With the proof goes the comparison with dpop_jkt.
            FailsWhere = module => module.Name.EndsWith("ensure-mismatched-dpop-jkt-fails", StringComparison.Ordinal),
        },
    ];

    // All codes are issued for one verifier, and it is put where the server is content with what came.
    private static Func<Staging.FrontExchange, Func<Task>, Task> KeepingChallenges(Func<string?, bool, bool> isContent) =>
        Change.Form(Change.Par, form =>
        {
            if (form is { } && form["code_challenge"] is { } challenge && form["code_challenge_method"] == "S256")
            {
                Challenges[challenge] = true;
                form["code_challenge"] = Change.Hash(OwnVerifier);
            }
        }).Then(Change.Form(Change.Token, form =>
        {
            var verifier = form["code_verifier"];
            if (form.Has("code") && isContent(verifier, verifier is not null && Challenges.ContainsKey(Change.Hash(verifier))))
            {
                form["code_verifier"] = OwnVerifier;
            }
        }));
}
