using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Plans;

/// <summary>The plans of FAPI 1.0: the published one beside its list, our own by its numbers, and which server is asked what of them.</summary>
public sealed class Fapi1PlanTests
{
    private static ConformancePlan Advanced => KnownPlans.Find("fapi1-advanced-final-test-plan");

    private static ConformancePlan Baseline => KnownPlans.Find("fapi1-baseline-final-test-plan");

    public static TheoryData<string> AdvancedVariants => [.. Advanced.Variants.Select(variant => variant.ToString())];

    [Theory]
    [InlineData("private_key_jwt", 45, 63)]
    [InlineData("mtls", 36, 49)]
    public void Every_variant_of_advanced_has_as_many_modules_as_published(string authentication, int byValue, int pushed)
    {
        foreach (var mode in new[] { "plain_response", "jarm" })
        {
            Assert.Equal(byValue, Count(Advanced, $"client_auth_type={authentication},fapi_auth_request_method=by_value,fapi_response_mode={mode}"));
            Assert.Equal(pushed, Count(Advanced, $"client_auth_type={authentication},fapi_auth_request_method=pushed,fapi_response_mode={mode}"));
        }
    }

    [Theory]
    [MemberData(nameof(AdvancedVariants))]
    public void Every_variant_of_advanced_has_the_published_modules(string text)
    {
        var variant = Advanced.Variants.Single(variant => variant.ToString() == text);

        Assert.Equal(
            PublishedModule.OfFapi1.Where(module => module.Covers(variant)).Select(module => module.Name),
            Advanced.ModulesFor(variant).Select(module => module.Name));
    }

    [Theory]
    [InlineData("private_key_jwt", "none", 32, 36)]
    [InlineData("private_key_jwt", "mtls", 33, 37)]
    [InlineData("mtls", "none", 21, 25)]
    [InlineData("mtls", "mtls", 22, 26)]
    public void Every_variant_of_baseline_has_its_modules(string authentication, string constraint, int oauth, int openId)
    {
        var clients = $"client_auth_type={authentication},sender_constrain={constraint}";

        Assert.Equal(oauth, Count(Baseline, $"{clients},openid=plain_oauth"));
        Assert.Equal(openId, Count(Baseline, $"{clients},openid=openid_connect"));
    }

    [Fact]
    public void No_module_is_there_for_no_variant() => Assert.All(
        new[] { Advanced, Baseline }, plan => Assert.All(plan.Modules, module => Assert.Contains(plan.Variants, module.Description.AppliesTo.Covers)));

    [Fact]
    public void Every_module_says_in_a_sentence_what_it_does() => Assert.All(
        Advanced.Modules.Concat(Baseline.Modules), module => Assert.Matches(@"\A[A-Z].{20,140}\.\z", module.Description.Summary));

    [Theory]
    [InlineData("code id_token", false, "by_value plain_response", "pushed plain_response")]
    [InlineData("code id_token|code", false, "by_value plain_response", "by_value jarm", "pushed plain_response", "pushed jarm")]
    [InlineData("code id_token|code", true, "pushed plain_response", "pushed jarm")]
    [InlineData("code", true)]
    public void A_server_is_asked_what_its_metadata_offers(string responseTypes, bool demandsPushed, params string[] expected)
    {
        var server = Server(responseTypes.Split('|'), demandsPushed);

        var offered = Advanced.Variants.Where(variant => Advanced.IsOffered(variant, server)).ToList();

        Assert.Equal(expected, offered.Select(variant => $"{variant["fapi_auth_request_method"]} {variant["fapi_response_mode"]}"));
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void A_server_that_demands_more_is_not_asked_for_baseline(bool demandsPushed, bool demandsSigned, bool isOffered)
    {
        var server = Server(["code"], demandsPushed, demandsSigned);

        Assert.Equal(isOffered, Baseline.Variants.Any(variant => Baseline.IsOffered(variant, server)));
    }

    private static int Count(ConformancePlan plan, string variant) => plan.ModulesFor(Assert.Single(plan.Select(variant))).Count;

    private static ServerMetadata Server(string[] responseTypes, bool demandsPushed, bool demandsSigned = false) => new(
        new Uri("https://bank.example.test/.well-known/openid-configuration"),
        new JsonObject
        {
            ["issuer"] = "https://bank.example.test",
            ["pushed_authorization_request_endpoint"] = "https://bank.example.test/par",
            ["require_pushed_authorization_requests"] = demandsPushed,
            ["require_signed_request_object"] = demandsSigned,
            ["request_parameter_supported"] = true,
            ["request_object_signing_alg_values_supported"] = new JsonArray("PS256"),
            ["response_types_supported"] = new JsonArray([.. responseTypes.Select(type => JsonValue.Create(type))]),
            ["response_modes_supported"] = new JsonArray("fragment", "jwt"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["scopes_supported"] = new JsonArray("openid", "accounts"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
            ["tls_client_certificate_bound_access_tokens"] = true,
        });
}
