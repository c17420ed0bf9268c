using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Plans;

/// <summary>The plan beside the published one: the same modules, under the same names, in the same order, for the same variants.</summary>
public sealed class Fapi2SecurityProfilePlanTests
{
    private static ConformancePlan Plan => KnownPlans.Find("fapi2-security-profile-final-test-plan");

    public static TheoryData<string> Variants => [.. Plan.Variants.Select(variant => variant.ToString())];

    [Theory]
    [InlineData("private_key_jwt", "mtls", 47, 41, 10)]
    [InlineData("private_key_jwt", "dpop", 56, 50, 14)]
    [InlineData("mtls", "mtls", 37, 31, 5)]
    [InlineData("mtls", "dpop", 46, 40, 9)]
    public void Every_variant_has_as_many_modules_as_published(string authentication, string constraint, int openId, int oauth, int clientCredentials)
    {
        var clients = $"client_auth_type={authentication},sender_constrain={constraint}";

        Assert.Equal(openId, Count($"{clients},openid=openid_connect"));
        Assert.Equal(oauth, Count($"{clients},openid=plain_oauth"));
        Assert.Equal(clientCredentials, Count($"{clients},openid=plain_oauth,fapi_profile=fapi_client_credentials_grant"));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_variant_has_the_published_modules(string text)
    {
        var variant = Plan.Variants.Single(variant => variant.ToString() == text);

        Assert.Equal(
            PublishedModule.OfFapi2.Where(module => module.IsOfSecurityProfile && module.Covers(variant)).Select(module => module.Name),
            Plan.ModulesFor(variant).Select(module => module.Name));
    }

    [Fact]
    public void No_module_is_there_for_no_variant() =>
        Assert.All(Plan.Modules, module => Assert.Contains(Plan.Variants, module.Description.AppliesTo.Covers));

    [Fact]
    public void Every_module_says_in_a_sentence_what_it_does() => Assert.All(
        Plan.Modules, module => Assert.Matches(@"\A[A-Z].{20,140}\.\z", module.Description.Summary));

    private static int Count(string variant) => Plan.ModulesFor(Assert.Single(Plan.Select(variant))).Count;
}
