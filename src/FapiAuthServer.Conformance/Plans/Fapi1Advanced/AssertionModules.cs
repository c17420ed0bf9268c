using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using static FapiAuthServer.Conformance.Plans.Fapi1Advanced.Fapi1Module;

namespace FapiAuthServer.Conformance.Plans.Fapi1Advanced;

/// <summary>Client assertions: whom they may be made out to, which FAPI 1.0 sees wider than FAPI 2.0, and by whom and about whom they must be.</summary>
internal static class AssertionModules
{
    private const string Claims = "RFC7523-3";
    private const string AudiencesOfPar = "RFC9126-2";
    private const string Elsewhere = "https://other.example.test";

    public static ConformanceModule EnsureClientAssertionWithWrongIssFails { get; } = WrongAtTokens(
        "ensure-client-assertion-with-wrong-iss-fails", "An assertion that somebody else is said to have made is refused.",
        "An assertion with a wrong iss", call => call.Assertion!.Claims["iss"] = RandomText.Of(20));

    public static ConformanceModule EnsureClientAssertionWithWrongSubFails { get; } = WrongAtTokens(
        "ensure-client-assertion-with-wrong-sub-fails", "An assertion that is about somebody else is refused.",
        "An assertion with a wrong sub", call => call.Assertion!.Claims["sub"] = RandomText.Of(20));

    public static ConformanceModule EnsureClientAssertionWithIssAudSucceeds { get; } = new(
        Describe("ensure-client-assertion-with-iss-aud-succeeds", "An assertion at the token endpoint that is made out to the issuer should be taken.") with
        {
            AppliesTo = Fapi1AdvancedVariants.WithAssertion,
        },
        async context =>
        {
            var request = await context.First.PrepareTokenRequestAsync();
            var tokens = await request(call => call.Assertion!.Claims["aud"] = context.Server.Issuer);
            context.Checks.Expect(
                tokens.IsSuccess, Claims, "The token endpoint takes an assertion that is made out to the issuer", tokens.Response.Describe(),
                tokens.Response.Error == "invalid_client" ? Severity.Warning : Severity.Failure);
            if (tokens.IsSuccess)
            {
                await context.First.CallResourceAsync(tokens);
            }
        });

    public static ConformanceModule ParTestPushedAuthorizationUrlAsAudience { get; } = TakenAtPush(
        "par-test-pushed-authorization-url-as-audience-for-client-JWT-assertion", "The PAR endpoint takes an assertion that is made out to it.",
        "pushed_authorization_request_endpoint");

    public static ConformanceModule ParTokenEndpointUrlAsAudience { get; } = TakenAtPush(
        "par-token-endpoint-url-as-audience-for-client-JWT-assertion", "The PAR endpoint takes an assertion that is made out to the token endpoint.",
        "token_endpoint");

    public static ConformanceModule TestArrayAsAudience { get; } = new(
        Describe("test-array-as-audience-for-client-JWT-assertion", "An assertion that is made out to several servers, this one among them, is taken everywhere.") with
        {
            AppliesTo = Fapi1AdvancedVariants.WithAssertion,
        },
        async context =>
        {
            void ToSeveral(Call call) => call.Assertion!.Claims["aud"] = new JsonArray(context.Server.Issuer, Elsewhere);
            await context.First.CallResourceAsync(await context.First.ObtainTokensAsync(alterPush: ToSeveral, alterTokenRequest: ToSeveral));
        });

    public static ConformanceModule ParEnsureClientAssertionWithWrongAudFails { get; } = WrongAtPush(
        "par-ensure-client-assertion-with-wrong-aud-fails", "The PAR endpoint refuses an assertion that was made for another server.",
        "by a client whose assertion is made out to another server", call => call.Assertion!.Claims["aud"] = Elsewhere);

    public static ConformanceModule ParEnsureClientAssertionWithWrongIssFails { get; } = WrongAtPush(
        "par-ensure-client-assertion-with-wrong-iss-fails", "The PAR endpoint refuses an assertion that somebody else is said to have made.",
        "by a client whose assertion has a wrong iss", call => call.Assertion!.Claims["iss"] = RandomText.Of(20));

    public static ConformanceModule ParEnsureClientAssertionWithWrongSubFails { get; } = WrongAtPush(
        "par-ensure-client-assertion-with-wrong-sub-fails", "The PAR endpoint refuses an assertion that is about somebody else.",
        "by a client whose assertion has a wrong sub", call => call.Assertion!.Claims["sub"] = RandomText.Of(20));

    private static ConformanceModule WrongAtTokens(string name, string summary, string why, Action<Call> alter) => new(
        Describe(name, summary) with { AppliesTo = Fapi1AdvancedVariants.WithAssertion },
        context => context.First.ExpectTokenRequestRefusedAsync(new TokenRefusal(Claims, why, "invalid_client", "invalid_request"), alter));

    private static ConformanceModule WrongAtPush(string name, string summary, string why, Action<Call> alter) => new(
        Describe(name, summary) with { AppliesTo = Fapi1AdvancedVariants.WithAssertion.And(Fapi1AdvancedVariants.WhenPushed) },
        context => context.First.ExpectRequestRefusedAsync(
            new RequestRefusal(Claims, why) { AtPush = ["invalid_client", "invalid_request"], UnauthorizedIsFine = true }, alterCall: alter));

    private static ConformanceModule TakenAtPush(string name, string summary, string endpoint) => new(
        Describe(name, summary) with { AppliesTo = Fapi1AdvancedVariants.WithAssertion.And(Fapi1AdvancedVariants.WhenPushed) },
        context => context.First.CompleteAsync(alterPush: call => call.Assertion!.Claims["aud"] = context.Server.Endpoint(endpoint).OriginalString));
}
