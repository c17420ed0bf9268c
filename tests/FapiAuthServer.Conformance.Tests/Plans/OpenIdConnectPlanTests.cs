using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Plans;

/// <summary>The plans of OpenID Connect beside the published ones: the same modules, under the same names, in the same order.</summary>
public sealed class OpenIdConnectPlanTests
{
    private const string Basic = "oidcc-basic-certification-test-plan";
    private const string FormPost = "oidcc-formpost-basic-certification-test-plan";
    private const string Config = "oidcc-config-certification-test-plan";
    private const string Logout = "oidcc-rp-initiated-logout-certification-test-plan";
    private const string Backchannel = "oidcc-backchannel-rp-initiated-logout-certification-test-plan";

    [Theory]
    [InlineData(Basic, Basic, 35)]
    [InlineData(FormPost, Basic, 35)]
    [InlineData(Config, Config, 1)]
    [InlineData(Logout, Logout, 11)]
    [InlineData(Backchannel, Backchannel, 2)]
    public void Plan_has_the_published_modules_for_clients_that_are_registered_beforehand(string name, string published, int count)
    {
        var plan = KnownPlans.Find(name);
        var variant = Assert.Single(plan.Variants);

        Assert.Equal(OpenIdConnectPublishedModules.Of(published).Where(module => module.Covers(variant)).Select(module => module.Name), plan.Modules.Select(module => module.Name));
        Assert.Equal(count, plan.ModulesFor(variant).Count);
    }

    [Theory]
    [InlineData(Basic)]
    [InlineData(Config)]
    [InlineData(Logout)]
    [InlineData(Backchannel)]
    public void Every_module_says_in_a_sentence_what_it_does(string name) => Assert.All(
        KnownPlans.Find(name).Modules, module => Assert.Matches(@"\A[A-Z].{20,140}\.\z", module.Description.Summary));

    [Theory]
    [InlineData(Basic, "{}", false)]
    [InlineData(Basic, """{"response_types_supported":["code"]}""", true)]
    [InlineData(Basic, """{"response_types_supported":["code"],"token_endpoint_auth_methods_supported":["private_key_jwt"]}""", false)]
    [InlineData(Basic, """{"response_types_supported":["code"],"require_pushed_authorization_requests":true}""", false)]
    [InlineData(FormPost, """{"response_types_supported":["code"]}""", false)]
    [InlineData(FormPost, """{"response_types_supported":["code"],"response_modes_supported":["query","form_post"]}""", true)]
    [InlineData(Config, """{"response_types_supported":["code"]}""", true)]
    [InlineData(Config, """{"response_types_supported":["code"],"token_endpoint_auth_methods_supported":["private_key_jwt"]}""", false)]
    [InlineData(Logout, """{"response_types_supported":["code"]}""", false)]
    [InlineData(Logout, """{"response_types_supported":["code"],"end_session_endpoint":"https://bank.example.test/logout"}""", true)]
    [InlineData(Backchannel, """{"response_types_supported":["code"],"end_session_endpoint":"https://bank.example.test/logout"}""", false)]
    [InlineData(Backchannel, """{"response_types_supported":["code"],"backchannel_logout_supported":true}""", true)]
    public void Plan_is_run_where_the_metadata_offers_what_it_is_about(string name, string metadata, bool isOffered)
    {
        var plan = KnownPlans.Find(name);
        var server = new ServerMetadata(new Uri("https://bank.example.test/.well-known/openid-configuration"), JsonNode.Parse(metadata)!.AsObject());

        Assert.Equal(isOffered, plan.IsOffered(Assert.Single(plan.Variants), server));
    }

    [Theory]
    [InlineData(Config, 0)]
    [InlineData(Logout, 1)]
    [InlineData(Basic, 2)]
    public void Plan_needs_as_many_clients_as_its_modules_use(string name, int clients)
    {
        var plan = KnownPlans.Find(name);

        Assert.Equal(clients, plan.ClientsFor(Assert.Single(plan.Variants)));
    }
}
