using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Plans;

/// <summary>The plan beside the published one, and which of it a server can be asked.</summary>
public sealed class Fapi2MessageSigningPlanTests
{
    private static ConformancePlan Plan => KnownPlans.Find("fapi2-message-signing-final-test-plan");

    public static TheoryData<string> Variants => [.. Plan.Variants.Select(variant => variant.ToString())];

    [Theory]
    [InlineData("private_key_jwt", "mtls", 61, 55)]
    [InlineData("private_key_jwt", "dpop", 70, 64)]
    [InlineData("mtls", "mtls", 51, 45)]
    [InlineData("mtls", "dpop", 60, 54)]
    public void Every_signed_variant_has_as_many_modules_as_published(string authentication, string constraint, int openId, int oauth)
    {
        var clients = $"client_auth_type={authentication},sender_constrain={constraint},fapi_request_method=signed_non_repudiation";
        foreach (var mode in new[] { "plain_response", "jarm" })
        {
            Assert.Equal(openId, Count($"{clients},fapi_response_mode={mode},openid=openid_connect"));
            Assert.Equal(oauth, Count($"{clients},fapi_response_mode={mode},openid=plain_oauth"));
        }
    }

    [Theory]
    [InlineData("private_key_jwt", "mtls", 47, 41)]
    [InlineData("private_key_jwt", "dpop", 56, 50)]
    [InlineData("mtls", "mtls", 37, 31)]
    [InlineData("mtls", "dpop", 46, 40)]
    public void Every_unsigned_variant_has_one_more_than_in_the_security_profile(string authentication, string constraint, int openId, int oauth)
    {
        var clients = $"client_auth_type={authentication},sender_constrain={constraint},fapi_request_method=unsigned,fapi_response_mode=jarm";

        Assert.Equal(openId + 1, Count($"{clients},openid=openid_connect"));
        Assert.Equal(oauth + 1, Count($"{clients},openid=plain_oauth"));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_has_the_published_modules(string text)
    {
        var variant = Plan.Variants.Single(variant => variant.ToString() == text);

        Assert.Equal(
            PublishedModule.OfFapi2.Where(module => module.Covers(variant)).Select(module => module.Name),
            Plan.ModulesFor(variant).Select(module => module.Name));
    }

    [Fact]
    public void No_module_is_there_for_no_variant() =>
        Assert.All(Plan.Modules, module => Assert.Contains(Plan.Variants, module.Description.AppliesTo.Covers));

    [Fact]
    public void Every_module_says_in_a_sentence_what_it_does() => Assert.All(
        Plan.Modules, module => Assert.Matches(@"\A[A-Z].{20,140}\.\z", module.Description.Summary));

    [Theory]
    [InlineData(true, true, true, "signed_non_repudiation", "plain_response", "jarm")]
    [InlineData(true, true, false, "signed_non_repudiation", "plain_response")]
    [InlineData(false, false, true, "unsigned", "jarm")]
    [InlineData(false, false, false, null)]
    public void A_server_is_asked_what_its_metadata_offers(bool takesSigned, bool demandsSigned, bool hasJarm, string? method, params string[] modes)
    {
        var server = Server(takesSigned, demandsSigned, hasJarm);

        var offered = Plan.Variants.Where(variant => Plan.IsOffered(variant, server)).ToList();

        Assert.Equal(method is null ? [] : [method], offered.Select(variant => variant["fapi_request_method"]).Distinct());
        Assert.Equal(modes, offered.Select(variant => variant["fapi_response_mode"]).Distinct());
        var security = KnownPlans.Find("fapi2-security-profile-final-test-plan");
        Assert.Equal(!demandsSigned, security.Variants.Any(variant => security.IsOffered(variant, server)));
    }

    private static int Count(string variant) => Plan.ModulesFor(Assert.Single(Plan.Select(variant))).Count;

    private static ServerMetadata Server(bool takesSigned, bool demandsSigned, bool hasJarm)
    {
        var document = new JsonObject
        {
            ["issuer"] = "https://bank.example.test",
            ["pushed_authorization_request_endpoint"] = "https://bank.example.test/par",
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = hasJarm ? new JsonArray("query", "jwt") : new JsonArray("query"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
            ["dpop_signing_alg_values_supported"] = new JsonArray("PS256"),
            ["require_signed_request_object"] = demandsSigned,
        };
        if (takesSigned)
        {
            document["request_object_signing_alg_values_supported"] = new JsonArray("PS256");
        }
        return new ServerMetadata(new Uri("https://bank.example.test/.well-known/openid-configuration"), document);
    }
}
