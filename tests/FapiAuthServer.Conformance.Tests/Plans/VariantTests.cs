using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Plans;

public sealed class VariantTests
{
    private static ConformancePlan Plan => KnownPlans.Find("fapi2-security-profile-final-test-plan");

    [Fact]
    public void What_is_written_can_be_read_again()
    {
        var variant = Plan.Variants[0];

        Assert.Equal(variant, Variant.Parse(variant.ToString()));
    }

    [Theory]
    [InlineData("client_auth_type")]
    [InlineData("client_auth_type=")]
    [InlineData("=mtls")]
    [InlineData("client_auth_type=mtls,client_auth_type=private_key_jwt")]
    public void Text_that_is_no_variant_is_explained_in_one_line(string text)
    {
        var exception = Assert.Throws<ConformanceException>(() => Variant.Parse(text));

        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void What_is_not_said_is_the_default_or_every_value()
    {
        var chosen = Plan.Select("client_auth_type=mtls,sender_constrain=dpop");

        Assert.Equal(
            [
                "client_auth_type=mtls,sender_constrain=dpop,openid=plain_oauth,authorization_request_type=simple,fapi_profile=plain_fapi",
                "client_auth_type=mtls,sender_constrain=dpop,openid=openid_connect,authorization_request_type=simple,fapi_profile=plain_fapi",
            ],
            chosen.Select(variant => variant.ToString()));
    }

    [Theory]
    [InlineData("sender_constraint=dpop", "has no variant parameter sender_constraint")]
    [InlineData("sender_constrain=tls", "sender_constrain cannot be tls")]
    [InlineData("openid=openid_connect,fapi_profile=fapi_client_credentials_grant", "has no variant")]
    public void What_the_plan_does_not_know_is_named(string text, string explanation)
    {
        var exception = Assert.Throws<ConformanceException>(() => Plan.Select(text));

        Assert.Contains(explanation, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plans_and_modules_have_names_of_their_own()
    {
        Assert.All(KnownPlans.All, plan => Assert.Equal(plan.Modules.Count, plan.Modules.DistinctBy(module => module.Name).Count()));
        Assert.Throws<ConformanceException>(() => KnownPlans.Find("no-plan"));
    }
}
