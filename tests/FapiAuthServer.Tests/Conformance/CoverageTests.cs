using System.Reflection;
using FapiAuthServer.Profiles;
using FapiAuthServer.TestKit;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Every row of the catalogue that applies has a test of its name, and every clause of the profile one that proves it.</summary>
public sealed class CoverageTests
{
    /// <summary>Section 4, FAPI2 Security Profile Final, plain_fapi unsigned and the client-credentials profile.</summary>
    private static readonly string[] Rows =
    [
        "discovery-end-point-verification", "happy-flow", "user-rejects-authentication",
        "ensure-authorization-request-without-state-success", "ensure-authorization-request-without-nonce-success",
        "ensure-authorization-request-with-64-char-nonce-success", "ensure-other-scope-order-succeeds",
        "test-claims-parameter-identity-claims", "access-token-type-header-case-sensitivity", "check-dpop-proof-nbf-exp",
        "ensure-dpopproof-with-iat-10seconds-before-succeeds", "ensure-dpopproof-with-iat-10seconds-after-succeeds",
        "ensure-mismatched-dpop-jkt-fails", "ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt",
        "ensure-token-endpoint-fails-with-mismatched-dpop-jkt", "ensure-dpopproof-at-par-endpoint-binding-success",
        "ensure-dpop-auth-code-binding-success", "ensure-different-nonce-inside-and-outside-request-object",
        "ensure-different-state-inside-and-outside-request-object", "ensure-authorization-request-with-long-nonce",
        "ensure-authorization-request-with-long-state", "state-only-outside-request-object-not-used",
        "ensure-request-object-without-redirect-uri-fails", "plain-fapi-tolerate-unregistered-redirect-uri",
        "ensure-unsigned-authorization-request-without-using-par-fails", "ensure-redirect-uri-in-authorization-request",
        "ensure-response-type-code-idtoken-fails", "ensure-response-type-token-fails", "ensure-client-id-in-token-endpoint",
        "ensure-holder-of-key-required", "ensure-authorization-code-is-bound-to-client",
        "attempt-reuse-authorization-code-after-one-second", "ensure-token-endpoint-fails-with-expired-auth-code",
        "ensure-signed-client-assertion-with-RS256-fails", "ensure-client-assertion-in-token-endpoint",
        "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails", "ensure-client-assertion-with-wrong-aud-fails",
        "ensure-client-assertion-with-no-sub-fails", "dpop-negative-tests", "refresh-token",
        "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds", "par-attempt-reuse-request_uri",
        "par-attempt-to-use-expired-request_uri", "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted",
        "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails", "par-attempt-to-use-request_uri-for-different-client",
        "par-authorization-request-containing-request_uri-form-param", "par-attempt-invalid-http-method", "par-ensure-pkce-required",
        "par-plain-pkce-rejected", "ensure-pkce-code-verifier-required", "incorrect-pkce-code-verifier-rejected",
        "par-without-duplicate-parameters", "par-test-array-as-audience-fails", "par-test-par-endpoint-url-as-audience-fails",
        "par-test-token-endpoint-url-as-audience-fails",
    ];

    /// <summary>Section 3, FAPI1-Advanced-Final, plain_fapi; modules of one row by their full names.</summary>
    private static readonly string[] RowsOfFapi1 =
    [
        "discovery-end-point-verification", "fapi1-advanced-final", "user-rejects-authentication",
        "ensure-request-object-with-multiple-aud-succeeds", "ensure-authorization-request-without-state-success", "ensure-valid-pkce-succeeds",
        "ensure-other-scope-order-succeeds", "access-token-type-header-case-sensitivity", "ensure-response-mode-query",
        "ensure-different-nonce-inside-and-outside-request-object", "ensure-registered-redirect-uri", "ensure-request-object-with-long-nonce",
        "ensure-request-object-with-64-char-nonce-success", "ensure-request-object-with-long-state", "ensure-request-object-without-exp-fails",
        "ensure-request-object-without-nbf-fails", "ensure-request-object-without-scope-fails", "state-only-outside-request-object-not-used",
        "ensure-request-object-without-nonce-fails", "ensure-request-object-without-redirect-uri-fails", "ensure-expired-request-object-fails",
        "ensure-request-object-with-bad-aud-fails", "ensure-request-object-with-exp-over-60-fails", "ensure-request-object-with-nbf-over-60-fails",
        "ensure-signed-request-object-with-RS256-fails", "ensure-request-object-signature-algorithm-is-not-none",
        "ensure-request-object-with-invalid-signature-fails", "ensure-matching-key-in-authorization-request",
        "ensure-authorization-request-without-request-object-fails", "ensure-redirect-uri-in-authorization-request",
        "ensure-response-type-code-fails", "ensure-client-id-in-token-endpoint", "ensure-mtls-holder-of-key-required",
        "ensure-authorization-code-is-bound-to-client", "attempt-reuse-authorisation-code-after-one-second",
        "ensure-signed-client-assertion-with-RS256-fails", "ensure-client-assertion-in-token-endpoint",
        "ensure-client-assertion-with-exp-is-5-minutes-in-past-fails", "ensure-client-assertion-with-wrong-aud-fails",
        "ensure-client-assertion-with-no-sub-fails", "ensure-client-assertion-with-wrong-iss-fails", "ensure-client-assertion-with-wrong-sub-fails",
        "ensure-client-assertion-with-iss-aud-succeeds", "refresh-token", "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds",
        "par-attempt-reuse-request_uri", "par-attempt-to-use-expired-request_uri",
        "par-test-pushed-authorization-url-as-audience-for-client-JWT-assertion", "par-token-endpoint-url-as-audience-for-client-JWT-assertion",
        "test-array-as-audience-for-client-JWT-assertion", "par-ensure-client-assertion-with-wrong-aud-fails",
        "par-ensure-client-assertion-with-wrong-iss-fails", "par-ensure-client-assertion-with-wrong-sub-fails",
        "par-attempt-to-use-request_uri-for-different-client", "par-authorization-request-containing-request_uri-form-param",
        "par-attempt-invalid-http-method", "par-ensure-pkce-required", "par-plain-pkce-rejected", "ensure-pkce-code-verifier-required",
        "incorrect-pkce-code-verifier-rejected", "par-pushed-authorization-url-as-audience-in-request-object", "par-attempt-invalid-redirect_uri",
        "par-authorization-request-containing-request_uri", "par-without-duplicate-parameters",
    ];

    private static IEnumerable<MethodInfo> Tests => typeof(CoverageTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FactAttribute>() is not null);

    [Fact]
    public void Every_row_of_the_catalogue_has_a_test_of_its_name()
    {
        var names = Tests.Select(test => test.GetCustomAttribute<FactAttribute>()!.DisplayName ?? "")
            .Select(name => name.Split(':', ' ')[0])
            .ToHashSet();

        Assert.Equal([], Rows.Where(row => !names.Contains(row)));
    }

    [Fact]
    public void Every_row_of_FAPI_1_has_a_test_of_its_name()
    {
        var names = Tests.Where(test => test.DeclaringType!.Namespace == typeof(Fapi1.BaselineTests).Namespace)
            .Select(test => (test.GetCustomAttribute<FactAttribute>()!.DisplayName ?? "").Split(':', ' ')[0])
            .ToHashSet();

        Assert.Equal([], RowsOfFapi1.Where(row => !names.Contains(row)));
    }

    [Fact]
    public void Every_clause_of_every_profile_is_proved_by_a_test()
    {
        var proved = Tests.SelectMany(test => test.GetCustomAttributes<ClauseAttribute>()).Select(clause => clause.Tag).ToHashSet();

        Assert.Equal([], FapiProfiles.All.SelectMany(profile => profile.Rules()).Select(rule => rule.Rule.Clause).Distinct().Where(clause => !proved.Contains(clause)));
    }

    [Fact]
    public void Every_clause_on_a_test_is_of_a_known_specification()
    {
        var tags = Tests.SelectMany(test => test.GetCustomAttributes<ClauseAttribute>()).Select(clause => clause.Tag).Distinct();

        // The checklist on strong customer authentication has tests of its own.
        Assert.All(tags.Where(tag => !tag.StartsWith("SCA-", StringComparison.Ordinal)), tag => Assert.NotNull(Clauses.Resolve(tag)));
    }
}
